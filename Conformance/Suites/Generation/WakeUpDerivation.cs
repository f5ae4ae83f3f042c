using System.Globalization;
using System.Text;
using Wakeline.Conformance.Scenarios.Text;
using Wakeline.Conformance.Suites.Calls;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// Every way to wait, by one thread and by several, and everything that may end it: who wakes then is for the model to
/// say.
/// </summary>
internal static class WakeUpDerivation
{
    private const int ThreadsMost = 3;
    private const string Pair = "  s0, s1 = socketpair()\n";
    private const string Listener =
        "  s0 = socket()\n  bind(s0, 127.0.0.1:p1)\n  listen(s0, 4)\n  s1 = socket()\n  s2 = socket()\n";
    private const string Connection =
        "  s0 = socket()\n  bind(s0, 127.0.0.1:p1)\n  listen(s0, 4)\n  s1 = socket()\n  connect(s1, 127.0.0.1:p1)\n"
        + "  s2 = accept(s0)\n";
    private const string Unsleeping = "  s3 = socket(NONBLOCK)\n";
    private const string Polling = "n0 = connect(s3, 127.0.0.1:p1)\nT0: n1 = poll([s3 OUT], -1)";
    private const string Epoll = "  e = epoll_create()\n";

    private static readonly Waiting[] s_onPairs =
    [
        new("recv", "", "recv(s0, 1)"),
        new("epoll_wait", Epoll + "  epoll_ctl(e, ADD, s0, IN, 0)\n", "epoll_wait(e, 1, -1)"),
        new("epoll_wait, edge-triggered", Epoll + "  epoll_ctl(e, ADD, s0, IN|ET, 0)\n", "epoll_wait(e, 1, -1)"),
        new("epoll_wait, one-shot", Epoll + "  epoll_ctl(e, ADD, s0, IN|ONESHOT, 0)\n", "epoll_wait(e, 1, -1)"),
        new("poll", "", "poll([s0 IN], -1)"),
        new("select", "", "select([s0 IN], -1)"),
    ];

    private static readonly Waiting[] s_onListeners =
    [
        new("accept", "", "accept(s0)"),
        new("epoll_wait of a listener", Epoll + "  epoll_ctl(e, ADD, s0, IN, 0)\n", "epoll_wait(e, 1, -1)"),
        new("epoll_wait of a listener, edge-triggered", Epoll + "  epoll_ctl(e, ADD, s0, IN|ET, 0)\n",
            "epoll_wait(e, 1, -1)"),
        new("poll of a listener", "", "poll([s0 IN], -1)"),
    ];

    private static readonly Waiting[] s_onConnections =
    [
        new("recv on a connection", "", "recv(s2, 1)"),
        new("epoll_wait of a connection", Epoll + "  epoll_ctl(e, ADD, s2, IN|RDHUP, 0)\n", "epoll_wait(e, 1, -1)"),
        new("poll of a connection", "", "poll([s2 IN], -1)"),
    ];

    private static readonly Waking[] s_onePair =
    [
        new("an octet", "  write(s1, 1)\n"),
        new("two octets, one after the other", "  write(s1, 1)\n  write(s1, 1)\n"),
        new("the end of the stream", "  shutdown(s1, WR)\n"),
        new("the other end closes", "  close(s1)\n"),
        new("its own end is shut", "  shutdown(s0, RD)\n"),
    ];

    private static readonly Waking[] s_oneListener =
    [
        new("a connection", "  connect(s1, 127.0.0.1:p1)\n"),
        new("two connections", "  connect(s1, 127.0.0.1:p1)\n  connect(s2, 127.0.0.1:p1)\n"),
        new("the listener is shut", "  shutdown(s0, RD)\n"),
    ];

    private static readonly Waking[] s_oneConnection =
    [
        new("an octet of the peer", "  send(s1, 1)\n"),
        new("the FIN of the peer", "  shutdown(s1, WR)\n"),
        new("the peer breaks off", "  linger(s1, 0)\n  close(s1)\n"),
        new("its own end is shut", "  shutdown(s2, RD)\n"),
    ];

    /// <summary>
    /// Handshakes that a thread waits for, with a listener, and with itself, where both SYNs cross; and the
    /// acknowledgment of a FIN.
    /// </summary>
    private static readonly (string Name, string Setup, string Calls)[] s_ofOneThread =
    [
        ("close with SO_LINGER: the FIN is acknowledged", Connection + "  linger(s1, 5)\n", "close(s1)"),
        ("connect: a listener", Listener, "connect(s1, 127.0.0.1:p1)"),
        ("connect: itself", "  s1 = socket()\n  bind(s1, 127.0.0.1:p1)\n", "connect(s1, 127.0.0.1:p1)"),
        ("connect and poll: a listener", Listener + Unsleeping, Polling),
        ("connect and poll: itself", "  s3 = socket(NONBLOCK)\n  bind(s3, 127.0.0.1:p1)\n", Polling),
    ];

    /// <summary>Makes the cases.</summary>
    public static IReadOnlyList<WakeUpCase> Derive() =>
    [
        .. Combine(Pair, s_onPairs, s_onePair), .. Combine(Listener, s_onListeners, s_oneListener),
        .. Combine(Connection, s_onConnections, s_oneConnection),
        .. s_ofOneThread.Select(each => CaseOf(
            $"one thread in {each.Name}", each.Name.Split(' ', ':')[0], $"setup:\n{each.Setup}T0: {each.Calls}\n")),
    ];

    private static IEnumerable<WakeUpCase> Combine(string setup, Waiting[] waitings, Waking[] wakings) =>
        from waiting in waitings
        from waking in wakings
        from threads in Enumerable.Range(1, ThreadsMost)
        select Make(setup, waiting, waking, threads);

    private static WakeUpCase Make(string setup, Waiting waiting, Waking waking, int threads)
    {
        var text = new StringBuilder("setup:\n").Append(setup).Append(waiting.Setup);
        for (var thread = 0; thread < threads; thread++)
        {
            text.Append(CultureInfo.InvariantCulture, $"T{thread}: n{thread} = {waiting.Call}\n");
        }

        text.Append("main:\n  settle()\n").Append(waking.Calls);
        var name = $"{(threads == 1 ? "one thread" : $"{threads} threads")} in {waiting.Name}: {waking.Name}";
        return CaseOf(name, waiting.Name, text.ToString());
    }

    private static WakeUpCase CaseOf(string name, string section, string text) =>
        new(name, section, ScenarioText.Parse(text, name));

    /// <summary>A way to wait.</summary>
    private sealed record Waiting(string Name, string Setup, string Call);

    /// <summary>Something that may end a wait.</summary>
    private sealed record Waking(string Name, string Calls);
}
