using System.Runtime.CompilerServices;

namespace Wakeline.Conformance.Tests;

/// <summary>Rules are counted only if that is turned on before the first one fires.</summary>
internal static class RuleCounting
{
    [ModuleInitializer]
    internal static void TurnOn() => AppContext.SetSwitch(RuleCoverage.Switch, isEnabled: true);
}
