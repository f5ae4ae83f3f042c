using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Running;

/// <summary>The specification as a target, with or without a fault that was put into it.</summary>
/// <param name="profile">One of <see cref="ModelScripts.Profiles"/>.</param>
/// <param name="mutation">The fault.</param>
internal sealed class SpecificationTarget(string profile, Mutation mutation = default) : ITarget
{
    /// <inheritdoc/>
    public TargetDescription Description { get; } = new(SuiteTarget.ModelName, $"the specification, profile {profile}")
    {
        HasVirtualTime = true,
        HasPackets = true,
        Threads = 2,
    };

    /// <inheritdoc/>
    public IStack Reset(RunSettings settings)
    {
        var stack = new ModelStack(mutation);
        stack.Configure(settings with
        {
            Deviations = profile == ModelScripts.Profiles[0] ? Deviations.Linux618 : Deviations.None,
        });
        return stack;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
