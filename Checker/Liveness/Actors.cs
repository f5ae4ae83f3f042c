namespace Wakeline.Checking.Liveness;

/// <summary>An instance together with a rule that it takes with some fairness; fairness is judged for each.</summary>
internal readonly record struct Actor(int Rule, int Instance, Fairness Fairness)
{
    public bool Took(Step step) => step.Rule == Rule && step.Instance == Instance;
}

/// <summary>Numbers the actors of a system as they are met. Rules without fairness have none.</summary>
internal sealed class Actors(SystemInfo system)
{
    /// <summary>The number of steps that no fairness is assumed of.</summary>
    public const ushort None = ushort.MaxValue;

    private readonly Fairness[] _fairness = [.. system.Rules.Select(rule => rule.Fairness)];
    private readonly ushort[][] _numbers = [.. system.Rules.Select(_ => Array.Empty<ushort>())];
    private readonly List<Actor> _actors = [];

    public int Count => _actors.Count;

    public Actor this[int number] => _actors[number];

    /// <summary>The number of the actor that takes a step.</summary>
    public ushort NumberOf(int rule, int instance)
    {
        if (_fairness[rule] == Fairness.None)
        {
            return None;
        }

        if (instance >= _numbers[rule].Length)
        {
            _numbers[rule] = Widened(_numbers[rule], instance);
        }

        ref var number = ref _numbers[rule][instance];
        if (number == None)
        {
            number = checked((ushort)_actors.Count);
            _actors.Add(new Actor(rule, instance, _fairness[rule]));
        }

        return number;
    }

    private static ushort[] Widened(ushort[] numbers, int instance)
    {
        var wider = new ushort[Math.Max(2 * numbers.Length, instance + 1)];
        numbers.CopyTo(wider, 0);
        wider.AsSpan(numbers.Length).Fill(None);
        return wider;
    }
}
