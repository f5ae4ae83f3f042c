using System.Diagnostics;
using System.Globalization;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>A run that is killed in its middle.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const string Guardian = "/usr/bin/setpriv";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The adapter heeds nothing: neither that its input ends, nor that nobody asks any more.</summary>
    [Fact]
    public async Task TakesItsAdapterWithIt()
    {
        Assert.SkipUnless(File.Exists(Guardian), $"{Guardian} (util-linux) is not there");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes end with their parents on Linux alone");
        var mark = _folder.At("pid");
        var adapter = _folder.File(
            "adapter",
            $$"""
            #!/bin/sh
            read line
            echo '{"adapter":"deaf","version":1,"stack":"none","clock":"virtual","packets":true,"threads":1}'
            echo $$ > {{mark}}.unfinished
            mv {{mark}}.unfinished {{mark}}
            exec sleep 1000
            """);
        using var run = Run("--target", $"cmd:/bin/sh {adapter}", "--goal", "rules");
        await Eventually.Holds(s_patience, () => File.Exists(mark));
        var pid = int.Parse(await File.ReadAllTextAsync(mark, Cancellation), CultureInfo.InvariantCulture);
        run.Kill();
        await run.WaitForExitAsync(Cancellation);
        await Eventually.Holds(s_patience, () => !Directory.Exists($"/proc/{pid}"));
        Assert.NotEmpty(Directory.GetFiles(Files, $"*-{run.Id}-*"));
        using var next = Run("--system", "pipe", "--goal", "rules");
        await next.WaitForExitAsync(Cancellation);
        Assert.Empty(Directory.GetFiles(Files));
    }

    /// <summary>Where a run has its files, for as long as it goes on.</summary>
    private string Files => Directory.CreateDirectory(_folder.At("files")).FullName;

    private Process Run(params string[] options) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "conform", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = Files },
        })!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
