using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Checks;

/// <summary>The steps of epoll_ctl ADD of an instance, as far as they deal with the list of files.</summary>
public enum NestedAddStep : byte
{
    /// <summary>No call is under way.</summary>
    Idle,
    /// <summary>The walk down collects the files that are watched there.</summary>
    Collect,
    /// <summary>The walk has come to its end.</summary>
    Judge,
    /// <summary>The link is made; the paths that lead up from each file are counted.</summary>
    Count,
}

/// <summary>The steps of the user of a file.</summary>
public enum FileOwnerStep : byte
{
    /// <summary>The file is open.</summary>
    Open,
    /// <summary>It is closed.</summary>
    Closed,
}

/// <summary>A thread that lets instances watch instances.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct NestedAdd
{
    /// <summary>How far its call is.</summary>
    public NestedAddStep Step;

    /// <summary>Calls still to be made.</summary>
    public byte Calls;

    /// <summary>The file to be visited next.</summary>
    public byte Next;

    /// <summary>Files it holds a reference to.</summary>
    public BitSet<byte> Pinned;
}

/// <summary>A file that some instance watches.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ListedFile
{
    /// <summary>How far its user is.</summary>
    public FileOwnerStep Owner;

    /// <summary>References; the file is freed with the last.</summary>
    public byte References;
}

/// <summary>The list of files whose paths are to be counted (tfile_check_list), and who works on it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CheckListState
{
    /// <summary>How many files there are.</summary>
    public const int FileCount = 2;

    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>How many threads there are; constant during a run.</summary>
    public byte ThreadCount;

    /// <summary>The threads.</summary>
    public InlineArray2<NestedAdd> Threads;

    /// <summary>The files.</summary>
    public InlineArray2<ListedFile> Files;

    /// <summary>1 + the thread that holds epnested_mutex; 0 for none.</summary>
    public byte MutexOwnerAndOne;

    /// <summary>The files on the list.</summary>
    public BitSet<byte> Listed;

    /// <summary>A file was used that is freed.</summary>
    public bool HasUsedFreedFile;

    /// <summary>The mutation in force, as tables ask for it.</summary>
    public static Mutation MutationIn(in CheckListState state) => state.Mutation;
}
