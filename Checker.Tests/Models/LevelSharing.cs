using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.Models;

public enum SharePlace : byte
{
    Claiming,
    Moving,
    Holding,
    Interning,
    Asking,
    Waiting,
    Leaving,
    Left,
}

/// <summary>
/// How threads share a level of the checker's own search, step by step: <c>LevelClaims</c>, <c>LevelWorker</c> and
/// <c>Rendezvous</c>. A claim is of one state, of which each has one successor for a table that is soon full.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct LevelState
{
    public const int ThreadsMost = 3;
    public const int ClaimsMost = 4;

    public Mutation Mutation;
    public byte Threads;
    public byte Claims;
    public byte NextClaim;
    public byte Room;
    public bool IsRequested;
    public byte Parties;
    public byte WaitingThreads;
    public byte Rounds;
    public InlineArray3<SharePlace> Places;
    public InlineArray3<byte> Held;
    public InlineArray3<byte> RoundOf;
    public InlineArray4<byte> Visits;
    public bool HasMovedUnderSomebody;
}

[Machine]
public static partial class LevelThread
{
    internal static void Rules(Table<LevelState, SharePlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(SharePlace.Left)
        .In(SharePlace.Claiming)
            .When(ClaimsAreLeft).Do(TakeClaim).Goto(SharePlace.Holding).Named("Take")
            .Otherwise().Goto(SharePlace.Leaving)
        .In(SharePlace.Holding)
            .When(IsRequested).Goto(SharePlace.Asking)
            .Otherwise().Goto(SharePlace.Interning)
        .In(SharePlace.Interning)
            .When(HasRoom).Do(Visit).Goto(SharePlace.Claiming)
            .Otherwise().Goto(SharePlace.Asking)
        .In(SharePlace.Asking)
            .Always().Do(Ask).Do(CompleteIfAllAreHere).Goto(SharePlace.Waiting).Named("Pause")
        .In(SharePlace.Waiting)
            .When(RoundIsOver).Goto(SharePlace.Holding).Named("GoOn")
        .In(SharePlace.Leaving)
            .Always().Do(Leave).Do(CompleteIfAllAreHere).Goto(SharePlace.Left).Named("Leave")
        .Mutant("torn claim", "The next claim is read in one step and moved on in another.")
            .Without("Take")
            .In(SharePlace.Claiming).When(ClaimsAreLeft).Do(ReadClaim).Goto(SharePlace.Moving).Named("Read")
            .In(SharePlace.Moving).Always().Do(MoveOn).Goto(SharePlace.Holding).Named("MoveOn")
        .Mutant("impatient", "Whoever asks does the work at once.")
            .Without("Pause")
            .In(SharePlace.Asking).Always().Do(Ask).Do(Complete).Goto(SharePlace.Waiting).Named("PauseAtOnce")
        .Mutant("silent leaver", "Whoever leaves does not look whether the others wait for it alone.")
            .Without("Leave")
            .In(SharePlace.Leaving).Always().Do(Leave).Goto(SharePlace.Left).Named("LeaveSilently")
        .Mutant("no rounds", "Whoever waits goes on when nobody asks, not when its round is over.")
            .Without("GoOn")
            .In(SharePlace.Waiting).Unless(IsRequested).Goto(SharePlace.Holding).Named("GoOnUnasked");

    private static ref SharePlace Place(ref LevelState state, int self) => ref state.Places[self];

    private static Mutation MutationIn(in LevelState state) => state.Mutation;

    private static bool ClaimsAreLeft(in LevelState state, int self) => state.NextClaim < state.Claims;

    private static bool IsRequested(in LevelState state, int self) => state.IsRequested;

    private static bool HasRoom(in LevelState state, int self) => state.Room > 0;

    private static bool RoundIsOver(in LevelState state, int self) => state.RoundOf[self] != state.Rounds;

    private static void TakeClaim(ref LevelState state, int self) => state.Held[self] = state.NextClaim++;

    private static void ReadClaim(ref LevelState state, int self) => state.Held[self] = state.NextClaim;

    private static void MoveOn(ref LevelState state, int self) => state.NextClaim = (byte)(state.Held[self] + 1);

    private static void Visit(ref LevelState state, int self)
    {
        state.Room--;
        state.Visits[state.Held[self]]++;
    }

    private static void Ask(ref LevelState state, int self)
    {
        state.IsRequested = true;
        state.RoundOf[self] = state.Rounds;
        state.WaitingThreads++;
    }

    private static void Leave(ref LevelState state, int self) => state.Parties--;

    private static void CompleteIfAllAreHere(ref LevelState state, int self)
    {
        if (state.WaitingThreads > 0 && state.WaitingThreads >= state.Parties)
        {
            Complete(ref state, self);
        }
    }

    /// <summary>What moves the table: nobody may be about to write into it.</summary>
    private static void Complete(ref LevelState state, int self)
    {
        for (var thread = 0; thread < state.Threads; thread++)
        {
            state.HasMovedUnderSomebody |= state.Places[thread] == SharePlace.Interning;
        }

        state.Room = 1;
        state.WaitingThreads = 0;
        state.IsRequested = false;
        state.Rounds++;
    }
}

[CheckedSystem("level-sharing")]
public readonly partial struct LevelSharing
{
    internal static void Compose(SystemTable<LevelState> system) => system
        .Parameter("threads", 3, 2, LevelState.ThreadsMost, "threads of the search")
        .Parameter("claims", 4, 1, LevelState.ClaimsMost, "claims of the level")
        .Start(Begin)
        .Run(typeof(LevelThread), Threads, "thread {0}")
        .MayEnd(EverybodyHasLeft)
        .Never(AStateIsVisitedTwice, "claims are nobody else's")
        .Never(TheTableMovesUnderSomebody, "what moves the table is done while nobody is at work")
        .AtRest(EveryStateIsVisited, "nobody waits for ever, and nothing is left out")
        .Sometimes(SomebodyWaitsForALeaver, "the last to come may be one who leaves")
        .Catches("torn claim", nameof(AStateIsVisitedTwice))
        .Catches("impatient", nameof(TheTableMovesUnderSomebody))
        .Catches("silent leaver", nameof(EveryStateIsVisited))
        .Catches("no rounds", nameof(EveryStateIsVisited));

    private static LevelState Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        Threads = (byte)parameters["threads"],
        Parties = (byte)parameters["threads"],
        Claims = (byte)parameters["claims"],
        Room = 1,
    };

    private static int Threads(in LevelState state) => state.Threads;

    private static bool AStateIsVisitedTwice(in LevelState state)
    {
        for (var claim = 0; claim < state.Claims; claim++)
        {
            if (state.Visits[claim] > 1)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TheTableMovesUnderSomebody(in LevelState state) => state.HasMovedUnderSomebody;

    private static bool SomebodyWaitsForALeaver(in LevelState state) =>
        state.WaitingThreads > 0 && state.WaitingThreads + 1 == state.Parties
        && SomebodyIsIn(in state, SharePlace.Leaving);

    private static bool EveryStateIsVisited(in LevelState state)
    {
        for (var claim = 0; claim < state.Claims; claim++)
        {
            if (state.Visits[claim] == 0)
            {
                return false;
            }
        }

        return EverybodyHasLeft(in state);
    }

    private static bool EverybodyHasLeft(in LevelState state) => state.Parties == 0;

    private static bool SomebodyIsIn(in LevelState state, SharePlace place)
    {
        for (var thread = 0; thread < state.Threads; thread++)
        {
            if (state.Places[thread] == place)
            {
                return true;
            }
        }

        return false;
    }
}
