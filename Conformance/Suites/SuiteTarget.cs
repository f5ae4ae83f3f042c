using Wakeline.Conformance.Suites.Calls;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Adapters;

namespace Wakeline.Conformance.Suites;

/// <summary>What suites are run on. It is started as often as cases are to run at the same time.</summary>
public sealed class SuiteTarget
{
    private readonly Func<ITarget> _start;

    internal SuiteTarget(string name, Func<ITarget> start) => (Name, _start) = (name, start);

    /// <summary>What the command calls it.</summary>
    public string Name { get; }

    /// <summary>A target by its name.</summary>
    /// <param name="name">A name that <see cref="TargetCatalogue.IsKnown"/>.</param>
    /// <param name="timeout">After how long what stands behind an adapter counts as hung, if sooner than usual.</param>
    public static SuiteTarget Open(string name, TimeSpan? timeout = null) => new(
        name,
        () => name == TargetCatalogue.Linux
            ? new KernelTarget(new LinuxTarget())
            : TargetCatalogue.Open(name, timeout is { } most ? AdapterLimits.Within(most) : null));

    /// <summary>Starts it to hear what it is.</summary>
    /// <exception cref="TargetException">It is not to be had.</exception>
    public TargetDescription Describe()
    {
        using var started = Start();
        return started.Description with { Name = Name };
    }

    /// <summary>Starts it, for one thread.</summary>
    /// <exception cref="TargetException">It cannot be had.</exception>
    internal ITarget Start() => _start();
}
