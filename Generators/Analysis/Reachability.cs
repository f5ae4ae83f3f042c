using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Which locations the rows of a table lead to from its start, whatever their guards say.</summary>
internal sealed class Reachability
{
    private readonly HashSet<long> _reached = [];

    public Reachability(ParsedTable table)
    {
        Start = table.Start?.Value ?? EnumConstants.Of(table.LocationType, 0);
        var waiting = new Queue<long>([Start.Value]);
        while (waiting.Count > 0)
        {
            var location = waiting.Dequeue();
            if (!_reached.Add(location))
            {
                continue;
            }

            foreach (var row in table.Shipped.Where(row => row.IsIn(location)))
            {
                waiting.Enqueue(row.To?.Value.Value ?? location);
            }
        }
    }

    public ConstantModel Start { get; }

    public bool Reaches(long location) => _reached.Contains(location);
}
