namespace Wakeline.Benchmarks.Checkers;

/// <summary>A checker that searches a space of states.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>Searches once.</summary>
    /// <exception cref="PeerException">The checker cannot be run here.</exception>
    Measurement Run();
}

/// <summary>Spin, whatever it is given.</summary>
internal interface ISpin : IContender;

/// <summary>A peer cannot be built or run; the message says why.</summary>
internal sealed class PeerException(string message) : Exception(message);
