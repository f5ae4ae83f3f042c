namespace Wakeline.Conformance.Suites.Systems;

/// <summary>What a party of a system is asked to do.</summary>
/// <param name="Party">The party: the title of its column in sequence diagrams.</param>
/// <param name="Rule">The rule that it is to take, <c>Machine.Rule</c>; empty for whatever it can.</param>
/// <param name="Choice">Which of the choices that the rule leaves, from 0.</param>
public readonly record struct SystemRequest(string Party, string Rule, int Choice)
{
    /// <summary>In a line.</summary>
    public override string ToString() =>
        Rule.Length == 0 ? $"{Party}: whatever it can"
        : Choice > 0 ? $"{Party}: {Rule}, choice {Choice}"
        : $"{Party}: {Rule}";
}

/// <summary>What an implementation of a system tells after a step. What it does not tell is not judged.</summary>
internal sealed record SystemAnswer
{
    /// <summary>Whether the party could not do what it was asked for; then nothing has changed.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Where parties are.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether predicates of the system hold.</summary>
    public IReadOnlyDictionary<string, bool> Holds { get; init; } = new Dictionary<string, bool>();

    /// <summary>Whether what another tells is true here as well.</summary>
    /// <param name="told">What is told, all or some of it.</param>
    public bool Admits(SystemAnswer told) =>
        told.Places.All(each => Places.TryGetValue(each.Key, out var place) && place == each.Value)
        && told.Holds.All(each => Holds.TryGetValue(each.Key, out var holds) && holds == each.Value);

    /// <summary>In a line.</summary>
    public override string ToString() => IsRefused ? "refused" : string.Join(
        "; ",
        Places.Select(each => $"{each.Key} at {each.Value}")
            .Concat(Holds.Where(each => each.Value).Select(each => each.Key))
            .DefaultIfEmpty("done"));
}

/// <summary>An implementation of a system, each of whose parties acts when it is asked to.</summary>
internal interface ISystemStack
{
    /// <summary>What it tells of its start.</summary>
    SystemAnswer Start { get; }

    /// <summary>Lets a party act.</summary>
    SystemAnswer Take(SystemRequest request);
}

/// <summary>Judges an implementation of a system, request by request.</summary>
internal interface ISystemOracle
{
    /// <summary>What may be answered to a request.</summary>
    IReadOnlyList<string> Expected(SystemRequest request);

    /// <summary>Whether the start may look so.</summary>
    bool AdmitsStart(SystemAnswer told);

    /// <summary>Whether a request may be answered so. Whatever explains it is possible from then on.</summary>
    bool Admits(SystemRequest request, SystemAnswer told);
}
