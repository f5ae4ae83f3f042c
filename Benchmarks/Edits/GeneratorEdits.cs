using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Wakeline.Generators;

namespace Wakeline.Benchmarks.Edits;

/// <summary>
/// What the generator costs somebody who types: a row of the table of epoll_wait is edited, again and again, with the
/// driver that an editor uses, which keeps the compilation before.
/// </summary>
internal static class GeneratorEdits
{
    public const string Name = "generator";

    private const int WarmUpEdits = 20;

    private const int Edits = 40;

    private const string Table = "EpollWait.cs";

    private const string Row = ".Otherwise().Do(ForgetSequence).Goto(Arm)";

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14);

    /// <summary>
    /// Prints what a first run takes, and an edit of a row, and one that touches no table: the time, and that of the
    /// processor, which says more on a busy machine.
    /// </summary>
    public static int Run()
    {
        var compilation = SpecificationSources.Compile(s_parsing);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new WakelineGenerator().AsSourceGenerator()], parseOptions: s_parsing);
        var first = Stopwatch.StartNew();
        driver = driver.RunGenerators(compilation);
        Console.WriteLine(
            $"{compilation.SyntaxTrees.Length} files, {driver.GetRunResult().GeneratedTrees.Length} generated; the "
            + $"first run takes {first.Elapsed.TotalSeconds:0.0} s");
        Report("an edit of a row", Measure(ref driver, compilation, Table, (text, edit) =>
            text.Replace(Row, $"{Row}.Named(\"edit {edit}\")", StringComparison.Ordinal)));
        Report("an edit of no table", Measure(ref driver, compilation, "Errno.cs", (text, edit) =>
            text + $"// {edit}\n"));
        return 0;
    }

    private static Cost[] Measure(
        ref GeneratorDriver driver, CSharpCompilation compilation, string name, Func<string, int, string> edit)
    {
        var file = compilation.SyntaxTrees.Single(tree => Path.GetFileName(tree.FilePath) == name);
        var text = file.ToString();
        var costs = new Cost[Edits];
        for (var i = -WarmUpEdits; i < Edits; i++)
        {
            var edited = edit(text, i);
            if (edited == text)
            {
                throw new InvalidOperationException($"{name} does not say what is to be edited");
            }

            var after = CSharpSyntaxTree.ParseText(edited, s_parsing, file.FilePath);
            compilation = compilation.ReplaceSyntaxTree(file, after);
            file = after;
            var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            driver = driver.RunGenerators(compilation);
            costs[int.Max(i, 0)] = new Cost(
                watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
        }

        return costs;
    }

    private static void Report(string what, Cost[] costs)
    {
        double[] elapsed = [.. costs.Select(each => each.Elapsed).Order()];
        double[] processor = [.. costs.Select(each => each.Processor).Order()];
        Console.WriteLine(
            $"{what}: {elapsed[0]:0} ms at best, {elapsed[Edits / 2]:0} ms in the middle of {Edits}; of the processor "
            + $"{processor[0]:0} and {processor[Edits / 2]:0} ms");
    }

    /// <summary>What an edit took, in milliseconds.</summary>
    private readonly record struct Cost(double Elapsed, double Processor);
}
