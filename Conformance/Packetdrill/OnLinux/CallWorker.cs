using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// A thread that makes calls that may sleep, one after the other. It is in the network namespace of the thread that
/// makes it, and tells by an eventfd when a call has returned.
/// </summary>
internal sealed unsafe class CallWorker : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _thread;
    private readonly int _bell;
    private readonly Lock _lock = new();
    private Func<CallAnswer>? _call;
    private CallAnswer? _answer;
    private UnsupportedException? _lacking;
    private volatile bool _isBusy;
    private SleepProbe? _probe;
    private int _threadId;

    /// <summary>Starts the thread.</summary>
    /// <param name="bell">An eventfd that is written when a call has returned.</param>
    public CallWorker(int bell)
    {
        _bell = bell;
        LinuxDriver.InstallHandlers();
        using var ready = new ManualResetEventSlim();
        _thread = new Thread(() => Work(ready)) { IsBackground = true, Name = "wakeline calls" };
        _thread.Start();
        ready.Wait();
    }

    /// <summary>Whether a call is under way.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>Whether the call that is under way sleeps.</summary>
    public bool IsAsleep => _isBusy && _probe!.IsAsleep;

    /// <summary>Begins a call; none is under way.</summary>
    public void Begin(Func<CallAnswer> call)
    {
        (_call, _answer, _lacking, _isBusy) = (call, null, null, true);
        _work.Release();
    }

    /// <summary>Takes what a call returned that has done so since; <see langword="null"/> if there is none.</summary>
    /// <exception cref="UnsupportedException">The call is none that can be made.</exception>
    public CallAnswer? Take()
    {
        lock (_lock)
        {
            var (answer, lacking) = (_answer, _lacking);
            (_answer, _lacking) = (null, null);
            return lacking is null ? answer : throw lacking;
        }
    }

    /// <summary>Ends the call that is under way by a signal.</summary>
    public void Interrupt()
    {
        while (_isBusy)
        {
            _ = LibC.SignalThread(Environment.ProcessId, _threadId, Abi.WakeSignal);
            SpinWait.SpinUntil(() => !_isBusy, TimeSpan.FromMilliseconds(1));
        }

        lock (_lock)
        {
            (_answer, _lacking) = (null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interrupt();
        _call = null;
        _work.Release();
        _thread.Join();
        _work.Dispose();
    }

    private void Work(ManualResetEventSlim ready)
    {
        _threadId = LibC.ThreadId();
        _probe = new SleepProbe();
        ready.Set();
        while (true)
        {
            _work.Wait();
            if (_call is not { } call)
            {
                _probe.Dispose();
                return;
            }

            Make(call);
            var one = 1UL;
            _isBusy = false;
            _ = LibC.Write(_bell, &one, sizeof(ulong));
        }
    }

    private void Make(Func<CallAnswer> call)
    {
        CallAnswer? answer = null;
        UnsupportedException? lacking = null;
        try
        {
            answer = call();
        }
        catch (UnsupportedException exception)
        {
            lacking = exception;
        }

        lock (_lock)
        {
            (_answer, _lacking) = (answer, lacking);
        }
    }
}
