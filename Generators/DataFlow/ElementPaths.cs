using System.Globalization;

namespace Wakeline.Generators.DataFlow;

/// <summary>Which element of an array a path names: one whose number a parameter holds, or any.</summary>
internal static class ElementPaths
{
    /// <summary>Stands in brackets for the number of the instance that a row is about.</summary>
    public const string Self = "self";

    /// <summary>Stands in brackets for the number that a row chose.</summary>
    public const string Choice = "choice";

    /// <summary>Stands in brackets for any number.</summary>
    public const string Any = "";

    private const string Parameter = "[#";

    /// <summary>No parameter is known to hold a number that matters.</summary>
    public static Func<int, string> Unknown { get; } = _ => Any;

    /// <summary>What stands in brackets for a parameter, in paths within its method.</summary>
    public static string Of(int parameter) => $"#{parameter}";

    /// <summary>Puts what a caller knows in place of a method's parameters.</summary>
    public static string Resolve(string path, Func<int, string> indexOf)
    {
        for (var start = path.IndexOf(Parameter, StringComparison.Ordinal); start >= 0;
            start = path.IndexOf(Parameter, start + 1, StringComparison.Ordinal))
        {
            var number = start + Parameter.Length;
            var end = path.IndexOf(']', number);
            var index = indexOf(int.Parse(path.Substring(number, end - number), CultureInfo.InvariantCulture));
            path = $"{path.Substring(0, start)}[{index}{path.Substring(end)}";
        }

        return path;
    }
}
