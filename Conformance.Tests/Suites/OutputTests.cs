using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Suites.Generation;
using Wakeline.Conformance.Suites.Output;

namespace Wakeline.Conformance.Tests.Suites;

public sealed class OutputTests
{
    private const string Compiler = "/usr/bin/gcc";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TracesWithPatternsAreReadBackAsTheyWere()
    {
        var text = SuiteText.Write(GeneratedSuites.Sample(1));
        var cases = SuiteText.Read(text, out var fault);
        Assert.Null(fault);
        Assert.Equal(text, SuiteText.Write(cases!));
        Assert.Equal(GeneratedSuites.Sample(1).Select(each => each.Steps), cases!.Select(each => each.Steps));
    }

    [Theory]
    [InlineData("""{"format":"wakeline-trace","version":1}""", 1)]
    [InlineData("""{"format":"wakeline-suite","version":1}""" + "\n" + """{"segment":"in","flags":"Q"}""", 2)]
    [InlineData("""{"format":"wakeline-suite","version":1}""" + "\n" + """{"wait":"Christmas"}""", 2)]
    [InlineData("""{"format":"wakeline-suite","version":1}""" + "\nnonsense", 2)]
    public void WhatIsNotOfTheFormatIsRefusedWithItsLine(string text, int line)
    {
        Assert.Null(SuiteText.Read(text, out var fault));
        Assert.Equal(line, fault!.Place);
    }

    [Fact]
    public void ScriptsRunOnTheModel()
    {
        var failures = new List<string>();
        foreach (var exchange in GeneratedSuites.Sample(12).Where(ExchangeScript.CanWrite))
        {
            var script = ExchangeScript.Write(exchange);
            var report = ModelScripts.Run(script, exchange.Name, new Dictionary<string, string>());
            if (report.Verdict != ScriptVerdict.Passed)
            {
                failures.Add($"{exchange.Name}: {string.Join("; ", report.Findings)}\n{script}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void ProgramsOfCRunHere()
    {
        Assert.SkipUnless(File.Exists(Compiler), $"{Compiler} is not there");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is of Linux");
        var source = CProgram.Write(CallDerivation.Derive(1, Cancellation), out var written);
        Assert.True(written >= 5, $"{written} cases are in the program");
        var folder = Directory.CreateTempSubdirectory("wakeline-");
        try
        {
            var file = Path.Combine(folder.FullName, "calls.c");
            File.WriteAllText(file, source);
            var program = Path.ChangeExtension(file, null);
            Assert.Equal("", Run(Compiler, "-Wall", "-Werror", "-o", program, file));
            var lines = Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal($"1..{written}", lines[0]);
            Assert.Equal(written, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void TheoriesCompile()
    {
        var source = TheorySource.Write(GeneratedSuites.Sample(100), "Somebody.Tests", "TcpSuite");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Somebody.Tests", [CSharpSyntaxTree.ParseText(source, cancellationToken: Cancellation)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics(Cancellation)
            .Where(each => each.Severity >= DiagnosticSeverity.Error).Select(each => each.ToString()));
    }

    private static string Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    }
}
