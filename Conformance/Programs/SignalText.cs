using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Programs;

/// <summary>How programs and scenarios spell signals: <c>USR1|USR2</c>, and <c>NONE</c> for no signal.</summary>
internal static class SignalText
{
    private const string None = "NONE";

    /// <summary>The signals that programs may send, in the order of <see cref="Signal"/>.</summary>
    private static readonly string[] s_names = ["USR1", "USR2"];

    /// <summary>How many signals programs may send.</summary>
    public static int Count => s_names.Length;

    /// <summary>The name of a signal.</summary>
    public static string NameOf(Signal signal) => s_names[(int)signal];

    /// <summary>Writes a set of signals.</summary>
    public static string Print(BitSet<byte> signals) => signals.IsEmpty
        ? None
        : string.Join('|', s_names.Index().Where(each => signals.Contains(each.Index)).Select(each => each.Item));

    /// <summary>Reads a signal; <see langword="null"/> if the text is none.</summary>
    public static Signal? ReadOne(string text) =>
        Array.IndexOf(s_names, text) is >= 0 and var index ? (Signal)index : null;

    /// <summary>Reads a set of signals; <see langword="null"/> if the text is none.</summary>
    public static BitSet<byte>? Read(string text)
    {
        var signals = default(BitSet<byte>);
        foreach (var word in text == None ? [] : text.Split('|'))
        {
            if (ReadOne(word) is not { } signal)
            {
                return null;
            }

            signals.Add(signal);
        }

        return signals;
    }
}
