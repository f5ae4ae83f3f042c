using FsCheck.Xunit;
using Wakeline.Model.Execution;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Model.Tests.Laws;

/// <summary>What holds for any calls of two threads.</summary>
[Properties(Arbitrary = [typeof(RandomCall)])]
public sealed class HostLaws
{
    private const int StatesMost = 20_000;

    private static readonly SystemInterpreter<Kernel> s_tables = HostSystem.Interpret();

    [Property(MaxTest = 60)]
    public void TheSameCallsLeadToTheSameBytes(RandomCall[] calls)
    {
        var (one, other) = (RandomRun.Begin(), RandomRun.Begin());
        one.Make(calls);
        other.Make(calls);
        Assert.Equal(RandomRun.BytesOf(in one.State), RandomRun.BytesOf(in other.State));
    }

    [Property(MaxTest = 60)]
    public void WhatTheHostDoesIsAmongWhatAnyOrderAllows(RandomCall[] calls)
    {
        var host = RandomRun.Begin();
        var orders = new Interleavings(StatesMost);
        var before = host.State;
        host.Make(calls, call =>
        {
            var begun = Begun(before, call);
            before = host.State;
            var after = RandomRun.BytesOf(in host.State);
            Assert.Contains(
                orders.Explore([begun]), state => RandomRun.BytesOf(in state).AsSpan().SequenceEqual(after));
        });
    }

    [Property(MaxTest = 40)]
    public void TheTablesAndTheGeneratedCodeTakeTheSameSteps(RandomCall[] calls)
    {
        var host = RandomRun.Begin();
        var generated = new SuccessorBuffer();
        host.Stepped = (Step _, in Kernel after) =>
        {
            generated.Fill(in after);
            var interpreted = s_tables.Successors(in after);
            Assert.Equal(
                interpreted.Select(next => next.Step), Enumerable.Range(0, generated.Count).Select(generated.StepAt));
            foreach (var (index, next) in interpreted.Index())
            {
                var state = next.State;
                Assert.Equal(RandomRun.BytesOf(in generated.StateAfter(index)), RandomRun.BytesOf(in state));
            }
        };
        host.Make(calls);
    }

    [Property(MaxTest = 100)]
    public void WhatIsClosedLeavesNothingBehind(RandomCall[] calls)
    {
        var fitting = new List<RandomCall>();
        RandomRun.Begin().Make(calls, fitting.Add);

        // A call for which there was no room stays where it was, and its thread with it.
        var host = RandomRun.Begin();
        host.Make(fitting);
        CloseEverything(host);
        var fresh = new KernelHost(RandomCall.Threads);
        Assert.Equal(RandomRun.BytesOf(WithoutHistory(fresh)), RandomRun.BytesOf(WithoutHistory(host)));
    }

    private static Kernel Begun(Kernel state, RandomCall call)
    {
        if (state.Tasks[call.Thread].IsInUserMode)
        {
            SystemCalls.Enter(ref state, call.Thread, call.Arguments);
        }
        else
        {
            Signals.Send(ref state, call.Thread);
        }

        return state;
    }

    /// <summary>Ends every sleep, closes every descriptor, and waits until the last connection is forgotten.</summary>
    private static void CloseEverything(KernelHost host)
    {
        foreach (var thread in host.Threads.Where(thread => thread.Outcome.IsAsleep))
        {
            thread.Signal();
            Assert.False(thread.Outcome.IsAsleep);
        }

        for (var descriptor = 0; descriptor < Capacity.Descriptors; descriptor++)
        {
            host.Threads[0].Close(descriptor);
            Assert.False(host.Threads[0].Outcome.IsAsleep);
        }

        host.Advance(TimeSpan.FromHours(1));
        Assert.False(host.AdvanceToNextTimer());
    }

    /// <summary>A state without what is not undone: last results, the next port and number, and the ledger.</summary>
    private static Kernel WithoutHistory(KernelHost host)
    {
        var state = host.State;
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            Assert.True(state.Tasks[task].IsInUserMode);
            state.Tasks[task] = default;
        }

        state.Net = default;
        state.Nic = default;
        state.Ledger = default;
        return state;
    }
}
