using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>Where a way through the table leads to.</summary>
internal sealed class ExploredEnd
{
    private static readonly List<int> s_none = [];

    private readonly ExploredEnd? _before;

    /// <summary>The end of the connection there.</summary>
    public readonly SpecificationEnd End;

    /// <summary>The way that has no step.</summary>
    public ExploredEnd(SpecificationEnd end) => (End, Rules) = (end, s_none);

    private ExploredEnd(ExploredEnd before, Stimulus stimulus)
    {
        _before = before;
        End = before.End;
        Rules = [];
        By = stimulus;
        End.Take(stimulus, Rules);
        Depth = before.Depth + 1;
        LastRule = Rules.Count > 0 ? Rules[^1] : before.LastRule;
    }

    /// <summary>How many steps it takes.</summary>
    public int Depth { get; }

    /// <summary>The rules that the last step has fired.</summary>
    public List<int> Rules { get; }

    /// <summary>The last rule that has fired; -1 for none.</summary>
    public int LastRule { get; } = -1;

    /// <summary>The last step.</summary>
    public Stimulus By { get; }

    /// <summary>The end before the last step.</summary>
    public ExploredEnd? Before => _before;

    /// <summary>The way with one more step.</summary>
    public ExploredEnd After(Stimulus stimulus) => new(this, stimulus);

    /// <summary>The steps.</summary>
    public IReadOnlyList<Stimulus> Way()
    {
        var steps = new List<Stimulus>(Depth);
        for (var node = this; node._before is not null; node = node._before)
        {
            steps.Add(node.By);
        }

        steps.Reverse();
        return steps;
    }

    /// <summary>The rules of the whole way, in their order.</summary>
    public IReadOnlyList<int> AllRules()
    {
        var rules = new List<int>();
        for (var node = this; node is not null; node = node._before)
        {
            rules.InsertRange(0, node.Rules);
        }

        return rules;
    }
}
