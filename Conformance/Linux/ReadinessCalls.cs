using System.Runtime.InteropServices;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Linux;

/// <summary>epoll_ctl, epoll_wait, poll and select.</summary>
internal static unsafe class ReadinessCalls
{
    private const int EventsMost = 64;
    private const int UnknownOperation = 99;

    public static CallResult Make(CallStep step, CallSite site) => step.Verb switch
    {
        Verb.EpollControl => EpollControl(step, site),
        Verb.EpollWait or Verb.EpollWait2 or Verb.EpollWaitMasked => EpollWait(step, site),
        Verb.Poll or Verb.PollMasked => Poll(step, site),
        _ => Select(step, site),
    };

    private static int Milliseconds(CallStep step, CallSite site) => step.Timeout switch
    {
        Timeout.Never => -1,
        Timeout.Zero => 0,
        _ when step.Duration > TimeSpan.Zero => (int)step.Duration.TotalMilliseconds,
        _ => (int)site.ShortTimeout.TotalMilliseconds,
    };

    private static CallResult EpollControl(CallStep step, CallSite site)
    {
        var item = stackalloc byte[EpollEvent.Size];
        *(uint*)item = (uint)step.Events;
        *(ulong*)(item + EpollEvent.DataOffset) = (ulong)step.Number;
        var operation = step.Operation switch
        {
            ControlOperation.Add => 1,
            ControlOperation.Delete => 2,
            ControlOperation.Modify => 3,
            _ => UnknownOperation,
        };
        return CallMaker.Returned(LibC.EpollControl(
            site.DescriptorOf(step.Descriptor), operation, site.DescriptorOf(step.Target),
            UserPointer.Of(step, item)));
    }

    private static CallResult EpollWait(CallStep step, CallSite site)
    {
        var items = stackalloc byte[EpollEvent.Size * EventsMost];
        var most = Math.Min(step.Number, EventsMost);
        var epoll = site.DescriptorOf(step.Descriptor);
        var buffer = UserPointer.Of(step, items);
        var mask = stackalloc ulong[SignalMasks.Words];
        SignalMasks.Fill(mask, step.Mask);
        var count = step.Verb switch
        {
            Verb.EpollWait => LibC.EpollWait(epoll, buffer, most, Milliseconds(step, site)),
            Verb.EpollWait2 => EpollWait2(step, site, epoll, buffer, most),
            _ => LibC.EpollWait(epoll, buffer, most, Milliseconds(step, site), mask),
        };
        var result = CallMaker.Returned(count);
        var events = new ReportedEvent[Math.Max(count, 0)];
        for (var place = 0; place < events.Length; place++)
        {
            var item = items + (place * EpollEvent.Size);
            events[place] = new ReportedEvent((int)*(ulong*)(item + EpollEvent.DataOffset), (PollEvents)(*(uint*)item));
        }

        return result with { Events = events.ToSequence() };
    }

    private static int EpollWait2(CallStep step, CallSite site, int epoll, void* buffer, int most)
    {
        var time = stackalloc long[2];
        return LibC.EpollWait2(epoll, buffer, most, TimeSpecification(step, site, time), null);
    }

    /// <summary>struct timespec, or <see langword="null"/> for a call that may sleep for ever.</summary>
    private static void* TimeSpecification(CallStep step, CallSite site, long* time)
    {
        (time[0], time[1]) = (Milliseconds(step, site) / 1000, Milliseconds(step, site) % 1000 * 1_000_000);
        return step.Timeout == Timeout.Never ? null : time;
    }

    private static CallResult Poll(CallStep step, CallSite site)
    {
        var count = step.Polled.Count;
        var requests = stackalloc PollFd[count + 1];
        for (var place = 0; place < count; place++)
        {
            requests[place] = new PollFd
            {
                Descriptor = site.DescriptorOf(step.Polled[place].Slot),
                Asked = (short)step.Polled[place].Asked,
            };
        }

        var time = stackalloc long[2];
        var mask = stackalloc ulong[SignalMasks.Words];
        SignalMasks.Fill(mask, step.Mask);
        var pointer = UserPointer.Of(step, requests);
        var result = CallMaker.Returned(step.Verb == Verb.Poll
            ? LibC.Poll(pointer, (nuint)count, Milliseconds(step, site))
            : LibC.Poll(pointer, (nuint)count, TimeSpecification(step, site, time), mask));
        var events = Enumerable.Range(0, result.Error == Errno.None ? count : 0)
            .Select(place => new ReportedEvent(place, (PollEvents)(ushort)requests[place].Returned));
        return result with { Events = events.Where(each => each.Events != PollEvents.None).ToSequence() };
    }

    /// <summary>IN, OUT and PRI name the three sets.</summary>
    private static CallResult Select(CallStep step, CallSite site)
    {
        var (read, write, except) = (new DescriptorSet(), new DescriptorSet(), new DescriptorSet());
        var sets = PolledSets.InOrder(step, site.Slots).ToArray();
        var most = -1;
        foreach (var polled in sets)
        {
            var descriptor = site.DescriptorOf(polled.Slot);
            most = Math.Max(most, descriptor);
            read.Add(descriptor, polled.Asked.HasFlag(PollEvents.In));
            write.Add(descriptor, polled.Asked.HasFlag(PollEvents.Out));
            except.Add(descriptor, polled.Asked.HasFlag(PollEvents.Pri));
        }

        var wait = stackalloc nint[] { Milliseconds(step, site) / 1000, Milliseconds(step, site) % 1000 * 1000 };
        var time = stackalloc long[2];
        var mask = stackalloc ulong[SignalMasks.Words];
        SignalMasks.Fill(mask, step.Mask);
        var pointer = UserPointer.Of(step, &read);
        var result = CallMaker.Returned(step.Verb == Verb.Select
            ? LibC.Select(most + 1, pointer, &write, &except, step.Timeout == Timeout.Never ? null : wait)
            : LibC.Select(most + 1, pointer, &write, &except, TimeSpecification(step, site, time), mask));
        var events = new List<ReportedEvent>();
        for (var place = 0; place < sets.Length && result.Value > 0; place++)
        {
            var descriptor = site.DescriptorOf(sets[place].Slot);
            var found = (read.Contains(descriptor) ? PollEvents.In : 0)
                | (write.Contains(descriptor) ? PollEvents.Out : 0)
                | (except.Contains(descriptor) ? PollEvents.Pri : 0);
            events.Add(new ReportedEvent(place, found));
        }

        return result with { Events = events.Where(each => each.Events != PollEvents.None).ToSequence() };
    }

    /// <summary>fd_set: 1024 bits in words of a long.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct DescriptorSet
    {
        private fixed ulong _words[16];

        public void Add(int descriptor, bool isAsked)
        {
            if (isAsked && descriptor >= 0)
            {
                _words[descriptor / 64] |= 1UL << (descriptor % 64);
            }
        }

        public readonly bool Contains(int descriptor) =>
            descriptor >= 0 && (_words[descriptor / 64] & (1UL << (descriptor % 64))) != 0;
    }
}
