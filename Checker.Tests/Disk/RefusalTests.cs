using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Checking.Disk;
using Wakeline.Testing;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>A directory is used only if it is empty or holds a whole checkpoint of the same check.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Disk => _folder.At("disk");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ACheckpointOfAnotherCheckIsRefused()
    {
        Save();
        Refuse<TwoPhaseCommit, Transaction>("its list of bounds is managers=3, not managers=5", "managers=5");
        Refuse<TwoPhaseCommit, Transaction>("its mutant is none, not fickle", "managers=3", "fickle");
        Refuse<Philosophers, Table>("its system is two-phase-commit", "");
        Refuse<TwoPhaseCommit, Transaction>("its list of properties is ", property: "Agrees");
        Refuse<TwoPhaseCommit, Transaction>(
            "its end is the last state", options: new() { StopAtFirstViolation = true });
        Refuse<TwoPhaseCommit, Transaction>("its bound on states is", options: new() { StatesMost = 1000 });
        Refuse<TwoPhaseCommit, Transaction>("its bound on steps is", options: new() { DepthMost = 10 });
        RequireIntact();
    }

    [Fact]
    public void AStateOfAnotherStartOrBuildIsAnotherCheck()
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info);
        var properties = Checking.Search.WatchedProperty.Select(TwoPhaseCommit.Info, null);
        var one = CheckIdentity.Of<TwoPhaseCommit, Transaction>(
            parameters, CheckOptions.Default, properties, new Transaction { ManagerCount = 3 });
        var other = CheckIdentity.Of<TwoPhaseCommit, Transaction>(
            parameters, CheckOptions.Default, properties, new Transaction { ManagerCount = 4 });
        Assert.StartsWith("its start is ", CheckIdentity.Difference(one, other));
        Assert.Null(CheckIdentity.Difference(one, one));
        foreach (var name in (string[])["build", "state", "list of rules"])
        {
            Assert.StartsWith($"its {name} is ", CheckIdentity.Difference(
                one, [.. one.Select(each => each.Name == name ? each with { Value = "?" } : each)]));
        }
    }

    [Theory]
    [InlineData("keys-1")]
    [InlineData("parents-2")]
    [InlineData("parts-3")]
    [InlineData("position")]
    public void ADamagedFileIsRefused(string name)
    {
        Save();
        var path = Path.Combine(Disk, name);
        var content = File.ReadAllBytes(path);
        foreach (var at in (int[])[0, content.Length / 2, content.Length - 1])
        {
            var damaged = content.ToArray();
            damaged[at] ^= 4;
            File.WriteAllBytes(path, damaged);
            Refuse<TwoPhaseCommit, Transaction>("damaged");
        }

        File.WriteAllBytes(path, content[..^1]);
        Refuse<TwoPhaseCommit, Transaction>("damaged");
        if (name != "position")
        {
            File.Delete(path);
            Refuse<TwoPhaseCommit, Transaction>("missing");
        }

        File.WriteAllBytes(path, content);
        RequireIntact();
    }

    [Fact]
    public void AnotherVersionIsRefused()
    {
        Save();
        var path = Path.Combine(Disk, "position");
        var text = File.ReadAllText(path);
        var (version, next) = (PositionFile.Version, PositionFile.Version + 1);
        File.WriteAllText(path, text.Replace(
            $"wakeline-checkpoint {version} ", $"wakeline-checkpoint {next} ", StringComparison.Ordinal));
        Refuse<TwoPhaseCommit, Transaction>($"version {next}");
        File.WriteAllText(path, text);
        RequireIntact();
    }

    [Fact]
    public void WhatWasAppendedLaterIsCutOff()
    {
        Save();
        File.AppendAllText(Path.Combine(Disk, "keys-1"), "half of what came next");
        File.WriteAllText(Path.Combine(Disk, "candidates-9"), "left over");
        File.WriteAllText(Path.Combine(Disk, "keys-8"), "a new generation that was not finished");
        RequireIntact();
    }

    [Fact]
    public void AForeignDirectoryIsNotTouched()
    {
        Directory.CreateDirectory(Disk);
        File.WriteAllText(Path.Combine(Disk, "keys-1"), "mine");
        Refuse<TwoPhaseCommit, Transaction>("it holds 'keys-1', which is none of this program's");
        Assert.Equal(["disk", "disk/keys-1"], _folder.Content);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Disk, "keys-1")));
    }

    [Fact]
    public void AForeignFileBesideACheckpointIsNotTouched()
    {
        Save();
        var letter = Path.Combine(Disk, "letter.txt");
        File.WriteAllText(letter, "mine");
        Refuse<TwoPhaseCommit, Transaction>("it holds 'letter.txt', which is none of this program's");
        Assert.Equal("mine", File.ReadAllText(letter));
        File.Delete(letter);
        RequireIntact();
    }

    [Fact]
    public void AFileIsNoDirectory()
    {
        _folder.File("disk", "mine");
        Refuse<TwoPhaseCommit, Transaction>("it is a file");
        Assert.Equal("mine", File.ReadAllText(Disk));
    }

    [Fact]
    public void AnEmptyDirectoryOfTheUserIsLeftThere()
    {
        Directory.CreateDirectory(Disk);
        RequireIntact(isResumed: false);
        Assert.Equal(["disk"], _folder.Content);
    }

    [Fact]
    public void TwoChecksDoNotUseOneDirectory()
    {
        Save();
        using (CheckpointFolder.Open(Disk))
        {
            Refuse<TwoPhaseCommit, Transaction>("another check uses it");
        }

        RequireIntact();
    }

    private void Save()
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info, "managers=3", Mutation.None);
        var report = DiskChecks.UpTo<TwoPhaseCommit, Transaction>(7, parameters, new CheckOptions { Disk = Disk });
        Assert.Equal(Disk, report.Checkpoint);
        Assert.Equal(
            ["disk", "disk/keys-1", "disk/parents-2", "disk/parts-3", "disk/position", "disk/wakeline.lock"],
            _folder.Content);
    }

    private void RequireIntact(bool isResumed = true)
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info, "managers=3", Mutation.None);
        var report = DiskChecks.Run<TwoPhaseCommit, Transaction>(parameters, new CheckOptions { Disk = Disk });
        Assert.Equal(isResumed, report.IsResumed);
        SameReport.Verify(DiskChecks.Run<TwoPhaseCommit, Transaction>(parameters), report);
        Assert.DoesNotContain(_folder.Content, name => name.Contains('/', StringComparison.Ordinal));
    }

    private void Refuse<TSystem, TState>(
        string because, string settings = "managers=3", string? mutant = null, string? property = null,
        CheckOptions? options = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var mutation = mutant is null ? Mutation.None : TSystem.Info.FindMutation(mutant)!.Value;
        options = (options ?? CheckOptions.Default) with { Disk = Disk, Property = property };
        var refusal = Assert.Throws<DiskException>(
            () => DiskChecks.Run<TSystem, TState>(Parameters.Of(TSystem.Info, settings, mutation), options));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
