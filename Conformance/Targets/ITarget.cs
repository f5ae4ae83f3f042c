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
    /// <param name="settings">What is in force from then on; whatever was set before is not.</param>
    /// <exception cref="TargetException">It cannot be had again.</exception>
    /// <exception cref="UnsupportedException">It does not have such settings.</exception>
    IStack Reset(RunSettings settings);
}
