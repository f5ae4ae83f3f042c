using System.CommandLine;
using System.Globalization;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>Options that mean the same wherever they occur.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON document to the output instead of text.",
    };

    /// <summary>The system that a command is about.</summary>
    public static Argument<string> System() => new("SYSTEM")
    {
        Description = "Name of the system; 'wakeline systems' lists them.",
    };

    public static Option<string[]> Settings() => new("--set")
    {
        Description = "Bounds that differ from their defaults, as k=v,k=v; may be given again.",
        HelpName = "k=v,...",
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Mutant() => new("--mutant")
    {
        Description = "Put this fault into the specification; 'wakeline systems' lists the historic ones.",
        HelpName = "M",
    };

    public static Option<string?> Assembly() => new("--assembly")
    {
        Description =
            "Take the systems from this assembly, of a project that uses Wakeline, instead of the shipped ones.",
        HelpName = "FILE",
    };

    /// <summary>The systems to choose from.</summary>
    /// <exception cref="UnusableInputException">The assembly cannot be used.</exception>
    public static Catalogue CatalogueOf(string? assembly, Catalogue shipped) =>
        assembly is null ? shipped : UserAssembly.Load(assembly);

    /// <exception cref="SpecificationException">A setting does not fit the system.</exception>
    /// <exception cref="UnusableInputException">The system has no such mutant.</exception>
    public static Parameters ParametersOf(SystemInfo system, IEnumerable<string> settings, string? mutant) =>
        Parameters.Of(system, string.Join(',', settings), mutant is null
            ? Mutation.None
            : system.FindMutation(mutant) ?? throw new UnusableInputException(
                $"No machine of system '{system.Name}' has a mutant '{mutant}'; "
                + $"see 'wakeline systems {system.Name}'."));

    /// <summary>An option that takes a number of bytes; <see langword="null"/> if it is not given.</summary>
    public static Option<long?> Size(string name, string description, long least) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (ByteSize.Parse(text) is { } bytes && bytes >= least)
            {
                return bytes;
            }

            result.AddError($"{name} takes a size from {ByteSize.Text(least)} on, such as 512M or 8G, not '{text}'.");
            return null;
        },
    };

    /// <summary>An option that takes a whole number within bounds; <see langword="null"/> if it is not given.</summary>
    public static Option<ulong?> Number(
        string name, string helpName, ulong most, string description, ulong least = 0) => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
                if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    && value >= least && value <= most)
                {
                    return value;
                }

                result.AddError($"{name} takes a whole number from {least} to {most}, not '{text}'.");
                return null;
            },
        };

    /// <summary>Requires an option's value to be one of those that are known.</summary>
    /// <exception cref="UnusableInputException">It is none of them.</exception>
    public static void Require(string option, string value, IReadOnlyList<string> known)
    {
        if (!known.Contains(value))
        {
            throw new UnusableInputException($"{option} takes {string.Join(" or ", known)}, not '{value}'.");
        }
    }
}
