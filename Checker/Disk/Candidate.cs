using System.Runtime.InteropServices;

namespace Wakeline.Checking.Disk;

/// <summary>A successor of which nobody knows yet whether it is new.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Parent">The state as whose successor it was found.</param>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(uint))]
internal readonly record struct Candidate(ulong Key, uint Parent);

/// <summary>What records in a run are ordered by.</summary>
internal interface IRunOrder<TRecord>
{
    static abstract ulong KeyOf(in TRecord record);
}

/// <summary>Records that are keys.</summary>
internal readonly struct ByKey : IRunOrder<ulong>
{
    public static ulong KeyOf(in ulong record) => record;
}

/// <summary>Candidates in the order of their keys.</summary>
internal readonly struct ByCandidate : IRunOrder<Candidate>
{
    public static ulong KeyOf(in Candidate record) => record.Key;
}
