using System.Globalization;
using System.Runtime.CompilerServices;

namespace Wakeline.Generators.Memory;

/// <summary>Numbers objects, so that they can be told apart without being held.</summary>
internal static class Identity
{
    private static readonly ConditionalWeakTable<object, string> s_numbers = new();

    private static int s_last;

    public static string Of(object thing) => s_numbers.GetValue(
        thing, static _ => Interlocked.Increment(ref s_last).ToString(CultureInfo.InvariantCulture));
}
