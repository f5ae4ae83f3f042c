using BenchmarkDotNet.Running;

// dotnet run --project Benchmarks -c Release -- --filter '*Step*' --job short
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

internal sealed partial class Program;
