using System.Diagnostics;
using System.Runtime.InteropServices;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Runs programs on the kernel, one step after another, and shows what became of each. Calls that cannot sleep are made
/// on the sandbox's own thread, others on a thread of the program's. After <see cref="EndProgram"/> nothing of the
/// program is left.
/// </summary>
internal sealed unsafe class LinuxDriver : IDisposable
{
    /// <summary>
    /// Signals, not seconds: a machine that stands still for seconds has not refused anything meanwhile.
    /// </summary>
    private const int SignalsMost = 2_500;

    private static readonly TimeSpan s_signalInterval = TimeSpan.FromMilliseconds(2);

    private readonly CallSite _site;
    private readonly ProgramThread?[] _threads = new ProgramThread?[CallProgram.ThreadsMost];
    private readonly CallResult?[] _results = new CallResult?[CallProgram.ThreadsMost];
    private int _threadCount;

    /// <summary>Makes the driver; to be called, like all its members, on the thread of the sandbox.</summary>
    public LinuxDriver(Sandbox sandbox)
    {
        Sandbox = sandbox;
        InstallHandlers();
        _site = new CallSite();
        for (var number = 0; number < CallProgram.ThreadsMost; number++)
        {
            _threads[number] = new ProgramThread(_site, number);
        }

        _site.FirstDescriptor = Sandbox.OccupyGaps();
    }

    /// <summary>Where the programs run.</summary>
    public Sandbox Sandbox { get; }

    /// <summary>What the short timeout of a call is in the present program.</summary>
    public TimeSpan ShortTimeout => _site.ShortTimeout;

    /// <summary>Begins a program with as many threads as it has.</summary>
    /// <param name="program">The program.</param>
    /// <param name="patience">
    /// By how many times short timeouts are longer than usual: on a busy machine the usual one may pass before the next
    /// step begins.
    /// </param>
    public void BeginProgram(CallProgram program, int patience = 1) => BeginProgram(program.Threads, patience);

    /// <summary>Begins a program with some threads.</summary>
    public void BeginProgram(int threads, int patience = 1)
    {
        RequireFirstDescriptor();
        _threadCount = threads;
        Array.Clear(_results);
        _site.BeginRun(patience);
    }

    /// <summary>What the steps of a run share.</summary>
    public CallSite Site => _site;

    /// <summary>A thread that makes calls.</summary>
    public ProgramThread ThreadOf(int number) => _threads[number]!;

    /// <summary>Whether a thread is in a call that has not returned.</summary>
    public bool IsBusy(int thread) => _threads[thread]!.IsBusy;

    /// <summary>Begins a step; what other threads returned in earlier ones is forgotten.</summary>
    public void Begin(CallStep step)
    {
        Array.Clear(_results);
        switch (step.Verb)
        {
            case Verb.Await:
                break;
            case Verb.Signal:
                _threads[step.Thread]!.Send(step.Signal);
                break;
            case var _ when IsOfItsThread(step) || MaySleep(step):
                _threads[step.Thread]!.Begin(step);
                break;
            case Verb.Fill:
                _results[step.Thread] = Fill(step);
                break;
            default:
                _results[step.Thread] = CallMaker.Make(step, _site);
                break;
        }
    }

    /// <summary>Looks at threads and sockets now.</summary>
    public Observation Observe()
    {
        var threads = new ThreadView[_threadCount];
        for (var number = 0; number < threads.Length; number++)
        {
            threads[number] = ViewOf(number);
        }

        var sockets = new List<SocketView>();
        foreach (var number in _site.Open.Sockets)
        {
            if (SocketInspection.Look(number + _site.FirstDescriptor, number) is { } view)
            {
                sockets.Add(view);
            }
        }

        return new Observation(threads.ToSequence(), sockets.ToSequence());
    }

    /// <summary>Looks until what is seen is accepted, or until the time is over.</summary>
    /// <param name="accepts">Judges an observation.</param>
    /// <param name="most">The longest wait.</param>
    /// <param name="last">What was seen last.</param>
    /// <returns>Whether it was accepted.</returns>
    public bool Settle(Predicate<Observation> accepts, TimeSpan most, out Observation last)
    {
        var start = Stopwatch.GetTimestamp();
        var looks = 0;
        while (true)
        {
            last = Observe();
            if (accepts(last))
            {
                return true;
            }

            var waited = Stopwatch.GetElapsedTime(start);
            if (waited > most)
            {
                return false;
            }

            AcknowledgeNow();
            Rest(looks++, waited);
        }
    }

    /// <summary>Wakes every thread that still sleeps, and closes what the program left open.</summary>
    /// <exception cref="KernelException">A thread could not be woken.</exception>
    public void EndProgram()
    {
        foreach (var thread in _threads)
        {
            Recover(thread!);
            if (_site.HasMasks)
            {
                ForgetMask(thread!);
            }
        }

        var reset = new Linger { On = 1, Seconds = 0 };
        foreach (var number in _site.Open.Sockets)
        {
            _ = LibC.SetOption(
                number + _site.FirstDescriptor, Abi.SolSocket, Abi.SoLinger, &reset, (uint)sizeof(Linger));
        }

        foreach (var number in _site.Open.Numbers)
        {
            _ = LibC.Close(number + _site.FirstDescriptor);
        }

        _site.Open.Clear();
        ForgetAsyncSignals();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var thread in _threads)
        {
            thread?.Dispose();
        }
    }

    /// <summary>
    /// The runtime opens an assembly on whichever thread needs it first, and keeps it open; programs then begin above
    /// it.
    /// </summary>
    private void RequireFirstDescriptor()
    {
        var next = LibC.Duplicate(0);
        _ = LibC.Close(next);
        if (next != _site.FirstDescriptor)
        {
            _site.FirstDescriptor = Sandbox.OccupyGaps();
        }
    }

    /// <summary>
    /// The signals of O_ASYNC are not compared. They stay queued for this thread, and the queue of a user has an end
    /// (RLIMIT_SIGPENDING).
    /// </summary>
    private static void ForgetAsyncSignals()
    {
        var mask = stackalloc ulong[16];
        new Span<ulong>(mask, 16).Clear();
        mask[0] = 1UL << (Abi.AsyncSignal - 1);
        var timeout = stackalloc long[2] { 0, 0 };
        while (LibC.WaitForSignal(mask, null, timeout) > 0)
        {
        }
    }

    /// <summary>
    /// The buffer is full when the kernel takes no more although nothing that was put off would make room.
    /// </summary>
    public CallResult Fill(CallStep step)
    {
        var file = _site.Open[_site.NumberOf(_site.DescriptorOf(step.Descriptor))];
        CallResult result;
        long before;
        do
        {
            before = file?.Sent ?? 0;
            result = CallMaker.Make(step, _site);
            AcknowledgeNow();
        }
        while (!Sandbox.Network.AcknowledgesAtOnce && result.Error == Errno.EAGAIN && file?.Sent > before);

        return result;
    }

    /// <summary>Where the kernel puts acknowledgments off, sends those that wait.</summary>
    public void AcknowledgeNow()
    {
        if (Sandbox.Network.AcknowledgesAtOnce)
        {
            return;
        }

        foreach (var number in _site.Open.Sockets)
        {
            StreamSockets.AcknowledgeNow(number + _site.FirstDescriptor);
        }
    }

    private static void Rest(int looks, TimeSpan waited)
    {
        if (waited > TimeSpan.FromMilliseconds(2))
        {
            Thread.Sleep(1);
        }
        else if (looks > 4)
        {
            Thread.Yield();
        }
    }

    /// <summary>
    /// One signal ends a sleep, unless it comes just before it. Signals of real time queue up, so a second one follows
    /// only after a while.
    /// </summary>
    private static void Recover(ProgramThread thread)
    {
        for (var signals = 0; thread.IsBusy; signals++)
        {
            if (signals == SignalsMost)
            {
                throw new KernelException($"A call could not be interrupted: {thread}.");
            }

            thread.Interrupt();
            SpinWait.SpinUntil(() => !thread.IsBusy, s_signalInterval);
        }

        thread.Forget();
    }

    /// <summary>
    /// Handlers that do nothing, so that the signals only end calls: abs takes an int and has no effect.
    /// </summary>
    internal static void InstallHandlers()
    {
        const int ActionSize = 160;
        var action = stackalloc byte[ActionSize];
        new Span<byte>(action, ActionSize).Clear();
        *(nint*)action = NativeLibrary.GetExport(NativeLibrary.Load("libc", typeof(LibC).Assembly, null), "abs");
        foreach (var signal in (ReadOnlySpan<int>)[Abi.WakeSignal, Abi.User1Signal, Abi.User2Signal])
        {
            if (LibC.SetSignalAction(signal, action, null) != 0)
            {
                throw HostKernel.Refused("sigaction");
            }
        }
    }

    private static void ForgetMask(ProgramThread thread)
    {
        thread.Begin(static () => _ = SignalMasks.SetOwn(default));
        SpinWait.SpinUntil(() => !thread.IsBusy);
    }

    private ThreadView ViewOf(int number)
    {
        var thread = _threads[number]!;
        if (_results[number] is null && thread.TryTake() is { } result)
        {
            _results[number] = result;
        }

        return _results[number] is { } returned ? new ThreadView(ThreadPhase.Returned, returned)
            : !thread.IsBusy ? new ThreadView(ThreadPhase.Idle)
            : new ThreadView(thread.IsAsleep ? ThreadPhase.Asleep : ThreadPhase.Running);
    }

    /// <summary>Whether it matters which thread makes the call: the one whose signals are meant.</summary>
    private static bool IsOfItsThread(CallStep step) => step.Verb is Verb.SetSignalMask or Verb.GetPendingSignals
        or Verb.EpollWaitMasked or Verb.PollMasked or Verb.SelectMasked;

    private bool MaySleep(CallStep step)
    {
        if (!step.MaySleep)
        {
            return false;
        }

        var descriptor = _site.DescriptorOf(step.Descriptor);
        return step.Verb switch
        {
            Verb.EpollWait or Verb.EpollWait2 or Verb.Poll or Verb.Select => true,
            Verb.Close => _site.Open[_site.NumberOf(descriptor)] is { MayLinger: true },
            _ => LibC.Control(descriptor, Abi.FGetFl, 0) is >= 0 and var flags && (flags & Abi.ONonblock) == 0,
        };
    }
}
