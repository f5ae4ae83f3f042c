using Wakeline.Conformance.Targets.Adapters;

namespace Wakeline.Conformance.Targets;

/// <summary>Serves a target as an adapter (docs/adapters.md).</summary>
public static class TargetService
{
    /// <summary>Serves until it is told to end, or there are no commands any more.</summary>
    /// <param name="name">The target's name, as <see cref="TargetCatalogue"/> knows it.</param>
    /// <param name="input">Where commands come from.</param>
    /// <param name="output">Where observations go.</param>
    /// <exception cref="TargetException">The target is not to be had, or a line is no command.</exception>
    public static void Serve(string name, Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var target = TargetCatalogue.Open(name);
        using var service = new AdapterService(target, input, output);
        service.Serve();
    }
}
