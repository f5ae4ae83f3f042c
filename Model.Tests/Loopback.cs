using Wakeline.Spec;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests;

/// <summary>What most examples begin with, on the loopback interface.</summary>
internal static class Loopback
{
    /// <summary>Where listeners are.</summary>
    public static readonly Endpoint Server = new(1, 80);

    /// <summary>The bits that poll is asked for.</summary>
    public const PollEvents Everything = PollEvents.In | PollEvents.Pri | PollEvents.Out | PollEvents.RdHup;

    public static CallOutcome Asleep => new(true, 0, Errno.None);

    public static CallOutcome Returned(int value) => new(false, value, Errno.None);

    public static CallOutcome Failed(Errno error) => new(false, -1, error);

    /// <summary>A listening socket.</summary>
    public static int Listener(this KernelThread thread, int backlog = 5, bool nonblocking = false)
    {
        var listener = thread.Socket(nonblocking).Value;
        Assert.Equal(Returned(0), thread.Bind(listener, Server));
        Assert.Equal(Returned(0), thread.Listen(listener, backlog));
        return listener;
    }

    /// <summary>Both ends of a connection; the listener is closed.</summary>
    public static (int Client, int Server) Connection(this KernelThread thread)
    {
        var listener = thread.Listener();
        var client = thread.Socket().Value;
        Assert.Equal(Returned(0), thread.Connect(client, Server));
        var server = thread.Accept(listener).Value;
        Assert.Equal(Returned(0), thread.Close(listener));
        return (client, server);
    }

    /// <summary>A nonblocking socket whose connection request finds no room at the listener.</summary>
    public static int Connecting(this KernelThread thread)
    {
        thread.Listener(backlog: 0);
        Assert.Equal(Returned(0), thread.Connect(thread.Socket().Value, Server));
        var late = thread.Socket(nonblocking: true).Value;
        Assert.Equal(Failed(Errno.EINPROGRESS), thread.Connect(late, Server));
        return late;
    }

    /// <summary>An epoll instance that watches one descriptor, with its number as data.</summary>
    public static int EpollOf(this KernelThread thread, int descriptor, PollEvents events)
    {
        var epoll = thread.EpollCreate().Value;
        Assert.Equal(
            Returned(0),
            thread.EpollControl(epoll, Spec.Tasks.ControlOperation.Add, descriptor, events, data: descriptor));
        return epoll;
    }

    /// <summary>What poll finds at once.</summary>
    public static PollEvents Readiness(this KernelThread thread, int descriptor)
    {
        thread.Poll([(descriptor, Everything)], TimeSpan.Zero);
        return thread.Polled[0].Returned;
    }

    /// <summary>What epoll_wait finds at once, as "data:events" in the order reported.</summary>
    public static string Ready(this KernelThread thread, int epoll)
    {
        thread.EpollWait(epoll, 8, TimeSpan.Zero);
        return string.Join("; ", thread.Reports.Select(report => $"{report.Data}:{report.Events}"));
    }

    /// <summary>The state of the connection behind a descriptor.</summary>
    public static TcpState StateOf(this KernelHost host, int descriptor) => host.SocketOf(descriptor).State;

    /// <summary>The socket behind a descriptor.</summary>
    public static Spec.Sockets.Socket SocketOf(this KernelHost host, int descriptor) =>
        host.State.Sockets[host.State.Files[host.State.Descriptors.FileOf(descriptor)].Object];

    /// <summary>How many sockets exist, those without a descriptor included.</summary>
    public static int SocketCount(this KernelHost host)
    {
        var count = 0;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            count += host.State.Sockets[socket].InUse ? 1 : 0;
        }

        return count;
    }
}
