using Microsoft.CodeAnalysis;
using Wakeline.Generators.Memory;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.DataFlow;

/// <summary>
/// Remembers what methods and machines do. A walk that comes back to where it began finds that all may be touched
/// there; what was found on such a way depends on where the walk began, and is forgotten before the next table, so that
/// the sets of a table are the same whatever was asked before.
/// </summary>
internal sealed class Summaries(Reading reading)
{
    private readonly Dictionary<(ISymbol, int), MethodSummary> _known = new(new KeyComparer());
    private readonly Dictionary<(ISymbol, int), MethodSummary> _knownForThisTable = new(new KeyComparer());
    private readonly Dictionary<(ISymbol, int), int> _open = new(new KeyComparer());

    /// <summary>The outermost open walk that was met since the innermost began.</summary>
    private int _outermostMet = int.MaxValue;

    /// <summary>Begins another table.</summary>
    public void Restart() => _knownForThisTable.Clear();

    /// <summary>What is known of a method and its parameter.</summary>
    public MethodSummary? Find(ISymbol symbol, int parameter)
    {
        var key = (symbol, parameter);
        if (_open.TryGetValue(key, out var depth))
        {
            _outermostMet = Math.Min(_outermostMet, depth);
            return MethodSummary.Everything;
        }

        if (_known.TryGetValue(key, out var summary) || _knownForThisTable.TryGetValue(key, out summary))
        {
            FilesRead.Add(summary.Files);
            return summary;
        }

        return reading.Memory.TryRecall(NameOf(symbol, parameter), reading, out summary)
            ? _known[key] = summary! : null;
    }

    /// <summary>Finds out what a method does and remembers it.</summary>
    public MethodSummary Add(ISymbol symbol, int parameter, Action<MethodSummary> walk)
    {
        var key = (symbol, parameter);
        var (depth, met) = (_open.Count, _outermostMet);
        _open.Add(key, depth);
        _outermostMet = int.MaxValue;
        try
        {
            var summary = new MethodSummary();
            summary.Files = FilesRead.During(() => walk(summary));
            if (_outermostMet < depth)
            {
                _knownForThisTable[key] = summary;
            }
            else
            {
                _known[key] = summary;
                reading.Memory.Keep(NameOf(symbol, parameter), reading, summary.Files, summary);
            }

            return summary;
        }
        finally
        {
            _open.Remove(key);
            _outermostMet = Math.Min(met, _outermostMet < depth ? _outermostMet : int.MaxValue);
        }
    }

    private static string NameOf(ISymbol symbol, int parameter) =>
        $"{SymbolNames.Of(symbol)} {parameter}";

    private sealed class KeyComparer : IEqualityComparer<(ISymbol Symbol, int Parameter)>
    {
        public bool Equals((ISymbol Symbol, int Parameter) x, (ISymbol Symbol, int Parameter) y) =>
            x.Parameter == y.Parameter && SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol);

        public int GetHashCode((ISymbol Symbol, int Parameter) key) =>
            (SymbolEqualityComparer.Default.GetHashCode(key.Symbol) * 31) + key.Parameter;
    }
}
