namespace Wakeline.Checker.Tests.RandomSystems;

/// <summary>Runs a <see cref="Graph"/>; which one is set before a check, on the thread that checks.</summary>
public readonly struct GraphSystem : ISystem<Graph>
{
    public const string Always = "A";
    public const string Never = "N";
    public const string Sometimes = "S";
    public const string AtRest = "R";
    public const string LeadsTo = "P~>Q";
    public const string AlwaysEventually = "Q";

    [ThreadStatic]
    private static Graph s_start;

    public static SystemInfo Info { get; } = new()
    {
        Name = "graph",
        Machines = [new MachineUse(Machine(), 0, "actor {0}")],
        Predicates = ["A", "N", "S", "R", "P", "Q"],
        Properties =
        [
            new PropertyInfo { Name = Always, Kind = PropertyKind.Always, Predicate = 0 },
            new PropertyInfo { Name = Never, Kind = PropertyKind.Never, Predicate = 1 },
            new PropertyInfo { Name = Sometimes, Kind = PropertyKind.Sometimes, Predicate = 2 },
            new PropertyInfo { Name = AtRest, Kind = PropertyKind.AtRest, Predicate = 3 },
            new PropertyInfo { Name = LeadsTo, Kind = PropertyKind.LeadsTo, Predicate = 4, Goal = 5 },
            new PropertyInfo
            {
                Name = AlwaysEventually, Kind = PropertyKind.AlwaysEventually, Predicate = 5, Goal = 5,
            },
        ],
    };

    public static void Use(in Graph start) => s_start = start;

    public static Graph Start(Parameters parameters) => s_start;

    public static void Successors<TSink>(in Graph state, ref TSink sink)
        where TSink : struct, ISuccessorSink<Graph>, allows ref struct
    {
        for (var actor = 0; actor < Graph.Actors; actor++)
        {
            int targets = state.TargetsOf(actor, state.Location);
            for (byte target = 0; target < Graph.Locations; target++)
            {
                if ((targets >> target & 1) != 0)
                {
                    sink.Begin(in state).Location = target;
                    sink.Commit(actor / Graph.Instances, actor % Graph.Instances, target);
                }
            }
        }

        if ((state.Throws >> state.Location & 1) != 0)
        {
            sink.Begin(in state).Location ^= 7;
            throw new BoundExceededException("The random graph is full here.");
        }
    }

    public static ulong Evaluate(in Graph state)
    {
        var value = 0UL;
        for (var predicate = 0; predicate < Graph.Predicates; predicate++)
        {
            value |= state.Is(predicate, state.Location) ? 1UL << predicate : 0;
        }

        return value;
    }

    public static bool MayEnd(in Graph state) => (state.MayEnd >> state.Location & 1) != 0;

    private static MachineInfo Machine() => new()
    {
        Name = "Walker",
        FullName = "Tests.Walker",
        Locations = ["Somewhere"],
        Start = "Somewhere",
        Rules =
        [
            .. Enumerable.Range(0, Graph.Rules).Select(rule => new RuleInfo
            {
                Index = rule,
                Name = $"go{rule}",
                Kind = TriggerKind.Step,
                Fairness = Graph.FairnessOf(rule),
            }),
        ],
    };
}
