using System.Runtime.CompilerServices;

namespace Wakeline.Cli.Tests;

/// <summary>
/// Rules are counted, as in the command itself, only if the switch is set before any machine is touched.
/// </summary>
internal static class RuleCounting
{
    [ModuleInitializer]
    internal static void TurnOn() => AppContext.SetSwitch(RuleCoverage.Switch, isEnabled: true);
}
