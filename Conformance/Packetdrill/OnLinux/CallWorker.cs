using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// A thread that makes calls, one after the other. It is in the network namespace of the thread that makes it.
/// </summary>
internal sealed class CallWorker : IDisposable
{
    private readonly Func<CallRequest, CallAnswer> _make;
    private readonly Action _done;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Lock _lock = new();
    private CallRequest? _request;
    private CallAnswer? _answer;
    private UnsupportedException? _lacking;
    private volatile bool _ends;

    /// <summary>Starts the thread.</summary>
    /// <param name="make">Makes a call.</param>
    /// <param name="done">Is told when a call has returned.</param>
    public CallWorker(Func<CallRequest, CallAnswer> make, Action done)
    {
        (_make, _done) = (make, done);
        new Thread(Work) { IsBackground = true, Name = "calls of a script" }.Start();
    }

    /// <summary>What the last call returned; <see langword="null"/> while it sleeps.</summary>
    /// <exception cref="UnsupportedException">The call is none that can be made.</exception>
    public CallAnswer? Answer
    {
        get
        {
            lock (_lock)
            {
                return _lacking is { } lacking ? throw lacking : _answer;
            }
        }
    }

    /// <summary>Begins a call.</summary>
    public void Begin(CallRequest request)
    {
        lock (_lock)
        {
            (_request, _answer, _lacking) = (request, null, null);
        }

        _work.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        _work.Release();
    }

    private void Work()
    {
        while (true)
        {
            _work.Wait();
            if (_ends)
            {
                return;
            }

            CallAnswer? answer = null;
            UnsupportedException? lacking = null;
            try
            {
                answer = _make(_request!);
            }
            catch (UnsupportedException exception)
            {
                lacking = exception;
            }

            lock (_lock)
            {
                (_answer, _lacking) = (answer, lacking);
            }

            _done();
        }
    }
}
