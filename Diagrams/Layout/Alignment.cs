namespace Wakeline.Diagrams.Layout;

/// <summary>
/// One of the four extreme alignments: vertices are joined with a median neighbour into blocks that stand on one
/// vertical line, and the blocks are pushed as far to one side as they go.
/// </summary>
internal sealed class Alignment
{
    private readonly List<Vertex[]> _ranks;
    private readonly int[] _place;
    private readonly Vertex[] _root;
    private readonly Vertex[] _next;
    private readonly bool _upwards;
    private readonly bool _mirrored;

    public Alignment(RankedGraph graph, HashSet<(Vertex, Vertex)> blocked, bool upwards, bool mirrored)
    {
        _upwards = upwards;
        _mirrored = mirrored;
        _ranks = [.. graph.Ranks.Select(rank => (mirrored ? rank.AsEnumerable().Reverse() : rank).ToArray())];
        if (upwards)
        {
            _ranks.Reverse();
        }

        _place = new int[graph.VertexCount];
        _root = new Vertex[graph.VertexCount];
        foreach (var rank in _ranks)
        {
            for (var place = 0; place < rank.Length; place++)
            {
                _place[rank[place].Index] = place;
                _root[rank[place].Index] = rank[place];
            }
        }

        _next = [.. _root];
        _ranks.ForEach(rank => Align(rank, blocked));
    }

    /// <summary>The horizontal place of every vertex, by its index.</summary>
    public double[] Places()
    {
        var gaps = Gaps();
        var order = gaps.Keys.ToList();
        var places = new double[_root.Length];
        foreach (var block in order)
        {
            foreach (var (right, gap) in gaps[block])
            {
                places[right.Index] = Math.Max(places[right.Index], places[block.Index] + gap);
            }
        }

        foreach (var block in order.AsEnumerable().Reverse().Where(block => gaps[block].Count > 0))
        {
            places[block.Index] = Math.Max(
                places[block.Index], gaps[block].Min(each => places[each.Key.Index] - each.Value));
        }

        return [.. _root.Select(root => _mirrored ? -places[root.Index] : places[root.Index])];
    }

    private void Align(Vertex[] rank, HashSet<(Vertex, Vertex)> blocked)
    {
        var last = -1;
        foreach (var vertex in rank)
        {
            Vertex[] neighbours = [.. (_upwards ? vertex.Below : vertex.Above).OrderBy(each => _place[each.Index])];
            for (var middle = (neighbours.Length - 1) / 2; middle <= neighbours.Length / 2; middle++)
            {
                if (neighbours.Length == 0 || _next[vertex.Index] != vertex)
                {
                    break;
                }

                var neighbour = neighbours[middle];
                var segment = _upwards ? (vertex, neighbour) : (neighbour, vertex);
                if (last < _place[neighbour.Index] && !blocked.Contains(segment))
                {
                    _next[neighbour.Index] = vertex;
                    _root[vertex.Index] = _root[neighbour.Index];
                    _next[vertex.Index] = _root[vertex.Index];
                    last = _place[neighbour.Index];
                }
            }
        }
    }

    /// <summary>
    /// For every block the blocks to its right with the distance they must keep; blocks from left to right.
    /// </summary>
    private Dictionary<Vertex, Dictionary<Vertex, double>> Gaps()
    {
        var gaps = _root.Distinct().ToDictionary(root => root, _ => new Dictionary<Vertex, double>());
        foreach (var rank in _ranks)
        {
            foreach (var (left, right) in rank.Zip(rank.Skip(1)))
            {
                var gap = LayeredLayout.VertexGap + (_mirrored ? left.Left + right.Right : left.Right + right.Left);
                var toRight = gaps[_root[left.Index]];
                var block = _root[right.Index];
                toRight[block] = Math.Max(gap, toRight.GetValueOrDefault(block));
            }
        }

        return LeftToRight(gaps);
    }

    private static Dictionary<Vertex, Dictionary<Vertex, double>> LeftToRight(
        Dictionary<Vertex, Dictionary<Vertex, double>> gaps)
    {
        var waiting = gaps.Keys.ToDictionary(
            block => block,
            block => gaps.Values.Count(right => right.ContainsKey(block)));
        var ready = new Queue<Vertex>(waiting.Where(each => each.Value == 0).Select(each => each.Key));
        Dictionary<Vertex, Dictionary<Vertex, double>> ordered = [];
        while (ready.TryDequeue(out var block))
        {
            ordered.Add(block, gaps[block]);
            foreach (var right in gaps[block].Keys.Where(right => --waiting[right] == 0))
            {
                ready.Enqueue(right);
            }
        }

        return ordered;
    }
}
