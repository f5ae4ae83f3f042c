namespace Wakeline.Checker.Tests.RandomSystems;

/// <summary>
/// Says of a <see cref="Graph"/> what is true, in the most obvious way: distances by breadth-first search over a
/// dictionary, and a leads-to by trying every set of locations as the one a run stays in for ever.
/// </summary>
internal sealed class NaiveChecker
{
    private readonly Graph _graph;

    public NaiveChecker(Graph graph)
    {
        _graph = graph;
        var queue = new Queue<int>([graph.Location]);
        Distance[graph.Location] = 0;
        while (queue.TryDequeue(out var at))
        {
            foreach (var (_, to) in Edges(at))
            {
                Transitions++;
                if (Distance.TryAdd(to, Distance[at] + 1))
                {
                    queue.Enqueue(to);
                }
            }
        }
    }

    /// <summary>Steps from the start to each reachable location.</summary>
    public Dictionary<int, int> Distance { get; } = [];

    public int Transitions { get; private set; }

    public IEnumerable<int> RestLocations => Distance.Keys.Where(at => !Edges(at).Any());

    /// <summary>Steps to the nearest reachable location that meets a demand, or -1.</summary>
    public int Nearest(Func<int, bool> demand) =>
        Distance.Where(each => demand(each.Key)).Select(each => each.Value).DefaultIfEmpty(-1).Min();

    public bool LeadsToHolds(int premise, int goal) => IsAlwaysFollowed(at => _graph.Is(premise, at), goal);

    public bool AlwaysEventuallyHolds(int goal) => IsAlwaysFollowed(_ => true, goal);

    private bool IsAlwaysFollowed(Func<int, bool> premise, int goal)
    {
        bool Waits(int at) => !_graph.Is(goal, at);
        var waiting = Closure(Distance.Keys.Where(at => premise(at) && Waits(at)), Waits);
        return !Enumerable.Range(1, (1 << Graph.Locations) - 1)
            .Select(set => Enumerable.Range(0, Graph.Locations).Where(at => (set >> at & 1) != 0).ToHashSet())
            .Any(set => set.IsSubsetOf(waiting) && IsConnected(set) && IsFair(set));
    }

    private IEnumerable<(int Actor, int To)> Edges(int at) =>
        from actor in Enumerable.Range(0, Graph.Actors)
        from to in Enumerable.Range(0, Graph.Locations)
        where (_graph.TargetsOf(actor, at) >> to & 1) != 0
        select (actor, to);

    private HashSet<int> Closure(IEnumerable<int> from, Func<int, bool> within)
    {
        var found = new HashSet<int>(from);
        while (found.SelectMany(Edges).Select(edge => edge.To).FirstOrDefault(
            to => within(to) && !found.Contains(to), -1) is var next and not -1)
        {
            found.Add(next);
        }

        return found;
    }

    /// <summary>A run can stay in a single location by doing nothing, and in several if each leads to each.</summary>
    private bool IsConnected(HashSet<int> set) => set.All(at => Closure([at], set.Contains).SetEquals(set));

    private bool IsFair(HashSet<int> set) => Enumerable.Range(0, Graph.Actors).All(actor =>
    {
        var takesStep = set.Any(at => Edges(at).Any(edge => edge.Actor == actor && set.Contains(edge.To)));
        var enabled = set.Count(at => _graph.TargetsOf(actor, at) != 0);
        return Graph.FairnessOf(actor / Graph.Instances) switch
        {
            Fairness.Weak => takesStep || enabled < set.Count,
            Fairness.Strong => takesStep || enabled == 0,
            _ => true,
        };
    });
}
