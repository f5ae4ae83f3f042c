using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

/// <summary>What can be agreed upon.</summary>
public enum Proposal : byte
{
    None,
    First,
    Second,
}

/// <summary>A ballot, counted from 1, and what was voted for in it; zeros stand for "no vote".</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Vote
{
    public byte Ballot;
    public Proposal Value;
}

/// <summary>A message 1b: the acceptor's last vote, if it sent one.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Promise
{
    public bool IsSent;
    public Vote Last;
}

public enum LeaderPlace : byte
{
    Leading,
}

public enum AcceptorPlace : byte
{
    Accepting,
}

/// <summary>
/// Acceptors, and every message ever sent: messages are neither lost nor taken away, so that receiving one is a guard.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Synod
{
    public Mutation Mutation;
    public byte Ballots;
    public LeaderPlace Leading;
    public AcceptorPlace Accepting;

    /// <summary>The greatest ballot each acceptor has taken part in.</summary>
    public InlineArray3<byte> Greatest;
    public InlineArray3<Vote> Votes;

    /// <summary>Messages 1a, 1b, 2a and 2b, by ballot.</summary>
    public BitSet<byte> Prepares;
    public InlineArray4<InlineArray3<Promise>> Promises;
    public InlineArray4<Proposal> Accepts;
    public InlineArray4<BitSet<byte>> Accepted;
}

/// <summary>The leader of one ballot: Lamport, "The part-time parliament", ACM TOCS 16 (1998).</summary>
[Machine]
public static partial class PaxosLeader
{
    internal static void Rules(Table<Synod, LeaderPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(LeaderPlace.Leading)
        .In(LeaderPlace.Leading).Alternatives()
            .Always().Do(Prepare).Stay().Named("1a")
            .Choose(Grounds).When(IsFree).When(IsSafe).Do(Propose).Stay().Named("2a")
        .Mutant("deaf", "A leader proposes what it likes, whatever the promises tell of earlier votes.")
            .Without("2a")
            .In(LeaderPlace.Leading)
            .Choose(Grounds).When(IsFree).When(HasQuorum).Do(Propose).Stay().Named("2a, as it likes");

    private static ref LeaderPlace Place(ref Synod synod, int self) => ref synod.Leading;

    private static Mutation MutationIn(in Synod synod) => synod.Mutation;

    /// <summary>
    /// TLC counts a step once for each way its condition is met: each value, each quorum, and as grounds either that
    /// nobody in it voted or one of its members' votes.
    /// </summary>
    private static int Grounds(in Synod synod, int self) => 2 * 3 * 4;

    private static bool IsFree(in Synod synod, int self) => synod.Accepts[self] == Proposal.None;

    private static bool HasQuorum(in Synod synod, int self, int choice)
    {
        var absent = choice / 2 % 3;
        for (var acceptor = 0; acceptor < 3; acceptor++)
        {
            if (acceptor != absent && !synod.Promises[self][acceptor].IsSent)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSafe(in Synod synod, int self, int choice)
    {
        var absent = choice / 2 % 3;
        var witness = choice / 6 - 1;
        if (witness == absent || !HasQuorum(in synod, self, choice))
        {
            return false;
        }

        var last = witness < 0 ? default : synod.Promises[self][witness].Last;
        if (witness >= 0 && (last.Ballot == 0 || last.Value != ValueOf(choice)))
        {
            return false;
        }

        for (var acceptor = 0; acceptor < 3; acceptor++)
        {
            if (acceptor != absent && synod.Promises[self][acceptor].Last.Ballot > last.Ballot)
            {
                return false;
            }
        }

        return true;
    }

    private static void Prepare(ref Synod synod, int self) => synod.Prepares.Add(self);

    private static void Propose(ref Synod synod, int self, int choice) => synod.Accepts[self] = ValueOf(choice);

    private static Proposal ValueOf(int choice) => choice % 2 == 0 ? Proposal.First : Proposal.Second;
}

/// <summary>One of three acceptors.</summary>
[Machine]
public static partial class PaxosAcceptor
{
    internal static void Rules(Table<Synod, AcceptorPlace> table) => table
        .At(Place).Final(AcceptorPlace.Accepting)
        .In(AcceptorPlace.Accepting).Alternatives()
            .Choose(Ballots).When(IsPreparedAbove).Do(Promise).Stay().Named("1b")
            .Choose(Ballots).When(IsProposedNotBelow).Do(Accept).Stay().Named("2b");

    private static ref AcceptorPlace Place(ref Synod synod, int self) => ref synod.Accepting;

    private static int Ballots(in Synod synod, int self) => synod.Ballots;

    private static bool IsPreparedAbove(in Synod synod, int self, int choice) =>
        synod.Prepares.Contains(choice) && choice + 1 > synod.Greatest[self];

    private static bool IsProposedNotBelow(in Synod synod, int self, int choice) =>
        synod.Accepts[choice] != Proposal.None && choice + 1 >= synod.Greatest[self];

    private static void Promise(ref Synod synod, int self, int choice)
    {
        synod.Greatest[self] = (byte)(choice + 1);
        synod.Promises[choice][self] = new Promise { IsSent = true, Last = synod.Votes[self] };
    }

    private static void Accept(ref Synod synod, int self, int choice)
    {
        synod.Greatest[self] = (byte)(choice + 1);
        synod.Votes[self] = new Vote { Ballot = (byte)(choice + 1), Value = synod.Accepts[choice] };
        synod.Accepted[choice].Add(self);
    }
}

[CheckedSystem("paxos")]
public readonly partial struct Paxos
{
    internal static void Compose(SystemTable<Synod> system) => system
        .Parameter("ballots", 2, 1, 4, "ballots, each with a leader of its own")
        .Start(Begin)
        .Run(typeof(PaxosLeader), Ballots, "leader {0}")
        .Run(typeof(PaxosAcceptor), Acceptors, "acceptor {0}")
        .Never(BothAreChosen, "at most one value is chosen")
        .Sometimes(FirstIsChosen, "a value is chosen at all")
        .Catches("deaf", nameof(BothAreChosen));

    private static Synod Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        Ballots = (byte)parameters["ballots"],
    };

    private static int Ballots(in Synod synod) => synod.Ballots;

    private static int Acceptors(in Synod synod) => 3;

    private static bool BothAreChosen(in Synod synod) =>
        IsChosen(in synod, Proposal.First) && IsChosen(in synod, Proposal.Second);

    private static bool FirstIsChosen(in Synod synod) => IsChosen(in synod, Proposal.First);

    private static bool IsChosen(in Synod synod, Proposal value)
    {
        for (var ballot = 0; ballot < synod.Ballots; ballot++)
        {
            if (synod.Accepts[ballot] == value && synod.Accepted[ballot].Count > 1)
            {
                return true;
            }
        }

        return false;
    }
}
