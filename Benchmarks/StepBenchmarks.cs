using BenchmarkDotNet.Attributes;

namespace Wakeline.Benchmarks;

/// <summary>
/// What one event costs: the generated step function against a hand-written switch, the interpreter, and Stateless.
/// Three
/// events a call: two coins and a push.
/// </summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private const int EventsPerCall = 3;

    private readonly Interpreter<GateState, GatePlace> _interpreter = Gate.Interpret();
    private readonly StatelessGate _stateless = new();
    private GateState _state;

    [Benchmark(Baseline = true, OperationsPerInvoke = EventsPerCall)]
    public int HandWritten()
    {
        HandWrittenGate.Insert(ref _state, new Coin(50));
        HandWrittenGate.Insert(ref _state, new Coin(50));
        HandWrittenGate.Press(ref _state, new Push(1));
        return _state.Passed;
    }

    [Benchmark(OperationsPerInvoke = EventsPerCall)]
    public int Generated()
    {
        Gate.Fire(ref _state, new Coin(50));
        Gate.Fire(ref _state, new Coin(50));
        Gate.Fire(ref _state, new Push(1));
        return _state.Passed;
    }

    [Benchmark(OperationsPerInvoke = EventsPerCall)]
    public int Interpreted()
    {
        _interpreter.Fire(ref _state, 0, new Coin(50));
        _interpreter.Fire(ref _state, 0, new Coin(50));
        _interpreter.Fire(ref _state, 0, new Push(1));
        return _state.Passed;
    }

    [Benchmark(OperationsPerInvoke = EventsPerCall)]
    public int Stateless()
    {
        _stateless.Insert(new Coin(50));
        _stateless.Insert(new Coin(50));
        _stateless.Press();
        return _stateless.Passed;
    }
}
