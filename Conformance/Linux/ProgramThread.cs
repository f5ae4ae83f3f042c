using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// A thread that makes the calls of one thread of a program. It lives as long as the driver; a call that sleeps is seen
/// in <c>/proc/thread-self/syscall</c> and ended by a signal.
/// </summary>
internal sealed class ProgramThread : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _thread;
    private readonly CallSite _site;
    private CallStep? _step;
    private Action? _action;
    private CallResult? _result;
    private Exception? _failure;
    private volatile bool _isBusy;
    private SleepProbe? _probe;
    private int _threadId;

    /// <summary>Starts the thread and waits until it is ready for calls.</summary>
    public ProgramThread(CallSite site, int number)
    {
        _site = site;
        using var ready = new ManualResetEventSlim();
        _thread = new Thread(() => Serve(ready)) { IsBackground = true, Name = $"wakeline program {number}" };
        _thread.Start();
        ready.Wait();
    }

    /// <summary>Whether the thread is in a call that has not returned.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>What a call or an action threw, if one did.</summary>
    public Exception? Failure => _failure;

    /// <summary>Whether the thread sleeps in a call.</summary>
    public bool IsAsleep => _isBusy && _probe!.IsAsleep;

    /// <summary>Makes a call on the thread, which must be idle.</summary>
    public void Begin(CallStep step)
    {
        (_step, _result, _isBusy) = (step, null, true);
        _work.Release();
    }

    /// <summary>Does something else on the thread, which must be idle.</summary>
    public void Begin(Action action)
    {
        (_action, _isBusy) = (action, true);
        _work.Release();
    }

    /// <summary>Takes the result of a call that has returned and was not taken yet.</summary>
    public CallResult? TryTake()
    {
        if (_isBusy || _step is null)
        {
            return null;
        }

        _step = null;
        return _failure is null ? _result : throw new KernelException("A program thread failed.", _failure);
    }

    /// <summary>Forgets a result that was not taken.</summary>
    public void Forget() => _step = null;

    /// <summary>Interrupts the call the thread sleeps in, by a signal that programs neither send nor block.</summary>
    public void Interrupt() => Send(Abi.WakeSignal);

    /// <summary>Sends the thread a signal.</summary>
    public void Send(Signal signal) => Send(SignalMasks.NumberOf(signal));

    /// <inheritdoc/>
    public override string ToString() => $"{_step?.Verb} ({_probe})";

    /// <summary>Ends the thread, which must be idle.</summary>
    public void Dispose()
    {
        _step = null;
        _work.Release();
        _thread.Join();
        _work.Dispose();
    }

    private void Send(int signal) => _ = LibC.SignalThread(Environment.ProcessId, _threadId, signal);

    private void Serve(ManualResetEventSlim ready)
    {
        _threadId = LibC.ThreadId();
        _probe = new SleepProbe();
        _ = SignalMasks.SetOwn(default);
        ready.Set();
        while (true)
        {
            _work.Wait();
            if (_step is null && _action is null)
            {
                _probe.Dispose();
                return;
            }

            try
            {
                Work();
            }
            catch (Exception error)
            {
                _failure = error;
            }

            _isBusy = false;
        }
    }

    private void Work()
    {
        if (_action is { } action)
        {
            _action = null;
            action();
        }
        else
        {
            _result = CallMaker.Make(_step!, _site);
        }
    }
}
