using System.Numerics;
using System.Runtime.CompilerServices;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>
/// Spin on the very tables that Wakeline searches: what the generator made of them, as a library, gives the steps and
/// judges the states; Spin keeps the states and searches.
/// </summary>
/// <param name="workshop">Where it is built.</param>
/// <param name="settings">The bounds of the system.</param>
/// <param name="states">How many states it has.</param>
/// <param name="isPacked">
/// Whether Spin is given the bits alone that change, side by side, instead of whole states. Which these are is not to
/// be had without a search, whose time does not count.
/// </param>
internal sealed class SystemInSpin<TSystem, TState>(
    PeerWorkshop workshop, string settings, long states, bool isPacked) : ISpin
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private const string Library = "libsystems.so";
    private const string Project = "Benchmarks/InSpin/InSpin.csproj";

    private SpinContender? _contender;

    public string Name => isPacked ? "Spin, packed states" : "Spin, whole states";

    public Measurement Run() => (_contender ??= Build()).Run();

    private SpinContender Build()
    {
        var folder = workshop.Place("library");
        var library = workshop.Build(
            Path.Combine("library", Library),
            ["dotnet", "publish", Path.Combine(Repository.Root, Project), "-c", "Release", "-o", folder]);
        var corner = workshop.Corner(isPacked ? "packed" : "whole");
        var (mask, bytes) = isPacked ? Pack(corner) : ("", Unsafe.SizeOf<TState>());
        return new SpinContender(corner, new SpinModel(Name, "system", states)
        {
            StartStates = 1,
            DepthMost = 99_999,
            CompilerArguments =
            [
                $"-I{Path.GetDirectoryName(PeerWorkshop.Source("system.h"))}", "-DNOCOMP",
                $"-DVECTORSZ={bytes + 1024}", $"-DSTATE_BYTES={bytes}", $"-DSYSTEM=\"{TSystem.Info.Name}\"",
                $"-DSETTINGS=\"{settings}\"", $"-DMASK=\"{mask}\"", library, $"-Wl,-rpath,{folder}",
            ],
        });
    }

    /// <summary>Writes down which bits change.</summary>
    /// <returns>The file, and how many bytes a state takes if fields of one word stay in one word.</returns>
    private (string Mask, int Bytes) Pack(PeerWorkshop corner)
    {
        var mask = corner.Place("mask");
        var changing = ChangingBits<TSystem, TState>.Find(settings);
        File.WriteAllBytes(mask, changing);
        var (words, used) = (0, 0);
        foreach (var word in changing.Chunk(sizeof(ulong)))
        {
            var bits = word.Sum(each => BitOperations.PopCount(each));
            (words, used) = used + bits > 64 ? (words + 1, bits) : (words, used + bits);
        }

        return (mask, words * sizeof(ulong) + (used + 7) / 8);
    }
}
