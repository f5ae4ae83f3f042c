using System.CommandLine;
using Wakeline.Checking.Traces;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;

namespace Wakeline.Cli.CommandLine;

/// <summary>Runs one command line. Whatever goes wrong becomes one line on the error stream and an exit code.</summary>
internal static class CommandLineRunner
{
    public static int Run(IReadOnlyList<string> arguments, Catalogue catalogue, Shell shell, Interruption interruption)
    {
        try
        {
            var parsed = CommandTree.Build(shell, catalogue).Parse(arguments);
            RequireUnderstood(parsed);

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = shell.Output,
                Error = shell.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException cancelled)
        {
            var left = cancelled is CheckpointKeptException or InterruptedRunException
                ? cancelled.Message : "nothing was written";
            shell.Error.WriteLine($"wakeline: interrupted; {left}.");
            return interruption.ExitCode;
        }
        catch (TraceException diverged) when (diverged.Step > 0)
        {
            return Tell(shell, diverged.Message, ExitCode.Differs);
        }
        catch (Exception unusable) when (IsUnusable(unusable))
        {
            return Tell(shell, unusable.Message, ExitCode.Unusable);
        }
        catch (Exception failure) when (Environment.GetEnvironmentVariable("WAKELINE_DEBUG") is null)
        {
            return Tell(
                shell,
                $"internal error: {failure.GetType().Name}: {failure.Message} "
                + "Set WAKELINE_DEBUG=1 to see where, and please report it.",
                ExitCode.Failed);
        }
    }

    private static void RequireUnderstood(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0 || parsed.Action is HelpWithExamples)
        {
            return;
        }

        var what = parsed.UnmatchedTokens.Count > 0
            ? $"There is no command or option '{parsed.UnmatchedTokens[0]}'."
            : Sentence(parsed.Errors[0].Message);
        throw new UnusableInputException($"{what} See '{PathOf(parsed.CommandResult.Command)} --help'.");
    }

    private static bool IsUnusable(Exception failure) => failure
        is UnusableInputException or SpecificationException or TraceException or ProgramSyntaxException
        or KernelException or IOException or UnauthorizedAccessException;

    private static int Tell(Shell shell, string message, int code)
    {
        shell.Error.WriteLine($"wakeline: {message.ReplaceLineEndings(" ")}");
        return code;
    }

    private static string Sentence(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.EndsWith('.') ? line : line + ".";
    }

    private static string PathOf(Command command) => command is RootCommand ? "wakeline" : $"wakeline {command.Name}";
}
