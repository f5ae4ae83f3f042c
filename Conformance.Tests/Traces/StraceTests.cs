using System.Text;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Strace;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What strace prints.</summary>
public sealed class StraceTests
{
    private const string Address =
        """{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.2")}""";

    private const string Client = """
        100 5.000001 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3
        100 5.000002 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.2")}, 16) = 0
        100 5.000003 sendto(3, "GET / (\"a, b\")", 14, MSG_NOSIGNAL, NULL, 0) = 14
        [pid 101] 5.000004 recvfrom(3,  <unfinished ...>
        100 5.000005 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 5
        [pid 101] 5.000006 <... recvfrom resumed>"200"..., 100, 0, NULL, NULL) = 3
        100 5.000007 read(3, "", 100) = 0
        100 5.000008 --- SIGCHLD {si_signo=SIGCHLD} ---
        100 5.000009 close(3) = 0
        100 5.000010 +++ exited with 0 +++
        """;

    [Fact]
    public void CallsAreRead()
    {
        var events = Read(Client);
        var connect = events.OfType<CallEntry>().Single(each => each.Name == "connect");
        Assert.Equal((3, "192.0.2.2:80", 1000L), (connect.Descriptor, $"{connect.Address}", connect.Time));
        var send = events.OfType<CallEntry>().Single(each => each.Name == "sendto");
        Assert.Equal((14L, "MSG_NOSIGNAL"), (send.Length, send.Flags.Single()));
        var receive = events.OfType<CallExit>().Single(each => each.Name == "recvfrom");
        Assert.Equal((101, 3L), (receive.Thread, receive.Result));
    }

    [Theory]
    [InlineData("recvfrom(3, 0x7f, 10, 0, NULL, NULL) = -1 ECONNRESET (Connection reset by peer)")]
    [InlineData("sendto(3, \"x\", 1, 0, NULL, 0) = -1 EPIPE (Broken pipe)")]
    [InlineData("shutdown(3, SHUT_WR) = -1 ENOTCONN (Transport endpoint is not connected)")]
    [InlineData("getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0")]
    [InlineData("recvfrom(3, 0x7f, 10, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)")]
    [InlineData("recvfrom(3, <unfinished ...>) = ?")]
    public void APeerMayReset(string call)
    {
        var report = Judge($"""
            100 5.1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3
            100 5.2 connect(3, {Address}, 16) = 0
            100 5.3 {call}
            """).Report!;
        Assert.True(report.Verdict == OracleVerdict.Conforms, string.Join('\n', report.Findings));
    }

    [Theory]
    [InlineData("sendto(3, \"x\", 1, 0, NULL, 0) = 1")]
    [InlineData("recvfrom(3, \"x\", 10, 0, NULL, NULL) = 1")]
    [InlineData("recvfrom(3, \"\", 10, 0, NULL, NULL) = 0")]
    [InlineData("recvfrom(3, 0x7f, 10, 0, NULL, NULL) = -1 ECONNRESET (Connection reset by peer)")]
    public void AConnectionThatWasBegunWithoutWaitingIsOpenWhenItIsUsed(string call) => Assert.Equal(
        OracleVerdict.Conforms,
        Judge($"""
            100 5.1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3
            100 5.2 connect(3, {Address}, 16) = -1 EINPROGRESS (Operation now in progress)
            100 5.3 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
            100 5.4 {call}
            100 5.5 close(3) = 0
            """).Report!.Verdict);

    [Theory]
    [InlineData("clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 101", 0)]
    [InlineData("clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 101", 1)]
    public void WhoForksKeepsWhatTheChildCloses(string clone, int closed)
    {
        var events = Read($"""
            100 5.1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3
            100 5.2 connect(3, {Address}, 16) = 0
            100 5.3 {clone}
            101 5.4 close(3) = 0
            101 5.5 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3
            100 5.6 sendto(3, "x", 1, 0, NULL, 0) = 1
            """);
        Assert.Equal(closed, events.OfType<CallEntry>().Count(each => each.Name == "close"));
        var sent = events.OfType<CallEntry>().Single(each => each.Name == "sendto");
        var opened = events.OfType<CallExit>().Where(each => each.Name == "socket").Select(each => each.Result);
        Assert.Equal(closed == 0 ? opened.First() : opened.Last(), (long)sent.Descriptor!);
    }

    [Fact]
    public void WhatAPeerCanExplainConforms() =>
        Assert.Equal(OracleVerdict.Conforms, Judge(Client).Report!.Verdict);

    [Theory]
    [InlineData("read(3, \"\", 100) = 0", "read(3, \"x\", 100) = 101", 7)]
    [InlineData("close(3) = 0", "read(3, \"x\", 100) = 1", 9)]
    [InlineData("close(3) = 0", "connect(3, {sa_family=AF_INET, sin_port=htons(80), "
        + "sin_addr=inet_addr(\"192.0.2.2\")}, 16) = -1 EALREADY (Operation already in progress)", 9)]
    public void WhatNoPeerExplainsViolates(string was, string becomes, long line)
    {
        var report = Judge(Client.Replace(was, becomes, StringComparison.Ordinal)).Report!;
        Assert.Equal(OracleVerdict.Violates, report.Verdict);
        Assert.Equal(line, report.Findings[0].Moment.Line);
    }

    [Fact]
    public void WhateverIsPrintedIsReadOrRefused()
    {
        var trials = FuzzTrials.OfReaders;
        var random = new Random(trials);
        for (var trial = 0; trial < trials; trial++)
        {
            var mutant = new StringBuilder(Client);
            for (var count = random.Next(1, 6); count > 0; count--)
            {
                var at = random.Next(mutant.Length);
                if (random.Next(2) == 0)
                {
                    mutant.Remove(at, Math.Min(random.Next(9), mutant.Length - at));
                }
                else
                {
                    mutant.Insert(at, "()[]{}\",=<.\\ \n19E"[random.Next(17)]);
                }
            }

            var report = Judge(mutant.ToString());
            Assert.True(report.Report is not null || report.Faults.Count > 0);
        }
    }

    private static List<TraceEvent> Read(string text)
    {
        var source = new StraceSource(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.False(source.ReadHeader().HasSegments);
        var events = new List<TraceEvent>();
        while (source.Read() is { } each)
        {
            events.Add(each);
        }

        return events;
    }

    private static TraceReport Judge(string text) => TraceFiles.Judge(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "strace", [], null, TestContext.Current.CancellationToken);
}
