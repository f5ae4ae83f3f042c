using System.Text;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Strace;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>What strace prints.</summary>
public sealed class StraceTests
{
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
        var source = new StraceSource(new MemoryStream(Encoding.UTF8.GetBytes(Client)));
        Assert.False(source.ReadHeader().HasSegments);
        var events = new List<TraceEvent>();
        while (source.Read() is { } each)
        {
            events.Add(each);
        }

        var connect = events.OfType<CallEntry>().Single(each => each.Name == "connect");
        Assert.Equal((3, "192.0.2.2:80", 1000L), (connect.Descriptor, $"{connect.Address}", connect.Time));
        var send = events.OfType<CallEntry>().Single(each => each.Name == "sendto");
        Assert.Equal((14L, "MSG_NOSIGNAL"), (send.Length, send.Flags.Single()));
        var receive = events.OfType<CallExit>().Single(each => each.Name == "recvfrom");
        Assert.Equal((101, 3L), (receive.Thread, receive.Result));
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

    private static TraceReport Judge(string text) => TraceFiles.Judge(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "strace", [], null, TestContext.Current.CancellationToken);
}
