namespace Wakeline.Checking.Search;

/// <summary>A property while the search is on.</summary>
internal sealed class WatchedProperty
{
    private WatchedProperty(string name, string meaning, PropertyInfo? declared)
    {
        Name = name;
        Meaning = meaning;
        Declared = declared;
    }

    public string Name { get; }

    public string Meaning { get; }

    /// <summary>The property as declared; <see langword="null"/> for an implied one.</summary>
    public PropertyInfo? Declared { get; }

    /// <summary>What decides the property: a witness of a "sometimes" property, a violation of any other.</summary>
    public Finding? Finding { get; set; }

    public bool Is(PropertyKind kind) => Declared?.Kind == kind;

    /// <summary>Whether the predicate of the property is among those that hold in a state.</summary>
    public bool IsSet(ulong predicates) => (predicates >> Declared!.Predicate & 1) != 0;

    /// <summary>Whether a state decides the property, by the predicates that hold there.</summary>
    public bool IsDecidedBy(ulong predicates) => Declared?.Kind switch
    {
        PropertyKind.Always => !IsSet(predicates),
        PropertyKind.Never or PropertyKind.Sometimes => IsSet(predicates),
        _ => false,
    };

    /// <summary>Whether what was found is a violation.</summary>
    public bool IsViolated => Finding is not null && !Is(PropertyKind.Sometimes);

    /// <summary>The properties to check: all, or the one that the options name.</summary>
    /// <exception cref="SpecificationException">The system has no such property.</exception>
    public static IReadOnlyList<WatchedProperty> Select(SystemInfo system, string? only)
    {
        List<WatchedProperty> all =
        [
            .. system.Properties.Select(each => new WatchedProperty(each.Name, each.Meaning, each)),
            new(ImpliedProperty.NoDeadlock, ImpliedProperty.NoDeadlockMeaning, null),
            new(ImpliedProperty.NoFailure, ImpliedProperty.NoFailureMeaning, null),
        ];
        if (only is null)
        {
            return all;
        }

        return all.Find(each => each.Name == only) is { } property
            ? [property]
            : throw new SpecificationException(
                $"System '{system.Name}' has no property '{only}'; it has: "
                + $"{string.Join(", ", all.Select(each => each.Name))}.");
    }
}
