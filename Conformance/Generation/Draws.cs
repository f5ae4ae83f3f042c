using FsCheck;
using FsCheck.Fluent;

namespace Wakeline.Conformance.Generation;

/// <summary>
/// The draws of one program, each from a stream of random numbers of its own. FsCheck's generators serve for single
/// operands; one generator of whole programs would be nested as deep as they are long, which takes a hundred times as
/// long.
/// </summary>
/// <param name="seed">The seed of the run.</param>
/// <param name="number">The number of the program.</param>
internal sealed class Draws(ulong seed, int number)
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;
    private const int Size = 50;
    private const int DrawsMost = 1024;

    private ulong _draw = (ulong)number * DrawsMost;

    /// <summary>Draws a value.</summary>
    public T Next<T>(Gen<T> generator)
    {
        var gamma = unchecked(_draw++ * GoldenRatio) | 1;
        return generator.Sample(Size, new Rnd(seed, gamma), 1).First();
    }

    /// <summary>Draws an index, each as often as its weight says.</summary>
    public int OneOf(params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        var left = Next(Gen.Choose(1, sum));
        var index = 0;
        while ((left -= weights[index]) > 0)
        {
            index++;
        }

        return index;
    }
}
