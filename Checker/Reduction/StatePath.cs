namespace Wakeline.Checking.Reduction;

/// <summary>
/// A part of the state, as data flow names it: <c>Tasks[self].State</c>, <c>Tasks[].State</c>, or <c>*</c> for all of
/// it.
/// </summary>
internal static class StatePath
{
    private const string Everything = "*";

    /// <summary>The element whose number is that of the instance.</summary>
    public const string Self = "[self]";

    /// <summary>The element whose number is what the step chose.</summary>
    public const string Choice = "[choice]";

    /// <summary>Whether two parts may share a byte.</summary>
    /// <param name="left">One part.</param>
    /// <param name="right">The other.</param>
    /// <param name="areSiblings">
    /// Whether the two are those of different instances of the same kind, so that each has an element of its own.
    /// </param>
    public static bool Overlap(string left, string right, bool areSiblings)
    {
        var (some, others) = (PartsOf(left), PartsOf(right));
        for (var i = 0; i < some.Count && i < others.Count; i++)
        {
            if (AreApart(some[i], others[i], areSiblings))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether any of some parts may share a byte with any of others.</summary>
    public static bool OverlapAny(IEnumerable<string> some, IReadOnlyCollection<string> others, bool areSiblings) =>
        some.Any(left => others.Any(right => Overlap(left, right, areSiblings)));

    private static bool AreApart(string left, string right, bool areSiblings) => (IsIndex(left), IsIndex(right)) switch
    {
        (true, true) => areSiblings && left == Self && right == Self,
        (false, false) => left != right,
        _ => false,
    };

    private static bool IsIndex(string part) => part[0] == '[';

    /// <summary>Names of fields and indexes, from the outermost; none for the whole state.</summary>
    public static List<string> PartsOf(string path)
    {
        var parts = new List<string>();
        for (var start = 0; start < path.Length && path != Everything;)
        {
            var end = path[start] == '[' ? path.IndexOf(']', start) + 1 : path.IndexOfAny(['.', '['], start);
            end = end < 0 ? path.Length : end;
            parts.Add(path[start..end]);
            start = end < path.Length && path[end] == '.' ? end + 1 : end;
        }

        return parts;
    }
}
