using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>
/// What a call may return where its program makes it: a result, or one of two errors. Empty: anything.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Promise
{
    /// <summary>Whether there is a result that the call may return.</summary>
    public bool HasResult { get; private init; }

    /// <summary>The result that the call may return.</summary>
    public sbyte Result { get; private init; }

    /// <summary>An error it may return.</summary>
    public Errno Error { get; private init; }

    /// <summary>Another.</summary>
    public Errno OtherError { get; private init; }

    private bool IsEmpty => !HasResult && Error == Errno.None;

    /// <summary>The promise of a result, beside what is promised.</summary>
    public Promise Of(int result) => this with { HasResult = true, Result = (sbyte)result };

    /// <summary>The promise of an error, beside what is promised; of two at most.</summary>
    public Promise Or(Errno error) =>
        Error == Errno.None ? this with { Error = error } : this with { OtherError = error };

    /// <summary>Whether what a call has returned is what was promised.</summary>
    public bool IsKeptBy(int result, Errno error) =>
        IsEmpty || (error == Errno.None
            ? HasResult && Result == result
            : result == -1 && (error == Error || error == OtherError));
}
