using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Verification;

public sealed class DifferenceListTests
{
    [Fact]
    public void ProgramsThatComeDownToTheSameCountOnce()
    {
        var list = new DifferenceList();
        list.Add(Difference("0: s0 = socket()\n0: recv(s0, 1)\n", step: 1));
        list.Add(Difference("0: v0 = eventfd(1)\n0: read(v0, 8)\n", step: 1));
        list.Add(Difference("0: s0 = socket()\n0: recv(s0, 1)\n", step: 1));
        Assert.Equal([2, 1], list.All.Select(difference => difference.Programs));
        Assert.Equal(3, list.Programs);
    }

    [Fact]
    public void AnotherStepOfTheSameProgramIsAnotherDifference()
    {
        var list = new DifferenceList();
        list.Add(Difference("0: s0 = socket()\n0: recv(s0, 1)\n", step: 0));
        list.Add(Difference("0: s0 = socket()\n0: recv(s0, 1)\n", step: 1));
        Assert.Equal([0, 1], list.All.Select(difference => difference.Step));
    }

    private static KernelDifference Difference(string program, int step) => new()
    {
        Program = ProgramText.Parse(program),
        Original = ProgramText.Parse(program),
        Step = step,
        Allowed = [],
        Observed = "",
        Rules = [],
    };
}
