namespace Wakeline.Generators.Analysis;

/// <summary>
/// Decides whether guards can hold together, each taken as an unknown that is true or false. A literal is the number of
/// a guard, from 1, negative where the guard must not hold.
/// </summary>
internal static class Satisfiability
{
    /// <summary>Whether some assignment makes every clause true; the plain procedure of Davis and Putnam.</summary>
    public static bool CanHold(IReadOnlyList<int[]> clauses)
    {
        while (true)
        {
            if (clauses.Any(clause => clause.Length == 0))
            {
                return false;
            }

            if (clauses.Count == 0)
            {
                return true;
            }

            if (clauses.FirstOrDefault(clause => clause.Length == 1) is not { } unit)
            {
                break;
            }

            clauses = Assume(clauses, unit[0]);
        }

        var literal = clauses[0][0];
        return CanHold(Assume(clauses, literal)) || CanHold(Assume(clauses, -literal));
    }

    private static List<int[]> Assume(IReadOnlyList<int[]> clauses, int literal) =>
    [
        .. clauses.Where(clause => !clause.Contains(literal))
            .Select(clause => clause.Where(other => other != -literal).ToArray()),
    ];
}
