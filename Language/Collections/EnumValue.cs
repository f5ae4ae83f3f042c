using System.Runtime.CompilerServices;

namespace Wakeline;

/// <summary>Reads an enumeration value as a number without boxing.</summary>
public static class EnumValue
{
    /// <summary>The number behind an enumeration value.</summary>
    /// <typeparam name="TEnum">An enumeration over a byte, short or int, signed or not.</typeparam>
    public static int Of<TEnum>(TEnum value) where TEnum : unmanaged, Enum => Unsafe.SizeOf<TEnum>() switch
    {
        1 => Unsafe.As<TEnum, byte>(ref value),
        2 => Unsafe.As<TEnum, ushort>(ref value),
        _ => Unsafe.As<TEnum, int>(ref value),
    };
}
