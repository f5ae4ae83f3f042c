using Wakeline.Conformance.Programs;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Programs;

public sealed class ProgramTextTests
{
    private const string EveryVerb = """
        0: s0 = socket(NONBLOCK)
        0: bind(s0, 127.0.0.1:p1)
        0: listen(s0, 5)
        0: c1 = accept(s0, NONBLOCK)
        0: connect(s0, 127.0.0.2:p1, UNMAPPED)
        0: disconnect(s0)
        0: send(s0, 3, DONTWAIT, UNMAPPED)
        1: recv(s0, 3)
        0: write(v3, 7)
        0: read(v3, 8)
        0: shutdown(s0, RDWR)
        0: close(x9)
        0: d2 = dup(s0)
        0: linger(s0, -1)
        0: so_error(s0)
        0: rcvlowat(s0, 4)
        0: nonblock(s0, ON)
        0: async(s0, OFF)
        0: v3 = eventfd(1)
        0: f4 = open_file()
        0: e5 = epoll_create(UNKNOWN)
        0: epoll_ctl(e5, ADD, s0, IN|OUT|RDHUP|ONESHOT|ET, 7)
        0: epoll_ctl(e5, DEL, -1, 0, 0, OUTSIDE)
        1: epoll_wait(e5, 8, -1)
        0: poll([s0 IN, c1 IN|OUT], short)
        0: select([s0 IN], 0)
        1: epoll_pwait(e5, 8, -1, USR1|USR2)
        1: ppoll([s0 IN], 4, NONE)
        1: pselect([s0 PRI], -1, USR2)
        1: sigprocmask(USR1)
        1: sigpending()
        0: send(s0, 1, OOB, DONTWAIT)
        0: recv(s0, 1, OOB)
        0: atmark(s0)
        0: s6, s7 = socketpair(NONBLOCK)
        0: epoll_pwait2(e5, 8, 25)
        0: fill(s0)
        0: drain(s0)
        1: await()
        1: signal()
        1: signal(USR2)

        """;

    [Fact]
    public void EveryVerbIsPrintedAsItIsRead() => Assert.Equal(EveryVerb, ProgramText.Parse(EveryVerb).ToString());

    [Fact]
    public void TheJsonFormSaysTheSame()
    {
        var program = ProgramText.Parse(EveryVerb);
        Assert.Equal(program, ProgramJson.Parse(ProgramJson.Print(program)));
    }

    [Fact]
    public void TheLinesOfCAreAsInTheGoldenFile() =>
        Golden.Verify(CText.Print(ProgramText.Parse(EveryVerb)), "EveryVerb.c");

    [Fact]
    public void CommentsAndEmptyLinesArePassedOver() =>
        Assert.Equal("0: s0 = socket()\n", ProgramText.Parse("\n# a\n  0: s0 = socket() # b\n").ToString());

    [Theory]
    [InlineData("0: s0 = sockt()", "Line 1: there is no call 'sockt'.")]
    [InlineData("\n9: s0 = socket()", "Line 2: '9: s0 = socket()' is not of the form")]
    [InlineData("0: listen(s0)", "Line 1: listen lacks its backlog.")]
    [InlineData("0: listen(s0, x)", "Line 1: 'x' is no backlog for listen.")]
    [InlineData("0: listen(s0, 1, 2)", "Line 1: listen does not take '2'.")]
    [InlineData("0: s1 = listen(s0, 1)", "Line 1: listen returns no descriptor.")]
    [InlineData("0: 7 = socket()", "Line 1: '7' is no slot")]
    [InlineData("0: s1 = socketpair()", "Line 1: socketpair opens 2 descriptors, but 1 are named.")]
    [InlineData("0: settle()", "Line 1: settle is for scenarios")]
    public void WhatIsWrongIsSaidWithItsLine(string text, string message) => Assert.StartsWith(
        message, Assert.Throws<ProgramSyntaxException>(() => ProgramText.Parse(text)).Message);

    [Theory]
    [InlineData("""[{"thread":0,"call":"listen","descriptor":"s0","backlog":"1","depth":"2"}]""")]
    [InlineData("""{"thread":0}""")]
    [InlineData("""[{"thread":0}]""")]
    [InlineData("[")]
    public void WhatIsNoProgramInJsonIsRefused(string json) =>
        Assert.Throws<ProgramSyntaxException>(() => ProgramJson.Parse(json));
}
