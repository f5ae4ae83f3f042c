using System.Diagnostics;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Adapters;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Targets;

/// <summary>The adapters that docs/adapters.md shows do what it says.</summary>
public sealed class SampleAdapterTests : IDisposable
{
    private const int Port = 18_765;

    private static readonly string s_samples = Path.Combine(SourceTree.Root, "samples", "adapters");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheOneInPythonResetsWhateverArrives()
    {
        Assert.SkipWhen(ProgramFiles.Find("python3") is null, "It takes python3.");
        using var scripts = TargetScripts.Open($"cmd:python3 '{s_samples}/adapter.py'");
        var script = Path.Combine(SourceTree.Root, "Conformance", "Scripts", "reset", "closed-port.pkt");
        var report = scripts.Run(File.ReadAllText(script), script, new Dictionary<string, string>());
        Assert.Equal(ScriptVerdict.Passed, report.Verdict);
        var other = scripts.Run("0 socket(..., SOCK_STREAM, 0) = 3", "calls", new Dictionary<string, string>());
        Assert.Equal(ScriptVerdict.Unsupported, other.Verdict);
    }

    [Fact]
    public void TheOneInCHasTheSocketsOfThisHost()
    {
        Assert.SkipWhen(ProgramFiles.Find("gcc") is null, "It takes gcc.");
        var program = _folder.At("adapter");
        using (var compiler = Process.Start(
            "gcc", ["-Wall", "-Wextra", "-Werror", "-O2", "-pthread", "-o", program, $"{s_samples}/adapter.c"]))
        {
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        using var target = new AdapterTarget("cmd:c", program);
        Assert.False(target.Description.HasPackets);
        for (var times = 0; times < 2; times++)
        {
            Connect(target.Reset(new RunSettings()));
        }
    }

    private static void Connect(IStack stack)
    {
        var calls = new CaseCalls(stack);
        var any = new AnyValue();
        var listener = Open(calls);
        calls.Succeed("bind", listener, Address(), CaseCalls.Number(16));
        calls.Succeed("listen", listener, CaseCalls.Number(5));
        stack.Begin(1, new CallRequest("accept", [listener, any, any]));
        Assert.Null(stack.Ending(1));
        var client = Open(calls);
        calls.Succeed("connect", client, Address(), CaseCalls.Number(16));
        while (stack.Ending(1) is null)
        {
            stack.Advance(stack.Now + 1_000_000);
        }

        var server = new NumberValue(stack.Ending(1)!.Value);
        Assert.Equal(10, calls.Make("send", client, any, CaseCalls.Number(10), CaseCalls.Number(0)).Value);
        Assert.Equal(10, calls.Make("recv", server, any, CaseCalls.Number(20), CaseCalls.Number(0)).Value);
        var nothing = calls.Make("recv", server, any, CaseCalls.Number(20), CaseCalls.Constant("MSG_DONTWAIT"));
        Assert.Equal((-1, "EAGAIN"), (nothing.Value, nothing.Error));
    }

    private static NumberValue Open(CaseCalls calls) => calls.Succeed(
        "socket", CaseCalls.Constant("AF_INET"), CaseCalls.Constant("SOCK_STREAM"), CaseCalls.Number(0));

    private static StructureValue Address() => new(
    [
        new FieldValue("sa_family", null, CaseCalls.Constant("AF_INET")),
        new FieldValue("sin_port", null, CaseCalls.Number(Port)),
        new FieldValue("sin_addr", null, new TextValue("127.0.0.1")),
    ]);
}
