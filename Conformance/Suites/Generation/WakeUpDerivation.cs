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

    /// <summary>Makes the cases.</summary>
    public static IReadOnlyList<WakeUpCase> Derive() =>
    [
        .. Combine(Pair, s_onPairs, s_onePair), .. Combine(Listener, s_onListeners, s_oneListener),
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
        return new WakeUpCase(name, waiting.Name, ScenarioText.Parse(text.ToString(), name));
    }

    /// <summary>A way to wait.</summary>
    private sealed record Waiting(string Name, string Setup, string Call);

    /// <summary>Something that may end a wait.</summary>
    private sealed record Waking(string Name, string Calls);
}
