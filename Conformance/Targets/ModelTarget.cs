using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Targets;

/// <summary>The specification's own kernel, in virtual time.</summary>
internal sealed class ModelTarget : ITarget
{
    /// <summary>Calls of scripts that the model refuses whatever they ask for.</summary>
    private static readonly string[] s_lacking = ["pipe", "splice"];

    private readonly Deviations _deviations;

    /// <summary>Takes a profile.</summary>
    /// <param name="profile">One of <see cref="ModelScripts.Profiles"/>.</param>
    public ModelTarget(string profile)
    {
        _deviations = profile == ModelScripts.Profiles[0] ? Deviations.Linux618 : Deviations.None;
        Description = new TargetDescription(
            profile == ModelScripts.Profiles[0] ? TargetCatalogue.Model : $"{TargetCatalogue.Model}:{profile}",
            $"Wakeline's model, profile {profile}")
        {
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
        var stack = new ModelStack { Deviations = _deviations };
        stack.Configure(settings);
        return stack;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
