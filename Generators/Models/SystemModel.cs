namespace Wakeline.Generators.Models;

/// <summary>A machine that a system runs.</summary>
/// <param name="Machine">The machine's class as emitted code writes it.</param>
/// <param name="HasInstances">Whether its functions take <c>int self</c>.</param>
/// <param name="Instances">The method that counts instances; <see langword="null"/> for a single one.</param>
/// <param name="Lane">Title of its column in sequence diagrams.</param>
internal sealed record RunModel(string Machine, bool HasInstances, CallModel? Instances, string Lane)
{
    /// <summary>Parts of the state that say how many instances there are.</summary>
    public EquatableArray<string> CountReads { get; init; }
}

/// <summary>A bound of a system.</summary>
internal sealed record ParameterModel(string Name, int Default, int Least, int Most, string Meaning);

/// <summary>A property of a system; predicates are indexes into <see cref="SystemModel.Predicates"/>.</summary>
internal sealed record PropertyModel(string Name, string Kind, int Predicate, int Goal, string Meaning, int Line);

/// <summary>A mutant with the property that catches it.</summary>
internal sealed record CaughtModel(string Mutant, string Property, string Bounds);

/// <summary>A predicate that properties use.</summary>
internal sealed record PredicateModel(string Name, CallModel Call)
{
    /// <summary>Parts of the state that it looks at.</summary>
    public EquatableArray<string> Reads { get; init; }
}

/// <summary>Instances that can be exchanged: how many, and the method that exchanges two.</summary>
internal sealed record SymmetryModel(CallModel Count, CallModel Exchange);

/// <summary>A system as the generator sees it.</summary>
internal sealed record SystemModel
{
    public required TypeModel Type { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    public CallModel? Start { get; init; }

    public CallModel? MayEnd { get; init; }

    public SymmetryModel? Symmetry { get; init; }

    public EquatableArray<RunModel> Machines { get; init; }

    public EquatableArray<string> Reactive { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    public EquatableArray<PredicateModel> Predicates { get; init; }

    public EquatableArray<PropertyModel> Properties { get; init; }

    public EquatableArray<CaughtModel> Caught { get; init; }

    public string Summary { get; init; } = "";

    public string File { get; init; } = "";

    /// <summary>The model without what only the description shows.</summary>
    public SystemModel WithoutPlaces() => this with
    {
        File = "",
        Summary = "",
        Machines = Machines.Select(run => run with { CountReads = [] }).ToEquatableArray(),
        Predicates = Predicates.Select(predicate => predicate with { Reads = [] }).ToEquatableArray(),
        Properties = Properties.Select(property => property with { Line = 0 }).ToEquatableArray(),
    };
}
