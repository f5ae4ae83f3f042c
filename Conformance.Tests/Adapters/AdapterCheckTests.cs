using System.Diagnostics;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Adapters;

/// <summary>Builds the shipped adapters and runs <c>adapters/check</c> on them.</summary>
public sealed class AdapterCheckTests
{
    /// <summary>What a build script answers when Debian packages are missing.</summary>
    private const int PackagesMissing = 2;

    /// <summary>What it answers when this release of Debian has no such package.</summary>
    private const int NotInThisRelease = 3;

    [Theory]
    [InlineData("lwip")]
    [InlineData("netstack")]
    [InlineData("sockets")]
    [InlineData("runsc")]
    [InlineData("linux-6.1")]
    [InlineData("linux-6.12")]
    [InlineData("slirp")]
    public async Task AnAdapterKeepsTheContract(string name)
    {
        var adapter = await Build(name);
        var (status, output) = await Run("adapters/check", adapter);
        Assert.True(status == 0, output);
    }

    [Fact]
    public async Task TheHostsSocketsHavePackets()
    {
        var adapter = await Build("sockets");
        Assert.SkipUnless(File.Exists("/dev/net/tun"), "There is no /dev/net/tun.");
        var (status, output) = await Run("adapters/check", adapter, "--packets");
        Assert.True(status == 0, output);
    }

    [Theory]
    [InlineData("s/\"result\":200/\"result\":199/", "send did not return 200")]
    [InlineData("s/\"quiet\"/\"silent\"/", "silent")]
    [InlineData("s/ff06/ff07/", "checksum")]
    public async Task WhatIsNotOfTheContractIsNoticed(string change, string complaint)
    {
        var adapter = await Build("lwip");
        var (status, output) = await Run(
            "adapters/check", "--patience", "1", "sh", "-c", $"{adapter} | sed -u '{change}'");
        Assert.True(status == 1 && output.Contains(complaint, StringComparison.Ordinal), output);
    }

    private static async Task<string> Build(string name)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Adapters run as root, on Linux.");
        Assert.SkipUnless(File.Exists("/usr/bin/dpkg-query"), "Adapters are built from Debian's packages.");
        var (status, output) = await Run($"adapters/{name}/build");
        Assert.SkipWhen(status is PackagesMissing or NotInThisRelease, output);
        Assert.True(status == 0, output);
        return Path.Combine(SourceTree.Root, "artifacts", "adapters", name, "adapter");
    }

    private static async Task<(int Status, string Output)> Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(SourceTree.Root, script), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
