namespace Wakeline.Conformance.Targets;

/// <summary>A target on which independent cases run side by side, all on the thread that has started it.</summary>
internal interface ISharedTarget : ITarget
{
    /// <summary>Whether there is room for one more. There is for the first.</summary>
    bool HasRoom { get; }

    /// <summary>Whether something was sent that the case which it is of has not seen.</summary>
    bool HasNews { get; }

    /// <summary>Room for a case beside those that run. It is given back by disposing of it.</summary>
    IShare Share();

    /// <summary>
    /// Starts another for the calling thread that has the place in common with this one; <see langword="null"/> if
    /// there is none.
    /// </summary>
    /// <exception cref="TargetException">It is not to be had.</exception>
    ISharedTarget? StartBeside();

    /// <summary>Waits until something has come for one of the cases, or a time is over.</summary>
    void Await(TimeSpan most);
}

/// <summary>A target as one of several cases has it.</summary>
internal interface IShare : ITarget
{
    /// <summary>Whether something was sent that the case has not seen.</summary>
    bool HasNews { get; }
}
