namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>
/// The choices of a session: each part of it draws from numbers of its own, so that leaving out a part changes no
/// other.
/// </summary>
/// <param name="seed">The seed of the session.</param>
/// <param name="omitted">Parts that are left out: steps from 0, settings from -1 downwards.</param>
internal sealed class SessionChoices(int seed, IReadOnlySet<int> omitted)
{
    private const int PartFactor = 1_000_003;
    private const int SeedFactor = 69_069;

    private Random _random = new(seed);

    /// <summary>A part begins.</summary>
    /// <returns>Whether it is to be there.</returns>
    public bool Begin(int part)
    {
        _random = new Random(unchecked((seed * SeedFactor) + (part * PartFactor)));
        return !omitted.Contains(part);
    }

    /// <summary>One of several, all equally likely.</summary>
    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Whether something happens that has a probability.</summary>
    public bool Chance(double chance) => _random.NextDouble() < chance;

    /// <summary>A number from a least one up to, and without, another.</summary>
    public int Between(int least, int beyond) => _random.Next(least, beyond);

    /// <summary>One of several actions, by weight.</summary>
    public Action Choose(params (int Weight, Action Do)[] choices)
    {
        var at = _random.Next(choices.Sum(each => each.Weight));
        foreach (var (weight, act) in choices)
        {
            at -= weight;
            if (at < 0)
            {
                return act;
            }
        }

        return choices[^1].Do;
    }
}
