using System.Runtime.InteropServices;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Listings;
using Wakeline.Model.Oracle;

namespace Wakeline.Native;

/// <summary>An oracle of a program in C: the trace that it judges, and what it has told the program.</summary>
internal sealed unsafe class OracleHandle : IDisposable
{
    private const string Name = "stream";

    private readonly LiveTrace _trace;
    private readonly NativeText _text = new();
    private int _told;

    private OracleHandle(LiveTrace trace) => _trace = trace;

    /// <summary>Begins a trace.</summary>
    /// <exception cref="FormatException">The header or the profile is none.</exception>
    public static OracleHandle Open(byte* header, byte* profile)
    {
        var judgedBy = profile == null ? null : ProfileOf(Marshal.PtrToStringUTF8((nint)profile)!);
        return new OracleHandle(header == null
            ? new LiveTrace(judgedBy)
            : new LiveTrace(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(header), judgedBy));
    }

    /// <summary>The oracle behind a pointer that the program was given.</summary>
    /// <exception cref="ArgumentException">The pointer is NULL.</exception>
    public static OracleHandle Of(nint pointer) => pointer != 0
        ? (OracleHandle)GCHandle.FromIntPtr(pointer).Target!
        : throw new ArgumentException("the oracle is NULL");

    /// <summary>The pointer that stands for it in the program.</summary>
    public nint ToPointer() => GCHandle.ToIntPtr(GCHandle.Alloc(this));

    /// <summary>The program gives its pointer back.</summary>
    public static void Close(nint pointer)
    {
        if (pointer != 0)
        {
            var handle = GCHandle.FromIntPtr(pointer);
            ((OracleHandle)handle.Target!).Dispose();
            handle.Free();
        }
    }

    /// <summary>Takes an event.</summary>
    /// <returns>What was found because of it.</returns>
    public OracleVerdict Event(ReadOnlySpan<byte> line)
    {
        var before = _trace.Findings.Count;
        _trace.Take(line);
        return VerdictSince(before);
    }

    /// <summary>Takes a packet.</summary>
    /// <returns>What was found because of it.</returns>
    public OracleVerdict Packet(long time, bool isSent, ReadOnlySpan<byte> packet)
    {
        var before = _trace.Findings.Count;
        _trace.TakePacket(time, isSent, packet.ToArray());
        return VerdictSince(before);
    }

    /// <summary>Whether a segment is owed.</summary>
    public bool Owes(long time) => _trace.IsAnswerOwed(time);

    /// <summary>The next finding; NULL if all were told.</summary>
    public byte* NextFinding() => _told < _trace.Findings.Count
        ? _text.Set(FindingListing.Of(_trace.Findings[_told++]).ToLine())
        : null;

    /// <summary>Ends the trace.</summary>
    /// <returns>The verdict about all of it.</returns>
    public OracleVerdict Finish() => _trace.Finish().Verdict;

    /// <summary>Ends the trace.</summary>
    /// <returns>The report about all of it.</returns>
    public byte* Report() => _text.Set(TraceListing.Of(new TraceReport(Name, [], _trace.Finish())).ToLine());

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private static OracleProfile ProfileOf(string name) => OracleProfile.Find(name)
        ?? throw new FormatException(
            $"one of {string.Join(", ", OracleProfile.All.Select(profile => profile.Name))} is expected as the "
            + $"profile, not '{name}'");

    private OracleVerdict VerdictSince(int before)
    {
        var worst = OracleVerdict.Conforms;
        for (var each = before; each < _trace.Findings.Count; each++)
        {
            worst = (OracleVerdict)Math.Max((int)worst, (int)_trace.Findings[each].Verdict);
        }

        return worst;
    }
}
