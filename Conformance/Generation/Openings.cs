using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Generation;

/// <summary>
/// How programs begin: with nothing, or with what takes chance too long to build. Slots count from 0 in the order of
/// the opening calls.
/// </summary>
internal static class Openings
{
    private const string Listener = """
        0: s0 = socket()
        0: bind(s0, 127.0.0.1:p1)
        0: listen(s0, 4)

        """;

    private const string Pair = Listener + """
        0: s1 = socket()
        0: connect(s1, 127.0.0.1:p1)
        0: c2 = accept(s0)

        """;

    private static readonly CallProgram[] s_programs =
    [
        .. new[]
        {
            "",
            Listener,
            Listener + "0: s1 = socket()\n0: connect(s1, 127.0.0.1:p1)\n"
                + "0: s2 = socket()\n0: connect(s2, 127.0.0.1:p1)\n",
            Pair,
            Pair + "0: close(s0)\n",
            Pair + "0: nonblock(s1, ON)\n0: nonblock(c2, ON)\n",
            Pair + "0: e3 = epoll_create()\n0: epoll_ctl(e3, ADD, c2, IN|RDHUP|ET, 2)\n",
            Pair + "0: e3 = epoll_create()\n0: epoll_ctl(e3, ADD, c2, IN|OUT, 2)\n0: epoll_ctl(e3, ADD, s0, IN, 0)\n",
            Listener + "0: e1 = epoll_create()\n0: epoll_ctl(e1, ADD, s0, IN|ET, 0)\n0: s2 = socket(NONBLOCK)\n",
            Listener + "0: e1 = epoll_create()\n0: e2 = epoll_create()\n0: epoll_ctl(e1, ADD, s0, IN|EXCLUSIVE, 1)\n"
                + "0: epoll_ctl(e2, ADD, s0, IN|EXCLUSIVE, 2)\n",
            "0: v0 = eventfd(0, NONBLOCK)\n0: e1 = epoll_create()\n0: epoll_ctl(e1, ADD, v0, IN|ET, 0)\n",
            "0: v0 = eventfd(0, NONBLOCK)\n0: e1 = epoll_create()\n0: epoll_ctl(e1, ADD, v0, IN|ONESHOT, 0)\n",
            "0: v0 = eventfd(0, NONBLOCK)\n0: e1 = epoll_create()\n0: e2 = epoll_create()\n"
                + "0: epoll_ctl(e1, ADD, v0, IN, 0)\n0: epoll_ctl(e2, ADD, e1, IN|ET, 1)\n",
            "0: s0 = socket()\n0: bind(s0, 127.0.0.1:p1)\n0: connect(s0, 127.0.0.1:p1)\n",
        }.Select(ProgramText.Parse),
    ];

    /// <summary>The opening that opens nothing.</summary>
    public static CallProgram Empty { get; } = s_programs[0];

    /// <summary>One of the openings.</summary>
    public static Gen<CallProgram> Any => Gen.Elements<CallProgram>(s_programs);
}
