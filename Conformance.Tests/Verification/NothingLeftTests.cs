using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Verification;

/// <summary>What a run opens and starts is gone after it, also after one that failed.</summary>
[Collection(OneAtATime.Name)]
public sealed class NothingLeftTests
{
    private static readonly CallProgram s_program = ProgramText.Parse("""
        0: s0 = socket()
        0: bind(s0, 127.0.0.1:p1)
        0: listen(s0, 5)
        1: c1 = accept(s0)
        0: v2 = eventfd(0)
        2: read(v2, 8)
        3: poll([s0 IN], -1)
        0: s3 = socket()
        0: connect(s3, 127.0.0.1:p1)
        1: recv(s3, 1)
        """);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoDescriptorThreadOrNamespaceStays(bool fails)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Programs of system calls run on Linux only.");
        RunProgram(fails);
        var before = Footprint.WithoutThreads();
        for (var run = 0; run < 3; run++)
        {
            RunProgram(fails);
        }

        Assert.Equal(before, Footprint.WaitFor(before));
    }

    [Fact]
    public void AProgramLeavesNothingToTheNext()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Programs of system calls run on Linux only.");
        var isClean = Sandbox.Run(sandbox =>
        {
            using var driver = new LinuxDriver(sandbox);
            var first = FirstNumber();
            RunOn(driver);
            driver.EndProgram();
            return first == FirstNumber()
                && Enumerable.Range(0, CallProgram.ThreadsMost).All(thread => !driver.IsBusy(thread));
        });
        Assert.True(isClean);
    }

    /// <summary>The lowest number that is free, which is where the next program begins.</summary>
    private static int FirstNumber()
    {
        var number = LibC.Duplicate(0);
        _ = LibC.Close(number);
        return number;
    }

    private static void RunProgram(bool fails)
    {
        Action run = () => Sandbox.Run(sandbox =>
        {
            using var driver = new LinuxDriver(sandbox);
            try
            {
                RunOn(driver);
                return fails ? throw new InvalidOperationException("on purpose") : 0;
            }
            finally
            {
                driver.EndProgram();
            }
        });
        if (fails)
        {
            Assert.Equal("on purpose", Assert.Throws<InvalidOperationException>(run).Message);
        }
        else
        {
            run();
        }
    }

    private static void RunOn(LinuxDriver driver)
    {
        driver.BeginProgram(s_program);
        foreach (var step in s_program.Steps)
        {
            if (!driver.IsBusy(step.Thread))
            {
                driver.Begin(step);
                driver.Settle(
                    seen => seen.Threads.All(thread => thread.Phase != Observations.ThreadPhase.Running),
                    TimeSpan.FromSeconds(1), out _);
            }
        }
    }

    /// <summary>What a process holds: open files by name, threads of runs, and its network namespace.</summary>
    private sealed record Footprint(string Sockets, int Threads, string Network)
    {
        private static readonly TimeSpan s_most = TimeSpan.FromSeconds(5);

        public static Footprint OfThisProcess() => new(
            string.Join(' ', Directory.GetFiles("/proc/self/fd").Select(LinkOf).Where(IsOfAProgram).Order()),
            Directory.GetDirectories("/proc/self/task").Count(IsOfARun),
            string.Join(' ', Directory.GetDirectories("/proc/self/task").Select(NetworkOf)
                .Where(name => name.Length > 0).Distinct()));

        /// <summary>What there is when no thread of a run is left.</summary>
        public static Footprint WithoutThreads()
        {
            Assert.True(SpinWait.SpinUntil(() => OfThisProcess().Threads == 0, s_most));
            return OfThisProcess();
        }

        /// <summary>A thread that was joined is gone from /proc a little later.</summary>
        public static Footprint WaitFor(Footprint wanted)
        {
            SpinWait.SpinUntil(() => OfThisProcess() == wanted, s_most);
            return OfThisProcess();
        }

        private static string LinkOf(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName ?? "";
            }
            catch (IOException)
            {
                return "";
            }
        }

        private static bool IsOfAProgram(string target) =>
            target.Contains("socket:", StringComparison.Ordinal) || target.Contains("event", StringComparison.Ordinal)
            || target.Contains("/proc", StringComparison.Ordinal) || target.Contains("null", StringComparison.Ordinal);

        private static bool IsOfARun(string task) => NameOf(task).StartsWith("wakeline", StringComparison.Ordinal);

        private static string NetworkOf(string task) =>
            Path.GetFileName(LinkOf(Path.Combine(task, "ns", "net")));

        private static string NameOf(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm"));
            }
            catch (IOException)
            {
                return "";
            }
        }
    }
}
