using Wakeline.Checking;
using Wakeline.Cli;

namespace Wakeline.Spec.Tests.Systems;

/// <summary>One of the systems that ship.</summary>
internal static class ShippedSystem
{
    public static SystemEntry Named(string name) => ShippedSystems.All.Single(system => system.Info.Name == name);
}
