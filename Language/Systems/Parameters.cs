using System.Globalization;

namespace Wakeline;

/// <summary>The values of a system's parameters for one run, and the mutation in force.</summary>
public sealed class Parameters
{
    private readonly Dictionary<string, int> _values;

    private Parameters(Dictionary<string, int> values, Mutation mutation)
    {
        _values = values;
        Mutation = mutation;
    }

    /// <summary>The mutation in force; <see cref="Mutation.None"/> for the table as shipped.</summary>
    public Mutation Mutation { get; }

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="SpecificationException">The system has no such parameter.</exception>
    public int this[string name] => _values.TryGetValue(name, out var value)
        ? value
        : throw new SpecificationException($"The system has no parameter '{name}'.");

    /// <summary>Names and values, in the order in which the system declares them.</summary>
    public IEnumerable<KeyValuePair<string, int>> All => _values;

    /// <summary>The defaults of a system.</summary>
    public static Parameters Of(SystemInfo system) => Of(system, "", Mutation.None);

    /// <summary>The defaults of a system, changed where <paramref name="settings"/> says so.</summary>
    /// <param name="system">The system.</param>
    /// <param name="settings">Settings such as <c>waiters=3,events=2</c>; empty for none.</param>
    /// <param name="mutation">The mutation to put in force.</param>
    /// <exception cref="SpecificationException">
    /// A setting is malformed, names no parameter, or lies outside the range.
    /// </exception>
    public static Parameters Of(SystemInfo system, string settings, Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(settings);
        var values = system.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Default);
        foreach (var setting in settings.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Parse(setting);
            var parameter = system.Parameters.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new SpecificationException(
                    $"System '{system.Name}' has no parameter '{name}'; it has: {Names(system)}.");
            if (value < parameter.Least || value > parameter.Most)
            {
                throw new SpecificationException(
                    $"Parameter '{name}' of system '{system.Name}' is {value}, but must lie in "
                    + $"{parameter.Least}..{parameter.Most}.");
            }

            values[name] = value;
        }

        return new Parameters(values, mutation);
    }

    private static string Names(SystemInfo system) =>
        system.Parameters.Count == 0 ? "none" : string.Join(", ", system.Parameters.Select(each => each.Name));

    private static (string Name, int Value) Parse(string setting)
    {
        var parts = setting.Split('=');
        return parts.Length == 2
            && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? (parts[0].Trim(), value)
            : throw new SpecificationException($"'{setting}' is not of the form name=number.");
    }
}
