using Wakeline.Conformance.Cost;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>What a call costs that watches some descriptors.</summary>
internal sealed record CostSection(string Call, int Descriptors, double Cost);

/// <summary>
/// The document <c>wakeline cost --json</c> writes. Names and meanings of members are an interface; a change that
/// breaks readers needs a new <see cref="SchemaVersion"/>.
/// </summary>
internal sealed record CostReport
{
    public const string SchemaName = "wakeline-cost";
    public const int SchemaVersion = 1;

    public string Schema { get; init; } = SchemaName;

    public int Version { get; init; } = SchemaVersion;

    /// <summary>Release of the kernel that was measured.</summary>
    public required string Kernel { get; init; }

    /// <summary>Steps in the model.</summary>
    public required IReadOnlyList<CostSection> Steps { get; init; }

    /// <summary>Time on the kernel, in nanoseconds.</summary>
    public required IReadOnlyList<CostSection> Nanoseconds { get; init; }

    public static CostReport Of(string kernel, IReadOnlyList<WaitCost> steps, IReadOnlyList<WaitCost> nanoseconds) =>
        new() { Kernel = kernel, Steps = Of(steps), Nanoseconds = Of(nanoseconds) };

    private static IReadOnlyList<CostSection> Of(IReadOnlyList<WaitCost> costs) =>
        [.. costs.Select(cost => new CostSection(NameOf(cost.Call), cost.Descriptors, Math.Round(cost.Cost, 1)))];

    private static string NameOf(WaitCall call) => call switch
    {
        WaitCall.Select => "select",
        WaitCall.Poll => "poll",
        _ => "epoll_wait",
    };
}
