using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>The kernel of this machine: packets through a target, calls over loopback in a sandbox.</summary>
/// <param name="packets">The target for packets.</param>
internal sealed class KernelTarget(ISharedTarget packets) : ISharedTarget, ICallTarget
{
    private readonly Lazy<KernelCalls> _calls = new(() => new KernelCalls());

    /// <inheritdoc/>
    public TargetDescription Description => packets.Description;

    /// <inheritdoc/>
    public bool HasRoom => packets.HasRoom;

    /// <inheritdoc/>
    public bool HasNews => packets.HasNews;

    /// <inheritdoc/>
    public IShare Share() => packets.Share();

    /// <inheritdoc/>
    public ISharedTarget? StartBeside() => packets.StartBeside();

    /// <inheritdoc/>
    public void Await(TimeSpan most) => packets.Await(most);

    /// <inheritdoc/>
    public IStack Reset(RunSettings settings) => packets.Reset(settings);

    /// <inheritdoc/>
    public Divergence? Run(CallProgram program) => _calls.Value.Run(program);

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(Scenario scenario, ScenarioAnalysis analysis, int times) =>
        _calls.Value.Run(scenario, analysis, times);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_calls.IsValueCreated)
        {
            _calls.Value.Dispose();
        }

        packets.Dispose();
    }
}
