namespace Wakeline.Checking.Memory;

/// <summary>A <see cref="StateLayout"/> and the depth of the tree over it, to be kept.</summary>
/// <param name="Base">The first state, in hexadecimal digits.</param>
/// <param name="Levels">Levels of the tree that keys were made by.</param>
/// <param name="Fields">The fields, in the order in which they were learned.</param>
internal sealed record LayoutRecord(string Base, int Levels, IReadOnlyList<LayoutField> Fields);

/// <summary>Bits of one word of a state that lie side by side in its packed form.</summary>
internal readonly record struct LayoutField(int Word, ulong Bits);
