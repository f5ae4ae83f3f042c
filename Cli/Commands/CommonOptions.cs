using System.CommandLine;
using System.Globalization;

namespace Wakeline.Cli.Commands;

/// <summary>Options that mean the same wherever they occur.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write one JSON document to the output instead of text.",
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
}
