using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>A fact of epoll and of what it waits for, and where it can be seen.</summary>
/// <param name="Section">The part of the page.</param>
/// <param name="Text">The fact, in a few words.</param>
/// <param name="Witnesses">Where it can be seen.</param>
internal sealed record EpollFact(string Section, string Text, IReadOnlyList<Witness> Witnesses)
{
    /// <summary>The facts of <c>epoll-facts.tsv</c>, in its order.</summary>
    public static IReadOnlyList<EpollFact> All { get; } =
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "Cli.Tests", "Docs", "epoll-facts.tsv")).Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new EpollFact(cells[0], cells[1], [.. cells[2].Split(" | ").Select(Witness.Of)])),
    ];
}

/// <summary>Where a fact can be seen.</summary>
/// <param name="Kind">What it is: a rule, a property of a system, a fault, a measurement, a scenario, a test; or
/// "outside", for a reason why the fact is none of the model's.</param>
/// <param name="Name">Its name; of a rule or property after that of its machine or system and a slash.</param>
internal sealed record Witness(string Kind, string Name)
{
    /// <summary>Reads <c>kind:name</c>.</summary>
    public static Witness Of(string text)
    {
        var colon = text.IndexOf(':');
        return new Witness(text[..colon], text[(colon + 1)..]);
    }

    /// <summary>Name of the machine or system.</summary>
    public string Owner => Name[..Name.IndexOf('/')];

    /// <summary>Name of the rule or property in it.</summary>
    public string Part => Name[(Name.IndexOf('/') + 1)..];

    /// <summary>As the page shows it.</summary>
    public override string ToString() => Kind switch
    {
        "rule" => $"rule `{Owner}`: {Part.Replace("|", "\\|", StringComparison.Ordinal)}",
        "system" => $"`{Owner}`: {Part}",
        "fault" => $"fault {Name}",
        "measured" => $"measured: \"{Name}\"",
        "scenario" => $"[{Name}](../samples/scenarios/{Name})",
        "test" => $"test {Name}",
        _ => $"*outside:* {Name}",
    };
}
