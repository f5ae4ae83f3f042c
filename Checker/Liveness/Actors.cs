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

    private const int InstancesMost = byte.MaxValue + 1;

    private readonly Fairness[] _fairness = [.. system.Rules.Select(rule => rule.Fairness)];
    private readonly ushort[] _numbers = NoNumbers(system.Rules.Count);
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

        ref var number = ref _numbers[rule * InstancesMost + instance];
        if (number == None)
        {
            number = checked((ushort)_actors.Count);
            _actors.Add(new Actor(rule, instance, _fairness[rule]));
        }

        return number;
    }

    private static ushort[] NoNumbers(int rules)
    {
        var numbers = new ushort[rules * InstancesMost];
        Array.Fill(numbers, None);
        return numbers;
    }
}
