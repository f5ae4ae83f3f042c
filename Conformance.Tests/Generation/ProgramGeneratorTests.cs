using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Shrinking;

namespace Wakeline.Conformance.Tests.Generation;

public sealed class ProgramGeneratorTests
{
    private const int Programs = 400;
    private const ulong Seed = 11;

    private static readonly Lazy<IReadOnlyList<CallProgram>> s_programs = new(() => Generate(Seed, Programs));

    [Fact]
    public void TheSameSeedGivesTheSamePrograms()
    {
        var again = new ProgramGenerator();
        for (var number = 50; number >= 0; number -= 10)
        {
            Assert.Equal(s_programs.Value[number], again.Program(Seed, number));
        }

        Assert.NotEqual(s_programs.Value.Take(20), Generate(Seed + 1, 20));
        Assert.True(s_programs.Value.Distinct().Count() > Programs * 9 / 10);
    }

    [Fact]
    public void ProgramsAreReadAsTheyAreWritten() => Assert.All(s_programs.Value, program =>
    {
        Assert.Equal(program, ProgramText.Parse(program.ToString()));
        Assert.Equal(program, ProgramJson.Parse(ProgramJson.Print(program)));
    });

    [Fact]
    public void EveryVerbOccurs()
    {
        var verbs = s_programs.Value.SelectMany(program => program.Steps).CountBy(step => step.Verb).ToDictionary();
        var expected = Enum.GetValues<Verb>()
            .Where(verb => VerbShape.Of(verb) is { IsDrawn: true, Scope: not VerbScope.Scenarios });
        Assert.Equal(expected, verbs.Keys.Order());
        Assert.True(verbs[Verb.Send] + verbs[Verb.Receive] > verbs[Verb.OpenRegularFile]);
    }

    [Fact]
    public void ManyProgramsHaveSleepersAndFewCallsAreWasted()
    {
        var (steps, sleeping, passedOver, withSleepers) = (0, 0, 0, 0);
        var model = new ModelRun();
        foreach (var program in s_programs.Value)
        {
            var before = sleeping;
            Follow(model, program, (_, isPassedOver, sleeps) =>
            {
                steps++;
                passedOver += isPassedOver ? 1 : 0;
                sleeping += sleeps ? 1 : 0;
            });
            withSleepers += sleeping > before ? 1 : 0;
        }

        Assert.InRange((double)withSleepers / Programs, 0.2, 0.9);
        Assert.InRange((double)sleeping / steps, 0.02, 0.3);
        Assert.InRange((double)passedOver / steps, 0.0, 0.02);
    }

    /// <summary>A program that needs more than the model has room for throws.</summary>
    [Fact]
    public void EveryProgramStaysInTheRoomOfTheModel()
    {
        var model = new ModelRun();
        Assert.All(s_programs.Value, program => Follow(model, program, (_, _, _) => { }));
    }

    [Fact]
    public void WhatIsShrunkIsAProgram()
    {
        var model = new ModelRun();
        foreach (var program in s_programs.Value.Take(40))
        {
            var verb = program.Steps[^1].Verb;
            bool Shows(CallProgram candidate)
            {
                Assert.Equal(candidate, ProgramText.Parse(candidate.ToString()));
                Assert.InRange(candidate.Threads, 1, CallProgram.ThreadsMost);
                return candidate.Steps.Any(step => step.Verb == verb);
            }

            var shrunk = new ProgramShrinker(Shows, 300, TimeSpan.FromMinutes(1)).Shrink(program);
            Assert.Equal(verb, Assert.Single(shrunk.Steps).Verb);
            Follow(model, shrunk, (_, _, _) => { });
        }
    }

    private static IReadOnlyList<CallProgram> Generate(ulong seed, int count)
    {
        var generator = new ProgramGenerator();
        return [.. Enumerable.Range(0, count).Select(number => generator.Program(seed, number))];
    }

    /// <summary>Runs a program on the model, which always takes the first outcome.</summary>
    /// <param name="model">The model.</param>
    /// <param name="program">The program.</param>
    /// <param name="taken">Is told of each step, whether it is passed over, and whether its thread sleeps then.</param>
    private static void Follow(ModelRun model, CallProgram program, Action<CallStep, bool, bool> taken)
    {
        model.BeginProgram(program);
        foreach (var step in program.Steps)
        {
            var isPassedOver = model.IsPassedOver(step);
            if (!isPassedOver)
            {
                model.Begin(step);
                model.Believe(model.Allowed[0]);
                model.EndStep();
            }

            taken(step, isPassedOver, !isPassedOver && model.IsBusy(step.Thread));
        }
    }
}
