using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites;

/// <summary>What suites are run on. It is started as often as cases are to run at the same time.</summary>
public sealed class SuiteTarget
{
    /// <summary>The word for the specification itself as the target.</summary>
    public const string ModelName = "model";

    private readonly Func<ITarget> _start;

    internal SuiteTarget(string name, Func<ITarget> start) => (Name, _start) = (name, start);

    /// <summary>What the command calls it.</summary>
    public string Name { get; }

    /// <summary>The specification itself, in virtual time.</summary>
    /// <param name="profile">One of <see cref="ModelScripts.Profiles"/>.</param>
    public static SuiteTarget Model(string profile) =>
        new(ModelName, () => new SpecificationTarget(profile));

    /// <summary>Starts it, for one thread.</summary>
    /// <exception cref="TargetException">It cannot be had.</exception>
    internal ITarget Start() => _start();
}
