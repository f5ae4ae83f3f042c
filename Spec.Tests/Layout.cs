using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tests;

/// <summary>How a state lies in memory.</summary>
internal static class Layout
{
    /// <summary>What the fields of a type need when nothing lies between them.</summary>
    public static int SizeOfFields(Type type)
    {
        if (type.IsPrimitive)
        {
            return type == typeof(bool) ? 1 : Marshal.SizeOf(type);
        }

        if (type.IsEnum)
        {
            return Marshal.SizeOf(type.GetEnumUnderlyingType());
        }

        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var copies = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        return copies * fields.Sum(field => SizeOfFields(field.FieldType));
    }
}
