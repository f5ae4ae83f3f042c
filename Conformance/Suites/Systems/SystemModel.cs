namespace Wakeline.Conformance.Suites.Systems;

/// <summary>The system itself as an implementation, with or without a fault: it does what it is asked for.</summary>
internal sealed class SystemModel<TSystem, TState>(SystemView<TSystem, TState> view, Parameters parameters)
    : ISystemStack
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private TState _state = TSystem.Start(parameters);

    /// <inheritdoc/>
    public SystemAnswer Start => view.Observe(_state);

    /// <inheritdoc/>
    public SystemAnswer Take(SystemRequest request)
    {
        foreach (var (step, next) in SystemView<TSystem, TState>.StepsIn(in _state))
        {
            var asked = view.RequestOf(step);
            if (asked == request || (request.Rule.Length == 0 && asked.Party == request.Party))
            {
                _state = next;
                return view.Observe(_state);
            }
        }

        return new SystemAnswer { IsRefused = true };
    }
}

/// <summary>
/// The states that an implementation of a system may be in. A party that is asked for one of several things it can do
/// may do another of them instead, if what is seen fits that; it may not do nothing.
/// </summary>
internal sealed class SystemOracle<TSystem, TState>(SystemView<TSystem, TState> view, Parameters parameters)
    : ISystemOracle
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private List<TState> _possible = [TSystem.Start(parameters)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Expected(SystemRequest request) =>
    [
        .. _possible.SelectMany(state => Of(state, request.Party) is { Count: > 0 } steps && MayAct(steps, request)
            ? steps.Select(each => $"{view.RequestOf(each.Step)}{SystemCase.Then}{view.Observe(each.State)}")
            : ["refused"]).Distinct(),
    ];

    /// <inheritdoc/>
    public bool AdmitsStart(SystemAnswer told) => !told.IsRefused && view.Observe(_possible[0]).Admits(told);

    /// <inheritdoc/>
    public bool Admits(SystemRequest request, SystemAnswer told)
    {
        var next = told.IsRefused
            ? _possible.Where(state => !MayAct(Of(state, request.Party), request)).ToList()
            : Explaining(request, told, isAsked: true) is { Count: > 0 } asked ? asked
            : Explaining(request, told, isAsked: false);
        _possible = next.Count > 0 ? next : _possible;
        return next.Count > 0;
    }

    private List<TState> Explaining(SystemRequest request, SystemAnswer told, bool isAsked) =>
    [
        .. from state in _possible
           let steps = Of(state, request.Party)
           where MayAct(steps, request)
           from each in steps
           where !isAsked || Fits(each.Step, request)
           where view.Observe(each.State).Admits(told)
           select each.State,
    ];

    private List<(Step Step, TState State)> Of(TState state, string party) =>
        [.. SystemView<TSystem, TState>.StepsIn(in state).Where(each => view.RequestOf(each.Step).Party == party)];

    private bool MayAct(List<(Step Step, TState State)> steps, SystemRequest request) =>
        steps.Exists(each => Fits(each.Step, request));

    private bool Fits(Step step, SystemRequest request) =>
        request.Rule.Length == 0 || view.RequestOf(step) == request;
}
