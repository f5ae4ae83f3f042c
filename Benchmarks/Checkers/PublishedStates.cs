namespace Wakeline.Benchmarks.Checkers;

/// <summary>Distinct states of two-phase commit, as TLC counts them.</summary>
internal static class PublishedStates
{
    public static long Of(int managers) => managers switch
    {
        7 => 296_448,
        8 => 1_745_408,
        9 => 10_340_352,
        10 => 61_515_776,
        _ => throw new PeerException($"no number of states is published for {managers} managers; 7 to 10 can be had"),
    };
}
