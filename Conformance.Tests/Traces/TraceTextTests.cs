using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;

namespace Wakeline.Conformance.Tests.Traces;

/// <summary>The format of traces: what is written is read as the same, and what is not of it is told.</summary>
public sealed class TraceTextTests
{
    private const string Header = """{"format":"wakeline-trace","version":1}""";

    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "null", "true", "1e999", "-1", "18446744073709551616",
        "\"time\":", "\"segment\":\"in\"", "\"call\":\"recv\"", "[[\"mss\",70000]]", "[[\"sack\",1]]",
        "\"1.2.3.4:99999\"",
        "\0", "\u00e9", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":{",
    ];

    [Fact]
    public void WhatIsWrittenIsReadAsTheSame() => Prop.ForAll(
        TraceGenerators.Header.ToArbitrary(), TraceGenerators.Event.ListOf().ToArbitrary(),
        (header, events) =>
        {
            var reader = new TraceReader(new MemoryStream(Write(header, events)));
            Assert.Equal(header, reader.ReadHeader());
            Assert.Equal(events, ReadAll(reader));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Whatever is not read has a line and a reason.</summary>
    [Fact]
    public void WhateverIsWrittenIsReadOrRefused()
    {
        var trials = FuzzTrials.OfReaders;
        var random = new Random(trials);
        byte[][] traces = [.. TraceGenerators.Event.ListOf().Sample(50, 12)
            .Select(events => Write(new TraceHeader(), events))];
        for (var trial = 0; trial < trials; trial++)
        {
            var text = Mutate(traces[random.Next(traces.Length)], random);
            var report = TraceFiles.Judge(
                new MemoryStream(text), "mutant", [], null, TestContext.Current.CancellationToken);
            Assert.All(report.Faults, fault => Assert.True(fault.Place >= 1 && fault.Message.Length > 0));
            Assert.True(report.Report is not null || report.Faults.Count > 0);
        }
    }

    [Theory]
    [InlineData("", "header")]
    [InlineData("[]", "object")]
    [InlineData("""{"version":1}""", "format")]
    [InlineData("""{"format":"wakeline-trace","version":2}""", "version")]
    [InlineData("""{"format":"wakeline-trace","version":1,"vantage":"moon"}""", "endpoint, host, wire")]
    [InlineData("""{"format":"wakeline-trace","version":1,"colour":"red"}""", "colour")]
    public void ABadHeaderSaysWhatIsExpected(string text, string reason) =>
        Assert.Contains(reason, Fault(text, line: 1), StringComparison.Ordinal);

    [Theory]
    [InlineData("x", "JSON")]
    [InlineData("{}", "'time'")]
    [InlineData("""{"time":-1}""", "'time'")]
    [InlineData("""{"time":1}""", "'call', 'return', 'segment', 'icmp' and 'silence'")]
    [InlineData("""{"time":1,"call":"recv"}""", "'thread'")]
    [InlineData("""{"time":1,"call":"recv","thread":0,"seq":1}""", "'seq'")]
    [InlineData("""{"time":1,"return":"recv","thread":0}""", "'result'")]
    [InlineData("""{"time":1,"segment":"up","from":"[::]:1","to":"[::]:1","flags":"S","seq":1,"win":1}""", "in, out")]
    [InlineData("""{"time":1,"segment":"in","from":"[::]","to":"[::]:1","flags":"S","seq":1,"win":1}""", "'from'")]
    [InlineData("""{"time":1,"segment":"in","from":"[::]:1","to":"[::]:1","flags":"X","seq":1,"win":1}""", "letters")]
    [InlineData("""{"time":1,"time":2}""", "once")]
    public void ABadLineSaysWhatIsExpected(string text, string reason) =>
        Assert.Contains(reason, Fault($"{Header}\n\n{text}\n", line: 3), StringComparison.Ordinal);

    [Fact]
    public void ALineThatIsTooLongIsLeftOut()
    {
        var text = $"{Header}\n{{\"time\":{new string('1', LineReader.LengthMost)}}}\nx\n";
        var report = Judge(text);
        Assert.Equal([2L, 3L], report.Faults.Select(fault => fault.Place));
    }

    private static string Fault(string text, long line)
    {
        var report = Judge(text);
        var fault = Assert.Single(report.Faults);
        Assert.Equal(line, fault.Place);
        return fault.Message;
    }

    private static TraceReport Judge(string text) => TraceFiles.Judge(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "text", [], null, TestContext.Current.CancellationToken);

    private static byte[] Write(TraceHeader header, IEnumerable<TraceEvent> events) =>
        Encoding.UTF8.GetBytes(TraceText.Write(header, events));

    private static List<TraceEvent> ReadAll(TraceReader reader)
    {
        var events = new List<TraceEvent>();
        while (reader.Read() is { } each)
        {
            events.Add(each);
        }

        return events;
    }

    private static byte[] Mutate(byte[] trace, Random random)
    {
        var mutant = trace.ToList();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var at = random.Next(mutant.Count + 1);
            var length = Math.Min(random.Next(12), mutant.Count - at);
            switch (random.Next(4))
            {
                case 0:
                    mutant.RemoveRange(at, length);
                    break;
                case 1:
                    mutant.InsertRange(at, mutant.GetRange(at, length));
                    break;
                case 2:
                    mutant.InsertRange(at, Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
                default:
                    mutant.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. mutant];
    }
}
