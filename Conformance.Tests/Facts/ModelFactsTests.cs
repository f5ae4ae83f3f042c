using Wakeline.Conformance.Comparison;

namespace Wakeline.Conformance.Tests.Facts;

/// <summary>
/// The model behaves as the facts say: what was measured on the kernel is all that it allows, step by step. Where a
/// deadline may pass at any moment, it is one of the things it allows.
/// </summary>
public sealed class ModelFactsTests
{
    public static TheoryData<string, string> Facts => FactFile.Rows;

    [Theory]
    [MemberData(nameof(Facts))]
    public void TheModelIsAsTheKernelWasMeasured(string title, string text)
    {
        var fact = new Fact(text);
        var model = new ModelRun();
        model.BeginProgram(fact.Program);
        foreach (var (index, step) in fact.Program.Steps.Index())
        {
            Assert.False(model.IsPassedOver(step), $"{title}\n{fact.Lines[index]}\nis passed over");
            model.Begin(step);
            var met = model.Allowed.Where(allowed => fact.IsMet(index, allowed)).ToList();
            var isMet = met.Count > 0 && (fact.IsTimed || met.Count == model.Allowed.Count);
            Assert.True(isMet, $"{title}\n{fact.Lines[index]}\nbut:\n{string.Join('\n', model.Allowed)}");
            model.Believe(met[0]);
            model.EndStep();
        }
    }
}
