using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios;
using Wakeline.Conformance.Suites.Calls;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Targets;

/// <summary>The specification's own kernel, in virtual time.</summary>
internal sealed class ModelTarget : ITarget, ICallTarget
{
    /// <summary>Calls of scripts that the model refuses whatever they ask for.</summary>
    private static readonly string[] s_lacking = ["pipe", "splice"];

    private readonly Deviations _deviations;
    private readonly Mutation _mutation;
    private readonly Lazy<SpecificationCalls> _calls;

    /// <summary>Takes a profile.</summary>
    /// <param name="profile">One of <see cref="ModelScripts.Profiles"/>.</param>
    /// <param name="mutation">A fault that is put into the specification.</param>
    public ModelTarget(string profile, Mutation mutation = default)
    {
        _mutation = mutation;
        _calls = new Lazy<SpecificationCalls>(() => new SpecificationCalls(mutation));
        _deviations = profile == ModelScripts.Profiles[0] ? Deviations.Linux618 : Deviations.None;
        Description = new TargetDescription(
            profile == ModelScripts.Profiles[0] ? TargetCatalogue.Model : $"{TargetCatalogue.Model}:{profile}",
            $"Wakeline's model, profile {profile}")
        {
            Profile = profile,
            HasVirtualTime = true,
            HasPackets = true,
            Threads = ModelStack.Threads,
            Calls = CallShape.Names.Except(s_lacking).ToHashSet(),
            Environment = new Dictionary<string, string> { ["profile"] = profile, ["time"] = "virtual" },
        };
    }

    /// <inheritdoc/>
    public TargetDescription Description { get; }

    /// <inheritdoc/>
    public IStack Reset(RunSettings settings)
    {
        var stack = new ModelStack(_mutation) { Deviations = _deviations };
        stack.Configure(settings);
        return stack;
    }

    /// <inheritdoc/>
    public Divergence? Run(CallProgram program) => _calls.Value.Run(program);

    /// <inheritdoc/>
    public IReadOnlyList<Outcome> Run(Scenario scenario, ScenarioAnalysis analysis, int times) =>
        _calls.Value.Run(scenario, analysis);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
