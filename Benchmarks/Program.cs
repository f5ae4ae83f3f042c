using BenchmarkDotNet.Running;
using Wakeline.Benchmarks.Checkers;

// dotnet run --project Benchmarks -c Release -- --filter '*Step*' --job short
// dotnet run --project Benchmarks -c Release -- checkers 9
// dotnet run --project Benchmarks -c Release -- checkers pipe
if (args is [CheckerComparison.Name, .. var rest])
{
    return CheckerComparison.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

internal sealed partial class Program;
