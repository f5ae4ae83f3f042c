using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Commands;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class OracleTests : IDisposable
{
    private const string Header =
        """{"format":"wakeline-trace","version":1,"calls":false,"segments":true,"hosts":["192.0.2.1"]}""";

    private const string Refused =
        """{"time":0,"segment":"in","from":"192.0.2.2:9","to":"192.0.2.1:80","flags":"S","seq":41,"win":9}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Answer(int ack) => $"{Header}\n{Refused}\n"
        + """{"time":1,"segment":"out","from":"192.0.2.1:80","to":"192.0.2.2:9","flags":"R.","seq":0,"win":0,"""
        + $"\"ack\":{ack}}}"
        + "\n";

    [Theory]
    [InlineData(42, 0)]
    [InlineData(43, 1)]
    public void TheExitCodeIsTheVerdict(int ack, int code) =>
        Assert.Equal(code, CommandRun.Of("oracle", File("a", Answer(ack))).Code);

    [Fact]
    public void AViolationNamesTheLineAndTheRule()
    {
        var file = File("a", Answer(43));
        var run = CommandRun.Of("oracle", file);
        Assert.StartsWith(
            $"{file}:3: violates (MUST): 192.0.2.1:80 > 192.0.2.2:9: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("<RST,ACK> seq 0 ack 42 win 0", run.Output, StringComparison.Ordinal);
        Assert.Contains("  actual    <RST,ACK> seq 0 ack 43 win 0", run.Output, StringComparison.Ordinal);
        Assert.Contains("RFC 9293 3.5.2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ABadFileDoesNotKeepTheOthersFromBeingJudged()
    {
        var bad = File("a", $"{Header}\nx\n");
        var run = CommandRun.Of("oracle", bad, "/nowhere/x.jsonl", File("b", Answer(42)));
        Assert.Equal(2, run.Code);
        Assert.Contains($"{bad}:2: error: JSON is expected", run.Error, StringComparison.Ordinal);
        Assert.Contains("/nowhere/x.jsonl: error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("b.jsonl: conforms: 2 events, 2 judged", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToJudgeIsNoPass()
    {
        var run = CommandRun.Of("oracle", File("a", $"{Header}\n"));
        Assert.Equal(3, run.Code);
        Assert.Contains("inconclusive: nothing in the trace could be judged", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonSaysTheSame()
    {
        var run = CommandRun.Of("oracle", File("a", Answer(43)), "--json");
        var trace = run.Json().GetProperty("traces")[0];
        var finding = trace.GetProperty("findings")[0];
        Assert.Equal(
            (1, "violates", 3, "MUST"),
            (run.Code, trace.GetProperty("verdict").GetString(), finding.GetProperty("line").GetInt32(),
                finding.GetProperty("level").GetString()));
    }

    [Fact]
    public void WhatAScriptDidConforms()
    {
        var script = Path.Combine(SourceTree.Root, "Conformance", "Scripts", "handshake", "passive.pkt");
        var trace = Path.Combine(_folder.Path, "passive.jsonl");
        Assert.Equal(0, CommandRun.Of("run", script, "--trace", trace).Code);
        var run = CommandRun.Of("oracle", trace);
        Assert.True(run.Code == 0, run.Output + run.Error);
    }

    [Fact]
    public void AStreamIsAnsweredAsItComes()
    {
        var output = new StringWriter();
        OracleService.Answer(
            new MemoryStream(Encoding.UTF8.GetBytes(Answer(43))), output, null, TestContext.Current.CancellationToken);
        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal(3, JsonDocument.Parse(lines[0]).RootElement.GetProperty("line").GetInt32());
        Assert.Equal("violates", JsonDocument.Parse(lines[1]).RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task EachClientOfASocketHasATraceOfItsOwn()
    {
        var path = Path.Combine(_folder.Path, "s");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var shell = new Shell(new StringWriter(), new StringWriter(), end.Token);
        var service = Task.Run(() => OracleService.Serve(path, [], null, shell), end.Token);
        var reports = await Task.WhenAll(Enumerable.Range(42, 4).Select(ack => Ask(path, Answer(ack), end.Token)));
        Assert.Equal(
            ["conforms", "violates", "violates", "violates"],
            reports.Select(report => JsonDocument.Parse(report).RootElement.GetProperty("verdict").GetString()));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service);
        Assert.False(System.IO.File.Exists(path));
    }

    [Fact]
    public void AFileInTheWayOfASocketIsKept()
    {
        var path = File("s", "mine");
        var run = CommandRun.Of("oracle", "--serve", "--socket", path);
        Assert.Equal(2, run.Code);
        Assert.Contains($"'{path}' exists", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", System.IO.File.ReadAllText(path));
    }

    /// <summary>Sends a trace to a socket as soon as there is one.</summary>
    /// <returns>The last line that is answered.</returns>
    private static async Task<string> Ask(string path, string trace, CancellationToken cancellation)
    {
        while (!System.IO.File.Exists(path))
        {
            await Task.Delay(1, cancellation);
        }

        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Connect(client, path, cancellation);
        using var answers = new StreamReader(new NetworkStream(client));
        await client.SendAsync(Encoding.UTF8.GetBytes(trace), cancellation);
        client.Shutdown(SocketShutdown.Send);
        return (await answers.ReadToEndAsync(cancellation)).TrimEnd().Split('\n')[^1];
    }

    /// <summary>Between bind and listen a socket is there, but refuses.</summary>
    private static async Task Connect(Socket client, string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await client.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return;
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused)
            {
                await Task.Delay(1, cancellation);
            }
        }
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.Path, $"{name}.jsonl");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
