namespace Wakeline.Spec.History;

/// <summary>A commit of Linux.</summary>
/// <param name="Id">The first twelve digits of its id.</param>
/// <param name="Date">Month and year, as far as they are known.</param>
public sealed record KernelCommit(string Id, string Date = "")
{
    /// <summary>Whether the id was not seen together with the title in a copy of the kernel's history.</summary>
    public bool IsUnverified { get; init; }

    /// <summary>As it is cited: id and date.</summary>
    public override string ToString()
    {
        var remark = IsUnverified ? "id not verified" : "";
        var remarks = string.Join(", ", new[] { Date, remark }.Where(text => text.Length > 0));
        return remarks.Length > 0 ? $"{Id} ({remarks})" : Id;
    }
}

/// <summary>
/// A fault of the wake-up path of Linux that was found and mended: what it was, and which mutants put it back.
/// </summary>
/// <param name="Entry">Its number in the catalogue, such as <c>M7</c>.</param>
/// <param name="Title">Title of the commit that mended it, or what it was in a few words.</param>
public sealed record HistoricFault(string Entry, string Title)
{
    /// <summary>The commits that mended it.</summary>
    public required IReadOnlyList<KernelCommit> Fixes { get; init; }

    /// <summary>The commits that brought it in, as far as they are known.</summary>
    public IReadOnlyList<KernelCommit> Origins { get; init; } = [];

    /// <summary>What went wrong, and in which order of steps.</summary>
    public required string Bug { get; init => field = value.ReplaceLineEndings(" "); }

    /// <summary>What mended it.</summary>
    public required string Repair { get; init => field = value.ReplaceLineEndings(" "); }

    /// <summary>The mutants that put it back, by their names in the tables.</summary>
    public IReadOnlyList<string> Mutants { get; init; } = [];

    /// <summary>Why no mutant does; <see langword="null"/> if one does.</summary>
    public string? Outside { get; init => field = value?.ReplaceLineEndings(" "); }
}
