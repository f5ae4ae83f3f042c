namespace Wakeline;

/// <summary>Collects what the fluent table says. It keeps the rows; the meaning lies with the interpreter.</summary>
internal sealed class TableBuilder<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    private IReadOnlyList<TLocation>? _scope;
    private MutantDefinition? _mutant;

    public InstanceLocationOf<TState, TLocation>? Location { get; set; }

    public InstanceSetOf<TState>? Obligations { get; set; }

    public InstanceSetOf<TState>? Timers { get; set; }

    public MutationOf<TState>? Mutation { get; set; }

    public TLocation? Start { get; set; }

    public List<TLocation> Final { get; } = [];

    public Fairness DefaultFairness { get; set; }

    public List<RuleDefinition<TState, TLocation>> Rules { get; } = [];

    public List<MutantDefinition> Mutants { get; } = [];

    public List<string> ScopeCitations { get; private set; } = [];

    public string ScopeLock { get; set; } = "";

    public bool ScopeAlternative { get; set; }

    public Fairness? ScopeFairness { get; set; }

    public Scope<TState, TLocation> OpenScope(IReadOnlyList<TLocation> locations)
    {
        _scope = locations;
        ScopeCitations = [];
        ScopeLock = "";
        ScopeAlternative = false;
        ScopeFairness = null;
        return new Scope<TState, TLocation>(this);
    }

    public MutantScope<TState, TLocation> OpenMutant(string name, string story)
    {
        if (Mutants.Any(mutant => mutant.Name == name))
        {
            throw new SpecificationException($"Two mutants are named '{name}'.");
        }

        _mutant = new MutantDefinition(name, story, []);
        Mutants.Add(_mutant);
        _scope = null;
        return new MutantScope<TState, TLocation>(this);
    }

    public void RemoveInMutant(ReadOnlySpan<string> rules)
    {
        foreach (var rule in rules)
        {
            _mutant!.Removed.Add(rule);
        }
    }

    public RuleDefinition<TState, TLocation> OpenRow(
        TriggerKind kind, string trigger, Type? eventType, int line, bool isOtherwise = false, int timer = -1)
    {
        if (_scope is null)
        {
            throw new SpecificationException($"The row in line {line} stands before any In(...) or InAny().");
        }

        var rule = new RuleDefinition<TState, TLocation>
        {
            From = _scope,
            Kind = kind,
            Trigger = trigger,
            EventType = eventType,
            Timer = timer,
            Line = line,
            IsOtherwise = isOtherwise,
            Mutant = _mutant,
            Lock = ScopeLock,
            IsAlternative = ScopeAlternative,
            Fairness = ScopeFairness ?? DefaultFairness,
        };
        rule.Citations.AddRange(ScopeCitations);
        Rules.Add(rule);
        return rule;
    }

    /// <summary>Rejects what no engine could give a meaning to.</summary>
    public void Finish()
    {
        if (Location is null)
        {
            throw new SpecificationException("The table does not say with At(...) where the location is kept.");
        }

        foreach (var rule in Rules)
        {
            RequireWellFormed(rule);
        }

        var names = new HashSet<string>();
        foreach (var rule in Rules.Where(rule => !names.Add(rule.Name)))
        {
            throw new SpecificationException($"Two rows are named '{rule.Name}' (line {rule.Line}); use Named(...).");
        }

        foreach (var mutant in Mutants)
        {
            if (mutant.Removed.Find(removed => !names.Contains(removed)) is { } missing)
            {
                throw new SpecificationException($"Mutant '{mutant.Name}' removes '{missing}', which is no row.");
            }
        }
    }

    private void RequireWellFormed(RuleDefinition<TState, TLocation> rule)
    {
        if (!rule.IsClosed)
        {
            throw new SpecificationException(
                $"The row '{rule.Name}' in line {rule.Line} does not end with Goto, Stay or Ignore.");
        }

        if (Obligations is null && (rule.Owes.Count > 0 || rule.Discharges is not null))
        {
            throw new SpecificationException($"Row '{rule.Name}' owes an output, but the table has no Owing(...).");
        }

        if (Timers is null && (rule.Arms.Count > 0 || rule.Cancels.Count > 0 || rule.Kind == TriggerKind.Timer))
        {
            throw new SpecificationException($"Row '{rule.Name}' uses a timer, but the table has no Timing(...).");
        }
    }
}
