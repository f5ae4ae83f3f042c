using System.Globalization;
using System.Text;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Judging;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>How many corrupted traces the oracle rejects.</summary>
internal static class RejectionReport
{
    /// <summary>Corrupts the sessions of the first seeds in every way.</summary>
    /// <param name="sessions">How many sessions.</param>
    public static IReadOnlyList<RejectionRate> Measure(int sessions)
    {
        var lawful = Enumerable.Range(0, sessions).Select(seed => LawfulSession.Make(seed)).ToList();
        return [.. Corruptions.All.Select(corruption => Measure(corruption, lawful))];
    }

    /// <summary>The rates as a table of Markdown.</summary>
    public static string Write(IReadOnlyList<RejectionRate> rates)
    {
        var text = new StringBuilder("| corruption | what is changed | traces | noticed |\n");
        text.Append("| --- | --- | ---: | ---: |\n");
        foreach (var rate in rates)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {rate.Corruption.Name} | {rate.Corruption.Meaning} | {rate.Traces} | {rate.Percent:0.0} % |\n");
        }

        return text.ToString();
    }

    /// <summary>The verdict on a trace.</summary>
    public static OracleReport Judge(TraceHeader header, IEnumerable<TraceEvent> events)
    {
        var judge = new TraceJudge(header);
        foreach (var (index, each) in events.Index())
        {
            judge.Take(each, index + 1);
        }

        return judge.Finish();
    }

    private static RejectionRate Measure(Corruption corruption, IReadOnlyList<IReadOnlyList<TraceEvent>> lawful)
    {
        var (traces, rejected) = (0, 0);
        var accepted = new List<int>();
        foreach (var (seed, session) in lawful.Index())
        {
            if (corruption.Apply(session, new Random(seed)) is not { } corrupted)
            {
                continue;
            }

            traces++;
            var report = Judge(LawfulSession.Header, corrupted.Events);
            if (report.Verdict == OracleVerdict.Violates || report.Findings.Any(finding => finding.Level.Length > 0))
            {
                rejected++;
            }
            else
            {
                accepted.Add(seed);
            }
        }

        return new RejectionRate(corruption, traces, rejected, accepted);
    }
}

/// <summary>How often a kind of corruption is noticed.</summary>
/// <param name="Corruption">The kind.</param>
/// <param name="Traces">Traces that could be corrupted so.</param>
/// <param name="Rejected">Those that the oracle rejected.</param>
/// <param name="Accepted">Seeds of those that it did not.</param>
internal sealed record RejectionRate(
    Corruption Corruption, int Traces, int Rejected, IReadOnlyList<int> Accepted)
{
    /// <summary>The share that was rejected, in percent.</summary>
    public double Percent => Traces == 0 ? 0 : 100.0 * Rejected / Traces;
}
