using System.Net;
using Wakeline.Conformance.Traces.Captures;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Conformance.Traces.Judging;
using Wakeline.Conformance.Traces.Strace;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces;

/// <summary>Judges traces: JSON Lines, captures (pcap, pcapng), and what strace prints.</summary>
public static class TraceFiles
{
    private const int FaultsMost = 10;
    private const int MagicLength = 4;

    private const string NoneOfThese = "; nor does it begin as a capture (pcap, pcapng) or as what strace prints";

    /// <summary>Judges a trace of any of the formats; which one it is, its beginning says.</summary>
    /// <param name="stream">The trace.</param>
    /// <param name="file">Its name, for the report.</param>
    /// <param name="hosts">Of a capture, the addresses of the judged stacks; none for both ends.</param>
    /// <param name="profile">By what it is judged; that of the trace, or else that of Linux, unless it is said.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static TraceReport Judge(
        Stream stream, string file, IReadOnlyList<IPAddress> hosts, OracleProfile? profile = null,
        CancellationToken cancellation = default)
    {
        var magic = new byte[MagicLength];
        var length = stream.ReadAtLeast(magic, MagicLength, throwOnEndOfStream: false);
        var whole = new ReplayedStart(magic.AsMemory(0, length), stream);
        ITraceSource source = CaptureSource.Begins(magic.AsSpan(0, length)) ? new CaptureSource(whole, hosts)
            : IsStrace(magic.AsSpan(0, length)) ? new StraceSource(whole)
            : new TraceReader(whole);
        var report = Judge(source, file, profile, null, cancellation);
        return report is { Report: null, Faults: [var fault] } && length > 0 && magic[0] != '{'
            && source is TraceReader
                ? report with { Faults = [fault with { Message = fault.Message + NoneOfThese }] }
                : report;
    }

    /// <summary>Judges a trace of JSON Lines as it comes.</summary>
    /// <param name="stream">The trace.</param>
    /// <param name="file">Its name, for the report.</param>
    /// <param name="profile">By what it is judged; that of the trace, or else that of Linux, unless it is said.</param>
    /// <param name="found">Is told of each finding at once.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static TraceReport Follow(
        Stream stream, string file, OracleProfile? profile, Action<OracleFinding> found,
        CancellationToken cancellation = default) =>
        Judge(new TraceReader(stream), file, profile, found, cancellation);

    /// <summary>A line of strace begins with a call, a number, or <c>[pid</c>.</summary>
    private static bool IsStrace(ReadOnlySpan<byte> start) => start.Length == MagicLength
        && (start.StartsWith("[pid"u8) || char.IsAsciiLetterOrDigit((char)start[0]));

    private static TraceReport Judge(
        ITraceSource source, string file, OracleProfile? profile, Action<OracleFinding>? found,
        CancellationToken cancellation)
    {
        var faults = new List<TraceFault>();
        TraceJudge judge;
        try
        {
            judge = new TraceJudge(source.ReadHeader(), profile);
        }
        catch (TraceFormatException fault)
        {
            return new TraceReport(file, [fault.Fault], null);
        }

        var told = 0;
        while (faults.Count < FaultsMost)
        {
            try
            {
                if (source.Read() is not { } each)
                {
                    break;
                }

                cancellation.ThrowIfCancellationRequested();
                judge.Take(each, source.Place);
                for (; found is not null && told < judge.Findings.Count; told++)
                {
                    found(judge.Findings[told]);
                }
            }
            catch (TraceFormatException fault)
            {
                faults.Add(fault.Fault);
                if (source is CaptureSource)
                {
                    break;                              // Where the next packet begins is not known any more.
                }
            }
            catch (UnjudgedException reason)
            {
                return new TraceReport(file, faults, Unjudged(judge.Finish(), reason, source.Place));
            }
        }

        return new TraceReport(file, faults, judge.Finish());
    }

    private static OracleReport Unjudged(OracleReport report, UnjudgedException reason, long line) => report with
    {
        Verdict = report.Verdict == OracleVerdict.Violates ? report.Verdict : OracleVerdict.Inconclusive,
        Findings =
        [
            .. report.Findings,
            new OracleFinding(
                OracleVerdict.Inconclusive, "", new Moment(line, 0), "", reason.Message, [], "", "", [], 0, default),
        ],
    };
}
