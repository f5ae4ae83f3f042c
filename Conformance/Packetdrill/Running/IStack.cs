using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>
/// A stack that scripts are run on, in virtual time: nothing happens in it but what it is told to do, and what time
/// brings. Times are in microseconds from the start of the script. Whatever it is asked for and does not have, it
/// refuses by an <see cref="UnsupportedException"/>; it never answers as if it had it.
/// </summary>
internal interface IStack
{
    /// <summary>The time.</summary>
    long Now { get; }

    /// <summary>Whether no timer is armed, so that time alone brings nothing any more.</summary>
    bool IsQuiet { get; }

    /// <summary>Puts settings in force; called before anything else, and again when settings change.</summary>
    void Configure(RunSettings settings);

    /// <summary>Begins a call. It runs until it returns or sleeps.</summary>
    /// <param name="thread">The thread that makes it: 0, or 1 for a call that may sleep.</param>
    /// <param name="request">The call.</param>
    void Begin(int thread, CallRequest request);

    /// <summary>What the last call of a thread returned; <see langword="null"/> while it sleeps.</summary>
    CallAnswer? Ending(int thread);

    /// <summary>Hands over a packet that arrives.</summary>
    void Deliver(WirePacket packet);

    /// <summary>Takes the oldest packet that was sent and not taken; <see langword="null"/> if there is none.</summary>
    WirePacket? TakeSent();

    /// <summary>
    /// Lets time pass until a time, or until a packet is sent or a call returns, whatever comes first.
    /// </summary>
    void Advance(long until);

    /// <summary>What the stack tells of the connection last used; <see langword="null"/> if it does not tell.</summary>
    /// <param name="field">A field of struct tcp_info or of SO_MEMINFO.</param>
    decimal? Tell(string field);
}

/// <summary>A call that is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments; descriptors are those of the stack.</param>
internal sealed record CallRequest(string Name, Sequence<Value> Arguments);

/// <summary>What a call returned.</summary>
/// <param name="Value">The value; -1 for an error.</param>
/// <param name="Error">The name of the error.</param>
/// <param name="Time">When it returned.</param>
internal sealed record CallAnswer(long Value, string? Error, long Time)
{
    /// <summary>What it has written, by the place of the argument.</summary>
    public IReadOnlyDictionary<int, Value> Outputs { get; init; } = new Dictionary<int, Value>();

    /// <inheritdoc/>
    public override string ToString() => Error is null ? $"{Value}" : $"{Value} {Error}";
}
