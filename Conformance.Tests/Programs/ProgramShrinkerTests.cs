using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Shrinking;

namespace Wakeline.Conformance.Tests.Programs;

public sealed class ProgramShrinkerTests
{
    private static readonly CallProgram s_program = ProgramText.Parse("""
        0: s0 = socket()
        0: v1 = eventfd(5)
        0: s2 = socket(NONBLOCK)
        0: bind(s2, 127.0.0.2:p3)
        2: e5 = epoll_create()
        0: listen(s2, 100)
        0: epoll_ctl(e5, ADD, s2, IN|OUT|ET, 7)
        2: epoll_wait(e5, 8, -1)
        0: close(s0)
        """);

    [Fact]
    public void WhatIsNotNeededIsLeftOutAndTheRestMadeSimple()
    {
        var shrunk = new ProgramShrinker(NeedsAWaitOnAnAdd, 1000, TimeSpan.FromMinutes(1)).Shrink(s_program);
        Assert.Equal("0: epoll_ctl(x0, ADD, x1, ET, 0)\n0: epoll_wait(x0, 0, 0)\n", shrunk.ToString());
    }

    [Fact]
    public void TheNumberOfTrialsIsBounded()
    {
        var trials = 0;
        new ProgramShrinker(_ => ++trials > 0, 10, TimeSpan.FromMinutes(1)).Shrink(s_program);
        Assert.InRange(trials, 1, 11);
    }

    private static bool NeedsAWaitOnAnAdd(CallProgram program)
    {
        var add = program.Steps.FirstOrDefault(step => step.Verb == Verb.EpollControl);
        var wait = program.Steps.FirstOrDefault(step => step.Verb == Verb.EpollWait);
        return add is not null && wait?.Descriptor == add.Descriptor
            && add.Events.HasFlag(Spec.PollEvents.EdgeTriggered);
    }
}
