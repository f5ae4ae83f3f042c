namespace Wakeline.Checking.Memory;

/// <summary>A <see cref="StateLayout"/> and the depth of the tree over it, to be kept.</summary>
/// <param name="Base">The first state, in hexadecimal digits.</param>
/// <param name="Levels">Levels of the tree that keys were made by.</param>
/// <param name="Fields">The fields, in the order in which they were learned.</param>
internal sealed record LayoutRecord(string Base, int Levels, IReadOnlyList<LayoutField> Fields);

/// <summary>Bits of one word of a state that lie side by side in its packed form.</summary>
/// <param name="Word">The word.</param>
/// <param name="Bits">The bits; of a wide state, the one that tells the row.</param>
/// <param name="Packed">The packed word.</param>
/// <param name="Shift">The lowest of their places there.</param>
/// <param name="Row">Of a wide state, all bits that change with it.</param>
internal readonly record struct LayoutField(
    int Word, ulong Bits, int Packed, int Shift, IReadOnlyList<RowPart> Row);
