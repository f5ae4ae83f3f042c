using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using static Wakeline.Model.Tests.Loopback;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Model.Tests.Calls;

/// <summary>
/// What poll, recv, send and their companions say of a socket in each situation, as measured on Linux 6.18. Calls are
/// made from left to right, none may sleep, and what they consume is gone for the next.
/// </summary>
public sealed class SocketTableTests
{
    private static readonly TimeSpan s_reset = TimeSpan.Zero;

    private static readonly Dictionary<string, Func<KernelThread, int>> s_situations = new()
    {
        ["fresh"] = thread => thread.Socket(nonblocking: true).Value,
        ["fresh, shut"] = thread =>
            With(thread.Socket().Value, socket => thread.Shutdown(socket, ShutdownDirections.Both)),
        ["listener"] = thread => thread.Listener(nonblocking: true),
        ["listener, shut for sending"] = thread =>
            With(thread.Listener(nonblocking: true), socket => thread.Shutdown(socket, ShutdownDirections.Send)),
        ["listener, shut"] = thread =>
            With(thread.Listener(nonblocking: true), socket => thread.Shutdown(socket, ShutdownDirections.Receive)),
        ["listener with a child"] = thread =>
            With(thread.Listener(nonblocking: true), _ => thread.Connect(thread.Socket().Value, Server)),
        ["listener with a child that was reset"] = ListenerWithDeadChild,
        ["connecting"] = thread => thread.Connecting(),
        ["connecting, shut"] = thread =>
            With(thread.Connecting(), socket => thread.Shutdown(socket, ShutdownDirections.Send)),
        ["connected in the background"] = ConnectedInBackground,
        ["refused"] = thread => With(thread.Socket(nonblocking: true).Value, socket => thread.Connect(socket, Server)),
        ["idle"] = thread => thread.Connection().Server,
        ["data"] = thread => After(thread, client => thread.Send(client, 5)),
        ["data and FIN"] = thread => After(
            thread, client => thread.Send(client, 5), client => thread.Shutdown(client, ShutdownDirections.Send)),
        ["FIN"] = thread => After(thread, client => thread.Shutdown(client, ShutdownDirections.Send)),
        ["shut for sending"] = thread =>
            With(thread.Connection().Server, socket => thread.Shutdown(socket, ShutdownDirections.Send)),
        ["shut for receiving"] = thread =>
            With(thread.Connection().Server, socket => thread.Shutdown(socket, ShutdownDirections.Receive)),
        ["shut"] = thread =>
            With(thread.Connection().Server, socket => thread.Shutdown(socket, ShutdownDirections.Both)),
        ["both have sent FIN"] = thread => With(
            After(thread, client => thread.Shutdown(client, ShutdownDirections.Send)),
            socket => thread.Shutdown(socket, ShutdownDirections.Send)),
        ["reset"] = thread => After(
            thread, client => thread.SetLinger(client, s_reset), client => thread.Close(client)),
        ["data and reset"] = thread => After(
            thread, client => thread.Send(client, 5), client => thread.SetLinger(client, s_reset),
            client => thread.Close(client)),
        ["reset after FIN"] = thread =>
            With(After(thread, client => thread.Close(client)), socket => thread.Send(socket, 1)),
        ["the peer left data unread"] = PeerLeftDataUnread,
    };

    [Theory]
    [InlineData("fresh", Out | Hup, "recv ENOTCONN, send EPIPE, accept EINVAL, shutdown ENOTCONN, shutdown ENOTCONN")]
    [InlineData("fresh, shut", In | Out | RdHup | Hup, "recv 0, send EPIPE")]
    [InlineData("listener", None, "recv ENOTCONN, send EPIPE, accept EAGAIN, connect EISCONN, listen 0")]
    [InlineData("listener, shut for sending", None, "recv ENOTCONN, send EPIPE, accept EAGAIN")]
    [InlineData("listener, shut", Out | Hup, "recv ENOTCONN, send EPIPE, accept EINVAL")]
    [InlineData("listener with a child", In, "recv ENOTCONN, send EPIPE, accept 2, accept EAGAIN")]
    [InlineData("listener with a child that was reset", In, "accept 1")]
    [InlineData("connecting", None, "recv EAGAIN, send EAGAIN, connect EALREADY, so_error 0")]
    [InlineData("connecting, shut", Out | Err | Hup, "so_error 104, recv ENOTCONN, send EPIPE")]
    [InlineData("connected in the background", Out, "recv EAGAIN, connect 0, connect EISCONN, listen EINVAL, send 1")]
    [InlineData(
        "refused", In | Out | RdHup | Hup | Err, "recv ECONNREFUSED, recv 0, connect ECONNABORTED, recv ENOTCONN")]
    [InlineData("refused", In | Out | RdHup | Hup | Err, "send ECONNREFUSED, send EPIPE")]
    [InlineData("refused", In | Out | RdHup | Hup | Err, "connect ECONNREFUSED, connect EINPROGRESS")]
    [InlineData("refused", In | Out | RdHup | Hup | Err, "so_error 111, so_error 0")]
    [InlineData("idle", Out, "recv EAGAIN, send 1, so_error 0")]
    [InlineData("data", In | Out, "recv 5, recv EAGAIN")]
    [InlineData("data and FIN", In | Out | RdHup, "recv 5, recv 0, recv 0, send 1")]
    [InlineData("FIN", In | Out | RdHup, "recv 0, recv 0, send 1")]
    [InlineData("shut for sending", Out, "recv EAGAIN, send EPIPE")]
    [InlineData("shut for receiving", In | Out | RdHup, "recv 0, send 1")]
    [InlineData("shut", In | Out | RdHup | Hup, "recv 0, send EPIPE")]
    [InlineData("both have sent FIN", In | Out | RdHup | Hup, "recv 0, send EPIPE, so_error 0")]
    [InlineData("reset", In | Out | RdHup | Hup | Err, "recv ECONNRESET, recv 0, send EPIPE")]
    [InlineData("reset", In | Out | RdHup | Hup | Err, "send ECONNRESET, send EPIPE, recv 0")]
    [InlineData("data and reset", In | Out | RdHup | Hup | Err, "recv 5, recv ECONNRESET, recv 0")]
    [InlineData("reset after FIN", In | Out | RdHup | Hup | Err, "recv 0, so_error 32, send EPIPE")]
    [InlineData("the peer left data unread", In | Out | RdHup | Hup | Err, "so_error 104, so_error 0, recv 0")]
    public void CallsAnswerAsMeasured(string situation, PollEvents readiness, string calls)
    {
        var thread = new KernelHost().Threads[0];
        var socket = s_situations[situation](thread);
        Assert.Equal(readiness, thread.Readiness(socket));
        var answers = calls.Split(", ").Select(call => call.Split(' ')[0])
            .Select(call => $"{call} {Answer(thread, call, socket)}");
        Assert.Equal(calls, string.Join(", ", answers));
    }

    private static string Answer(KernelThread thread, string call, int socket)
    {
        var outcome = call switch
        {
            "recv" => thread.Receive(socket, 100, dontWait: true),
            "send" => thread.Send(socket, 1, dontWait: true),
            "accept" => thread.Accept(socket),
            "connect" => thread.Connect(socket, Server),
            "listen" => thread.Listen(socket, 3),
            "shutdown" => thread.Shutdown(socket, ShutdownDirections.Both),
            _ => thread.GetError(socket),
        };
        return outcome.Error == Errno.None ? $"{outcome}" : $"{outcome.Error}";
    }

    private static int With(int socket, Action<int> does)
    {
        does(socket);
        return socket;
    }

    /// <summary>The server's end after the client has done something.</summary>
    private static int After(KernelThread thread, params Action<int>[] does)
    {
        var (client, server) = thread.Connection();
        foreach (var each in does)
        {
            each(client);
        }

        return server;
    }

    private static int ListenerWithDeadChild(KernelThread thread)
    {
        var listener = thread.Listener(nonblocking: true);
        var client = thread.Socket().Value;
        thread.Connect(client, Server);
        thread.SetLinger(client, s_reset);
        thread.Close(client);
        return listener;
    }

    private static int ConnectedInBackground(KernelThread thread)
    {
        thread.Listener();
        var client = thread.Socket(nonblocking: true).Value;
        Assert.Equal(Failed(Errno.EINPROGRESS), thread.Connect(client, Server));
        return client;
    }

    private static int PeerLeftDataUnread(KernelThread thread)
    {
        var (client, server) = thread.Connection();
        thread.Send(server, 5);
        thread.Close(client);
        return server;
    }
}
