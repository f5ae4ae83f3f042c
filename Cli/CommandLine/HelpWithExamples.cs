using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Wakeline.Cli.CommandLine;

/// <summary>Help as the library writes it, followed by examples and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const int Width = 100;

    /// <summary>Who asks for help need not have given all arguments.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = Width;
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is DocumentedCommand documented)
        {
            output.WriteLine(documented.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in documented.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCode.All)
        {
            output.WriteLine($"  {code,-4} {meaning}");
        }

        return ExitCode.Agrees;
    }
}
