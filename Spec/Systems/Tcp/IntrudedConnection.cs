using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>What befalls the connection last, and is judged.</summary>
public enum Trial : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>A segment arrives that its peer may not have sent.</summary>
    Segment,

    /// <summary>A timer expires.</summary>
    Expiry,

    /// <summary>The user aborts.</summary>
    Abort,
}

/// <summary>
/// One end of a connection with a lawful past, and what came of the one thing that befell it then.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct IntrudedConnection
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>Octets the user may still send.</summary>
    public byte ToSend;

    /// <summary>The connection.</summary>
    public Tcb Tcb;

    /// <summary>The connection as it was before; zero until something befalls it.</summary>
    public Tcb Before;

    /// <summary>What befell it.</summary>
    public Trial Trial;

    /// <summary>The segment that arrived.</summary>
    public Segment Arrived;

    /// <summary>The timer that expired.</summary>
    public TcpTimer Expired;

    /// <summary>What it sent then, in this order.</summary>
    public Ring<Segment, InlineArray4<Segment>> Answers;

    /// <summary>Where the past is; it has one place only.</summary>
    public LawfulPastStep Past;

    /// <summary>Where the intruder is; it has one place only.</summary>
    public IntruderStep Intruder;

    /// <summary>This end.</summary>
    public static Endpoint Local => new(1, 80);

    /// <summary>The other end.</summary>
    public static Endpoint Remote => new(1, 40_000);

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in IntrudedConnection scene) => scene.Mutation;

    /// <summary>What it sends now goes out, as in the kernel in the same step.</summary>
    public void Transmit(bool isJudged)
    {
        while (Connection.TryEmit(ref Tcb, out var segment, Mutation) >= 0)
        {
            if (isJudged)
            {
                Answers.Enqueue(segment);
            }
        }
    }
}
