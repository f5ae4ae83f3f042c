namespace Wakeline.Conformance.Packetdrill.OnModel.Reports;

/// <summary>Where MSG_PEEK goes on reading (SO_PEEK_OFF; net/core/sock.c sk_set_peek_off).</summary>
internal static class PeekOffset
{
    private const string Name = "SO_PEEK_OFF";

    /// <summary>How much a call that peeks skips.</summary>
    public static int Of(SocketNotes notes) => (int)Math.Max(Value(notes), 0);

    /// <summary>A call has got so much (sk_peek_offset_fwd, sk_peek_offset_bwd).</summary>
    public static void Move(SocketNotes notes, long moved, bool isPeeking)
    {
        if (moved > 0 && Value(notes) is >= 0 and var offset)
        {
            notes.Values[Name] = isPeeking ? offset + moved : Math.Max(offset - moved, 0);
        }
    }

    private static long Value(SocketNotes notes) => notes.Values.GetValueOrDefault(Name, -1);
}
