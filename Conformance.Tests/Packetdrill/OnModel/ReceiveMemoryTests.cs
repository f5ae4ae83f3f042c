using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

/// <summary>What finds no memory is dropped, as Linux 6.18.44 does, which passes these scripts.</summary>
public sealed class ReceiveMemoryTests
{
    /// <summary>The window is shut as the text is dropped, and opens again as the user reads.</summary>
    private const string Shut = """
        +.3 < P. 27513:28961(1448) ack 1 win 65535
        +0 > . 1:1(0) ack 27513 win 0
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 43776; assert tcpi_rcv_ssthresh == 2920 }%
        +.3 < P. 28961:30409(1448) ack 1 win 65535
        +0 > . 1:1(0) ack 27513 win 0
        +.3 read(4, ..., 1000) = 1000
        +.3 < P. 28961:30409(1448) ack 1 win 65535
        +0 > . 1:1(0) ack 27513 win 0
        +.3 read(4, ..., 10000) = 10000
        +0 > . 1:1(0) ack 27513 win 2896
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 27648 }%
        +.3 < P. 30409:30909(500) ack 1 win 65535
        +0 > . 1:1(0) ack 27513 win 2896
        +.3 read(4, ..., 60000) = 16512
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 0 }%
        """;

    /// <summary>Text out of order is not taken, or takes the place of what lies behind it.</summary>
    private const string Forgotten = """
        +.3 < P. 3076:3677(601) ack 1 win 65535
        +0 > . 1:1(0) ack 1 win 5840 <nop,nop,sack 3076:3677 2465:3066 1854:2455 1243:1844>
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 13824; assert tcpi_rcv_ssthresh == 3093 }%
        +.3 < P. 3687:4288(601) ack 1 win 65535
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 13824; assert tcpi_rcv_ssthresh == 2920 }%
        +.3 < P. 5:7(2) ack 1 win 65535
        +0 > . 1:1(0) ack 1 win 5840 <nop,nop,sack 5:7>
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 12352 }%
        +.3 < P. 3076:3677(601) ack 1 win 65535
        +.3 < P. 1:5(4) ack 1 win 65535
        +0 > . 1:1(0) ack 7 win 5834
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 10048 }%
        +.3 < P. 7:21(14) ack 1 win 65535
        +0 > . 1:1(0) ack 622 win 5219
        +.3 read(4, ..., 60000) = 621
        +0 %{ assert SK_MEMINFO_RMEM_ALLOC == 6912 }%
        """;

    [Fact]
    public void WhatIsExpectedIsAnsweredByAShutWindow()
    {
        var segments = Enumerable.Range(0, 19).Select(number => (number * 1448) + 1).Select(start =>
            $"+.3 < P. {start}:{start + 1448}(1448) ack 1 win 65535\n+0 > . 1:1(0) ack {start + 1448} win 65535\n");
        RequirePassed(
            Opening(100_000, "") + "+0 setsockopt(4, SOL_SOCKET, SO_RCVBUF, [20000], 4) = 0\n"
            + string.Concat(segments) + Shut);
    }

    [Fact]
    public void WhatIsOutOfOrderIsForgottenInSilence()
    {
        var segments = Enumerable.Range(0, 5).Select(number => (number * 611) + 21).Select(start =>
            $"+.3 < P. {start}:{start + 601}(601) ack 1 win 65535\n+0 > . 1:1(0) ack 1 win 5840 <...>\n");
        RequirePassed(Opening(6000, ",sackOK") + string.Concat(segments) + Forgotten);
    }

    private static void RequirePassed(string text)
    {
        var report = ShippedScripts.Run(text);
        Assert.Empty(report.Findings);
        Assert.Equal(ScriptVerdict.Passed, report.Verdict);
    }

    private static string Opening(int buffer, string options) => $"""
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 setsockopt(3, SOL_SOCKET, SO_RCVBUF, [{buffer}], 4) = 0
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +.1 < S 0:0(0) win 65535 <mss 1460{options}>
        +0 > S. 0:0(0) ack 1 <...>
        +.03 < . 1:1(0) ack 1 win 65535
        +0 accept(3, ..., ...) = 4

        """;
}
