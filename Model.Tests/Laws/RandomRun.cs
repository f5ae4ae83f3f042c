using System.Runtime.InteropServices;
using Wakeline.Spec;

namespace Wakeline.Model.Tests.Laws;

/// <summary>A host on which random calls are made, one after another, until it has no room for more.</summary>
internal static class RandomRun
{
    /// <summary>A host with a connection, a listener and an epoll instance: descriptors 0 to 3.</summary>
    public static KernelHost Begin()
    {
        var host = new KernelHost(RandomCall.Threads);
        var thread = host.Threads[0];
        var listener = thread.Listener();
        thread.Connect(thread.Socket().Value, Loopback.Server);
        thread.Accept(listener);
        thread.EpollOf(1, PollEvents.In);
        return host;
    }

    /// <summary>Makes the calls.</summary>
    /// <param name="host">The host.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="made">Is told of each call that was made.</param>
    public static void Make(this KernelHost host, IEnumerable<RandomCall> calls, Action<RandomCall>? made = null)
    {
        foreach (var call in calls)
        {
            try
            {
                call.MakeOn(host);
            }
            catch (BoundExceededException)
            {
                return;
            }

            made?.Invoke(call);
        }
    }

    /// <summary>The bytes of a state.</summary>
    public static byte[] BytesOf(in Kernel state) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Kernel>(in state)).ToArray();
}
