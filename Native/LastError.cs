using System.Runtime.InteropServices;

namespace Wakeline.Native;

/// <summary>Why the last call of each thread that could not be carried out was not.</summary>
internal static unsafe class LastError
{
    private static readonly ThreadLocal<NativeText> s_texts = new(() => new NativeText());
    private static readonly byte* s_none = (byte*)NativeMemory.AllocZeroed(1);

    [ThreadStatic]
    private static byte* t_text;

    /// <summary>That of this thread, in UTF-8; empty if there was none.</summary>
    public static byte* Text => t_text == null ? s_none : t_text;

    /// <summary>A call of this thread could not be carried out.</summary>
    public static void Set(string why) => t_text = s_texts.Value!.Set(why);
}
