namespace Wakeline.Generators.Models;

/// <summary>The user's type that code is added to.</summary>
internal sealed record TypeModel
{
    public required string Namespace { get; init; }

    /// <summary>Declarations of the types around it, outermost first, such as <c>partial class Outer</c>.</summary>
    public EquatableArray<string> Around { get; init; }

    public required string Name { get; init; }

    /// <summary>Such as <c>partial class</c>.</summary>
    public required string Declaration { get; init; }

    /// <summary>Namespace and name, nested types joined with dots.</summary>
    public required string FullName { get; init; }

    /// <summary>First part of the names of its generated files.</summary>
    public required string HintName { get; init; }
}

/// <summary>An event, output or timer type of a machine.</summary>
/// <param name="Code">As emitted code writes it.</param>
/// <param name="Access">Access modifier of members that mention it.</param>
/// <param name="Equality">How two outputs are compared.</param>
internal sealed record TriggerTypeModel(string Code, string Access, EqualityModel Equality);

/// <summary>How emitted code compares two values of an output type.</summary>
internal enum EqualityModel : byte
{
    /// <summary>By its own <c>Equals</c>.</summary>
    Equatable,

    /// <summary>An enumeration, by its operator.</summary>
    Operator,

    /// <summary>Byte by byte.</summary>
    Bytes,
}

/// <summary>A mutant written in a table.</summary>
internal sealed record MutantModel(string Name, string Story, EquatableArray<string> Removed);

/// <summary>A table as the generator sees it, free of symbols and syntax.</summary>
internal sealed record MachineModel
{
    public required TypeModel Type { get; init; }

    public required string State { get; init; }

    public required string Location { get; init; }

    /// <summary>Access modifier of members that mention the state only.</summary>
    public required string Access { get; init; }

    /// <summary>Access modifier of members that mention the location.</summary>
    public required string LocationAccess { get; init; }

    /// <summary>Every location, in the order of their numbers.</summary>
    public EquatableArray<ConstantModel> Locations { get; init; }

    public required ConstantModel Start { get; init; }

    public EquatableArray<ConstantModel> Final { get; init; }

    public required CallModel At { get; init; }

    /// <summary>The part of the state where an instance's location is kept.</summary>
    public string LocationPath { get; init; } = "";

    public CallModel? Owing { get; init; }

    public CallModel? Timing { get; init; }

    public CallModel? MutatedBy { get; init; }

    public EquatableArray<RuleModel> Rules { get; init; }

    public EquatableArray<MutantModel> Mutants { get; init; }

    public EquatableArray<TriggerTypeModel> Events { get; init; }

    public EquatableArray<TriggerTypeModel> Outputs { get; init; }

    public EquatableArray<TriggerTypeModel> TimerTypes { get; init; }

    public string Summary { get; init; } = "";

    public string File { get; init; } = "";

    /// <summary>Whether the machine has instances, told apart by <c>int self</c>.</summary>
    public bool HasInstances => (At.Shape & CallShape.Self) != 0;

    /// <summary>The rows of the table as shipped.</summary>
    public IEnumerable<RuleModel> Shipped => Rules.Where(rule => rule.Mutant is null);

    /// <summary>The model without what only the rule table shows, so that moved lines do not touch the code.</summary>
    public MachineModel WithoutPlaces() => this with
    {
        File = "",
        Summary = "",
        LocationPath = "",
        Rules = Rules.Select(rule => rule with { Line = 0, Reads = [], Writes = [] }).ToEquatableArray(),
    };
}
