using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Targets;

/// <summary>A stack that cases are run on, one after the other.</summary>
internal interface ITarget : IDisposable
{
    /// <summary>What it is and can do.</summary>
    TargetDescription Description { get; }

    /// <summary>
    /// Makes it as if nothing had happened yet: no descriptor is open, no connection is known, nothing is on its way.
    /// </summary>
    /// <exception cref="TargetException">It cannot be had again.</exception>
    IStack Reset(RunSettings settings);
}
