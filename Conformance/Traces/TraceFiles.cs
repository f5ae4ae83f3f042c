using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Conformance.Traces.Judging;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces;

/// <summary>Judges traces.</summary>
public static class TraceFiles
{
    private const int FaultsMost = 10;

    /// <summary>Judges a trace of JSON Lines.</summary>
    /// <param name="stream">The trace.</param>
    /// <param name="file">Its name, for the report.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static TraceReport Judge(Stream stream, string file, CancellationToken cancellation = default)
    {
        var reader = new TraceReader(stream);
        var faults = new List<TraceFault>();
        TraceJudge judge;
        try
        {
            judge = new TraceJudge(reader.ReadHeader());
        }
        catch (TraceFormatException fault)
        {
            return new TraceReport(file, [fault.Fault], null);
        }

        while (faults.Count < FaultsMost)
        {
            try
            {
                if (reader.Read() is not { } each)
                {
                    break;
                }

                cancellation.ThrowIfCancellationRequested();
                judge.Take(each, reader.Line);
            }
            catch (TraceFormatException fault)
            {
                faults.Add(fault.Fault);
            }
            catch (UnjudgedException reason)
            {
                return new TraceReport(file, faults, Unjudged(judge.Finish(), reason, reader.Line));
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
