using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Wakeline.Generators.Tests.Incremental;

/// <summary>Why each tracked step ran again after an edit, for one machine and one system.</summary>
internal sealed record RunReasons(
    IncrementalStepRunReason Machine, IncrementalStepRunReason MachineCode,
    IncrementalStepRunReason System, IncrementalStepRunReason SystemCode,
    IncrementalStepRunReason SharedNames, IncrementalStepRunReason HasStateless)
{
    /// <summary>The compilation was the same.</summary>
    public static RunReasons NothingRan { get; } = new(Cached, Cached, Cached, Cached, Cached, Cached);

    /// <summary>Tables were read again and said the same.</summary>
    public static RunReasons NothingNew { get; } = NothingRan with { HasStateless = Unchanged };

    /// <summary>Something that only the rule table shows is new: a line, or what a row reads.</summary>
    public static RunReasons MachineMoved { get; } = NothingNew with { Machine = Modified, MachineCode = Unchanged };

    /// <summary>Lines of machine and system are new.</summary>
    public static RunReasons AllMoved { get; } = MachineMoved with { System = Modified, SystemCode = Unchanged };

    /// <summary>The machine does something else.</summary>
    public static RunReasons MachineChanged { get; } = NothingNew with { Machine = Modified, MachineCode = Modified };

    public static RunReasons Of(GeneratorRunResult result) => new(
        Single(result, TrackingNames.Machine), Single(result, TrackingNames.MachineCode),
        Single(result, TrackingNames.System), Single(result, TrackingNames.SystemCode),
        Single(result, TrackingNames.SharedNames), Single(result, TrackingNames.HasStateless));

    private static IncrementalStepRunReason Single(GeneratorRunResult result, string step) =>
        Assert.Single(Assert.Single(result.TrackedSteps[step]).Outputs).Reason;
}
