using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Where programs run: a thread of this process with a descriptor table of its own and, if permitted, a network
/// namespace of its own. Threads it starts share both. The runtime's descriptors are out of reach of any program, and a
/// program's first descriptor is always the same number.
/// </summary>
internal sealed unsafe class Sandbox
{
    private static readonly int[] s_signalsLeftToOthers =
        [1, 2, 3, 10, 12, 15, 17, 18, 20, 21, 22, 23, 28, 29, Abi.AsyncSignal];

    /// <summary>A bound above any descriptor a process that runs this has.</summary>
    private const int DescriptorsMost = 4096;

    private Sandbox(NetworkIsolation network) => Network = network;

    /// <summary>Whether the network is the sandbox's own, and why not.</summary>
    public NetworkIsolation Network { get; }

    /// <summary>
    /// Runs <paramref name="body"/> on a new thread in a new sandbox. It must not touch files, the console or anything
    /// else that keeps descriptors of the process: there, their numbers mean something else.
    /// </summary>
    /// <exception cref="KernelException">The kernel does not let a thread have a descriptor table of its
    /// own.</exception>
    public static TResult Run<TResult>(Func<Sandbox, TResult> body)
    {
        var result = default(TResult);
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = body(Enter());
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        })
        { IsBackground = true, Name = "wakeline sandbox" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>
    /// The same for a body that tells how far it is. It is told to <paramref name="told"/> on the calling thread, which
    /// may use the console.
    /// </summary>
    /// <exception cref="KernelException">The kernel does not let a thread have a descriptor table of its
    /// own.</exception>
    public static TResult Run<TReport, TResult>(
        Func<Sandbox, Action<TReport>, TResult> body, Action<TReport>? told)
    {
        using var reports = new BlockingCollection<TReport>();
        var work = Task.Run(
            () =>
            {
                try
                {
                    return Run(sandbox => body(sandbox, reports.Add));
                }
                finally
                {
                    reports.CompleteAdding();
                }
            },
            CancellationToken.None);
        foreach (var report in reports.GetConsumingEnumerable(CancellationToken.None))
        {
            told?.Invoke(report);
        }

        return work.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Occupies every free number below the greatest that is in use, so that programs open the numbers above, one after
    /// another. The copies of the process's descriptors stay: the runtime maps executable memory through one of them.
    /// </summary>
    /// <returns>The number that is opened next.</returns>
    public static int OccupyGaps()
    {
        var first = 1 + Enumerable.Range(0, DescriptorsMost)
            .LastOrDefault(descriptor => LibC.Control(descriptor, Abi.FGetFl, 0) >= 0, -1);
        while (true)
        {
            var descriptor = LibC.Open("/dev/null", Abi.OReadWrite, 0);
            if (descriptor < 0)
            {
                throw HostKernel.Refused("open(/dev/null)");
            }

            if (descriptor >= first)
            {
                _ = LibC.Close(descriptor);
                return descriptor;
            }
        }
    }

    private static Sandbox Enter()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new KernelException("Programs of system calls run on Linux only.");
        }

        Assemblies.Load();
        if (LibC.Unshare(Abi.CloneFiles) != 0)
        {
            throw HostKernel.Refused("unshare(CLONE_FILES)");
        }

        LeaveSignalsToOtherThreads();
        OccupyGaps();
        return new Sandbox(NetworkIsolation.Enter());
    }

    /// <summary>
    /// The runtime's handlers write to descriptors, which are different ones here; other threads take those signals.
    /// </summary>
    private static void LeaveSignalsToOtherThreads()
    {
        var mask = stackalloc ulong[16];
        new Span<ulong>(mask, 16).Clear();
        foreach (var signal in s_signalsLeftToOthers)
        {
            mask[(signal - 1) / 64] |= 1UL << ((signal - 1) % 64);
        }

        _ = LibC.SetSignalMask(Abi.SignalBlock, mask, null);
    }
}
