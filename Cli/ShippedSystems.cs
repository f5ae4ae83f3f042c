namespace Wakeline.Cli;

/// <summary>
/// The systems that ship with the command. Their types are bound here, so that nothing needs reflection.
/// </summary>
internal static class ShippedSystems
{
    public static Catalogue Catalogue { get; } = new([]);
}
