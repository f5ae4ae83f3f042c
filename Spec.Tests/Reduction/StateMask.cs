using System.Reflection;
using System.Runtime.CompilerServices;

namespace Wakeline.Spec.Tests.Reduction;

/// <summary>
/// The bits of a state that a path such as <c>Tasks[self].State</c> means, found by the layout of the types: without
/// padding, in the order of the fields. An element of a set is one bit.
/// </summary>
internal static class StateMask
{
    private static readonly Dictionary<Type, int> _sizes = [];

    /// <summary>A mask with the bits of some paths set.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="self">The number of the instance.</param>
    /// <param name="choice">The number that was chosen; <see langword="null"/> for any.</param>
    public static byte[] Of<TState>(IEnumerable<string> paths, int self, int? choice = null) where TState : unmanaged
    {
        var mask = new byte[Unsafe.SizeOf<TState>()];
        foreach (var path in paths)
        {
            Add(mask, typeof(TState), 0, path == "*" ? "" : path, (self, choice));
        }

        return mask;
    }

    private static void Add(byte[] mask, Type type, int offset, string path, (int Self, int? Choice) numbers)
    {
        if (path.Length == 0)
        {
            mask.AsSpan(offset, SizeOf(type)).Fill(0xff);
            return;
        }

        if (path[0] == '[')
        {
            var end = path.IndexOf(']', StringComparison.Ordinal);
            AddElements(mask, type, offset, path[1..end], Rest(path, end + 1), numbers);
            return;
        }

        var stop = path.IndexOfAny(['.', '[']);
        stop = stop < 0 ? path.Length : stop;
        foreach (var field in FieldsOf(type))
        {
            if (field.Name == path[..stop])
            {
                Add(mask, field.FieldType, offset, Rest(path, stop), numbers);
                return;
            }

            offset += SizeOf(field.FieldType);
        }

        Assert.Fail($"{type.Name} has no field {path[..stop]}.");
    }

    private static void AddElements(
        byte[] mask, Type type, int offset, string index, string rest, (int Self, int? Choice) numbers)
    {
        var only = index switch { "self" => numbers.Self, "choice" => numbers.Choice, _ => null };
        if (type.Name.StartsWith("BitSet", StringComparison.Ordinal) && only is { } bit)
        {
            mask[offset + bit / 8] |= (byte)(1 << bit % 8);
            return;
        }

        if (type.GetCustomAttribute<InlineArrayAttribute>() is not { } array)
        {
            // A ring: its elements move.
            Add(mask, type, offset, "", numbers);
            return;
        }

        var element = FieldsOf(type).Single().FieldType;
        for (var i = 0; i < array.Length; i++)
        {
            if (only is null || i == only)
            {
                Add(mask, element, offset + i * SizeOf(element), rest, numbers);
            }
        }
    }

    private static string Rest(string path, int start) => path[start..].TrimStart('.');

    private static FieldInfo[] FieldsOf(Type type) =>
        [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(field => field.MetadataToken)];

    private static int SizeOf(Type type)
    {
        if (!_sizes.TryGetValue(type, out var size))
        {
            size = (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
            _sizes[type] = size;
        }

        return size;
    }
}
