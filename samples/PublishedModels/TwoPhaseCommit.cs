using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace PublishedModels;

public enum ManagerPlace : byte
{
    Working,
    Prepared,
    Committed,
    Aborted,
}

public enum CoordinatorPlace : byte
{
    Undecided,
    Committed,
    Aborted,
}

/// <summary>
/// Two-phase commit over messages that are never lost and never taken away, at the grain of Gray and Lamport,
/// "Consensus on transaction commit", ACM Transactions on Database Systems 31 (2006).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Transaction
{
    public Mutation Mutation;
    public byte ManagerCount;
    public CoordinatorPlace Coordinator;
    public InlineArray16<ManagerPlace> Managers;
    public BitSet<ushort> SaidPrepared;
    public BitSet<ushort> HeardPrepared;
    public bool SaidCommit;
    public bool SaidAbort;
}

[Machine]
public static partial class ResourceManager
{
    internal static void Rules(Table<Transaction, ManagerPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(ManagerPlace.Committed, ManagerPlace.Aborted)
        .InAny().Alternatives()
            .When(CommitWasSaid).Goto(ManagerPlace.Committed)
            .When(AbortWasSaid).Goto(ManagerPlace.Aborted)
        .In(ManagerPlace.Working).Alternatives()
            .Always().Do(SayPrepared).Goto(ManagerPlace.Prepared).Named("Prepare")
            .Always().Goto(ManagerPlace.Aborted).Named("ChooseToAbort")
        .Mutant("fickle", "A manager that has prepared changes its mind.")
            .Without("ChooseToAbort")
            .In(ManagerPlace.Working, ManagerPlace.Prepared).Alternatives()
            .Always().Goto(ManagerPlace.Aborted).Named("AbortAnyway");

    private static ref ManagerPlace Place(ref Transaction state, int self) => ref state.Managers[self];

    private static Mutation MutationIn(in Transaction state) => state.Mutation;

    private static bool CommitWasSaid(in Transaction state) => state.SaidCommit;

    private static bool AbortWasSaid(in Transaction state) => state.SaidAbort;

    private static void SayPrepared(ref Transaction state, int self) => state.SaidPrepared.Add(self);
}

[Machine]
public static partial class Coordinator
{
    internal static void Rules(Table<Transaction, CoordinatorPlace> table) => table
        .At(Place).MutatedBy(MutationIn).Final(CoordinatorPlace.Committed, CoordinatorPlace.Aborted)
        .In(CoordinatorPlace.Undecided).Alternatives()
            .Choose(ManagerCount).When(ManagerSaidPrepared).Do(Hear).Stay().Named("HearPrepared")
            .When(EverybodyIsPrepared).Do(SayCommit).Goto(CoordinatorPlace.Committed)
            .Always().Do(SayAbort).Goto(CoordinatorPlace.Aborted).Named("Abort");

    private static ref CoordinatorPlace Place(ref Transaction state) => ref state.Coordinator;

    private static Mutation MutationIn(in Transaction state) => state.Mutation;

    private static int ManagerCount(in Transaction state, int self) => state.ManagerCount;

    private static bool ManagerSaidPrepared(in Transaction state, int self, int choice) =>
        state.SaidPrepared.Contains(choice);

    private static bool EverybodyIsPrepared(in Transaction state) => state.HeardPrepared.Count == state.ManagerCount;

    private static void Hear(ref Transaction state, int self, int choice) => state.HeardPrepared.Add(choice);

    private static void SayCommit(ref Transaction state) => state.SaidCommit = true;

    private static void SayAbort(ref Transaction state) => state.SaidAbort = true;
}

[CheckedSystem("two-phase-commit")]
public readonly partial struct TwoPhaseCommit
{
    internal static void Compose(SystemTable<Transaction> system) => system
        .Parameter("managers", 3, 1, 16, "resource managers")
        .Start(Begin)
        .Run(typeof(ResourceManager), Managers, "manager {0}")
        .Run(typeof(Coordinator), "coordinator")
        .Interchangeable(Managers, Exchange)
        .Always(Agrees, "no manager commits what another aborts")
        .Sometimes(EverybodyCommitted, "a transaction can succeed")
        .Sometimes(EverybodyAborted, "a transaction can fail")
        .Catches("fickle", nameof(Agrees), "managers=1");

    private static Transaction Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        ManagerCount = (byte)parameters["managers"],
    };

    private static void Exchange(ref Transaction state, int a, int b)
    {
        (state.Managers[a], state.Managers[b]) = (state.Managers[b], state.Managers[a]);
        state.SaidPrepared.Exchange(a, b);
        state.HeardPrepared.Exchange(a, b);
    }

    private static int Managers(in Transaction state) => state.ManagerCount;

    private static bool Agrees(in Transaction state) =>
        !state.SaidCommit || !Anybody(in state, ManagerPlace.Aborted);

    private static bool EverybodyCommitted(in Transaction state) => Everybody(in state, ManagerPlace.Committed);

    private static bool EverybodyAborted(in Transaction state) => Everybody(in state, ManagerPlace.Aborted);

    private static bool Anybody(in Transaction state, ManagerPlace place)
    {
        for (var manager = 0; manager < state.ManagerCount; manager++)
        {
            if (state.Managers[manager] == place)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Everybody(in Transaction state, ManagerPlace place)
    {
        for (var manager = 0; manager < state.ManagerCount; manager++)
        {
            if (state.Managers[manager] != place)
            {
                return false;
            }
        }

        return true;
    }
}
