using Wakeline.Conformance.Linux;
using Wakeline.Spec;

namespace Wakeline.Conformance.Cost;

/// <summary>Eventfds of which only the last is ready, prepared for every call that can watch them.</summary>
internal sealed unsafe class WatchedSet
{
    /// <summary>FD_SETSIZE: select cannot name a descriptor of this number or above.</summary>
    private const int SelectMost = 1024;

    private const int WordBits = 64;
    private const int Add = 1;

    private readonly PollFd[] _requests;
    private readonly ulong[] _asked = new ulong[SelectMost / WordBits];
    private readonly int _most;
    private readonly int _epoll;

    private WatchedSet(int[] descriptors, int epoll)
    {
        _requests = [.. descriptors.Select(each => new PollFd { Descriptor = each, Asked = (short)PollEvents.In })];
        _most = descriptors.Max();
        _epoll = epoll;
        foreach (var descriptor in FitsSelect ? descriptors : [])
        {
            _asked[descriptor / WordBits] |= 1UL << (descriptor % WordBits);
        }
    }

    /// <summary>How many descriptors are watched.</summary>
    public int Size => _requests.Length;

    /// <summary>Whether select can watch them.</summary>
    public bool FitsSelect => _most < SelectMost;

    /// <summary>Opens the ready descriptor and the epoll instance.</summary>
    /// <param name="idle">Descriptors that are not ready.</param>
    /// <returns>The set, or <see langword="null"/> if no more descriptors may be open.</returns>
    public static WatchedSet? Open(int[] idle)
    {
        var (ready, epoll) = (LibC.EventFd(1, 0), LibC.EpollCreate(0));
        if (ready < 0 || epoll < 0)
        {
            return null;
        }

        int[] descriptors = [.. idle, ready];
        var item = stackalloc byte[EpollEvent.Size];
        foreach (var descriptor in descriptors)
        {
            *(uint*)item = (uint)PollEvents.In;
            *(ulong*)(item + EpollEvent.DataOffset) = (ulong)descriptor;
            if (LibC.EpollControl(epoll, Add, descriptor, item) != 0)
            {
                throw HostKernel.Refused("epoll_ctl");
            }
        }

        return new WatchedSet(descriptors, epoll);
    }

    /// <summary>Makes one call, which finds one descriptor ready.</summary>
    public void Wait(WaitCall call)
    {
        var found = call switch
        {
            WaitCall.Select => Select(),
            WaitCall.Poll => Poll(),
            _ => Epoll(),
        };
        if (found != 1)
        {
            throw found < 0
                ? HostKernel.Refused($"{call}")
                : new KernelException($"{call} of {Size} descriptors found {found} ready instead of one.");
        }
    }

    private int Select()
    {
        var asked = stackalloc ulong[SelectMost / WordBits];
        _asked.CopyTo(new Span<ulong>(asked, SelectMost / WordBits));
        return LibC.Select(_most + 1, asked, null, null, null);
    }

    private int Poll()
    {
        fixed (PollFd* requests = _requests)
        {
            return LibC.Poll(requests, (nuint)_requests.Length, -1);
        }
    }

    private int Epoll()
    {
        var items = stackalloc byte[EpollEvent.Size];
        return LibC.EpollWait(_epoll, items, 1, -1);
    }
}
