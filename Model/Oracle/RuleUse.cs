using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>Which rules of the connection's table a trace needs.</summary>
internal sealed class RuleUse
{
    private readonly bool[] _isUsed = new bool[Connection.Info.Rules.Count];

    /// <summary>The names of the rules, in the order of the table.</summary>
    public IReadOnlyList<string> Names =>
        [.. Connection.Info.Rules.Where(rule => _isUsed[rule.Index]).Select(rule => rule.Name)];

    /// <summary>Notes a rule; negative numbers stand for none.</summary>
    public void Note(int rule)
    {
        if (rule >= 0)
        {
            _isUsed[rule] = true;
        }
    }
}
