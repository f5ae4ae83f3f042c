using BenchmarkDotNet.Running;
using Wakeline.Benchmarks.Checkers;
using Wakeline.Benchmarks.Edits;
using Wakeline.Benchmarks.Oracle;
using Wakeline.Benchmarks.Scripts;
using Wakeline.Benchmarks.Targets;

// dotnet run --project Benchmarks -c Release -- --filter '*Step*' --job short
// dotnet run --project Benchmarks -c Release -- checkers 9
// dotnet run --project Benchmarks -c Release -- checkers pipe
// dotnet run --project Benchmarks -c Release -- checkers epoll-level
// dotnet run --project Benchmarks -c Release -- checkers pipeline
// dotnet run --project Benchmarks -c Release -- generator
// dotnet run --project Benchmarks -c Release -- oracle 1000000
// dotnet run --project Benchmarks -c Release -- scripts
// dotnet run --project Benchmarks -c Release -- targets 20000
// dotnet run --project Benchmarks -c Release -- targets 2000 lwip netstack
if (args is [CheckerComparison.Name, .. var rest])
{
    return CheckerComparison.Run(rest);
}

if (args is [GeneratorEdits.Name])
{
    return GeneratorEdits.Run();
}

if (args is [OracleThroughput.Name, .. var settings])
{
    return OracleThroughput.Run(settings);
}

if (args is [ScriptThroughput.Name])
{
    return ScriptThroughput.Run();
}

if (args is [TargetRates.Name, .. var names])
{
    return TargetRates.Run(names);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

internal sealed partial class Program;
