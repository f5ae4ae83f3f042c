namespace Wakeline.Spec.Tasks;

/// <summary>A call begins, with or without a signal mask of its own.</summary>
public readonly record struct CallBegins;

/// <summary>A call has its result.</summary>
public readonly record struct CallEnds;

/// <summary>A task is about to go back to user mode.</summary>
public readonly record struct UserModeReached;
