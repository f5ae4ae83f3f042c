using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance;
using Wakeline.Conformance.Programs;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline program FILE</c>: runs one program of system calls on the model and on the kernel.</summary>
internal static class ProgramCommand
{
    private const string StandardInput = "-";

    public static Command Build(Shell shell)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A program in the text form that reports print; '-' reads the standard input.",
        };
        var c = new Option<bool>("--c")
        {
            Description = "Print the program as lines of C and run nothing.",
        };
        var json = CommonOptions.Json();
        var command = new DocumentedCommand(
            "program",
            "Runs one program of system calls on the model and on the kernel of this machine, and says whether they "
            + "agree. Each line is 'thread: slot = call(operands)', such as '0: v0 = eventfd(1)'.")
        {
            Examples = ["wakeline program difference.txt", "wakeline program difference.txt --c"],
        };
        command.Add(file);
        command.Add(c);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var program = Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(c))
            {
                shell.Output.Write(CText.Print(program));
                return ExitCode.Agrees;
            }

            return Run(program, parsed.GetValue(json), shell);
        });
        return command;
    }

    private static int Run(CallProgram program, bool isJson, Shell shell)
    {
        var difference = DifferenceOn(program) is { } found ? ReportSections.Of(found) : null;
        if (isJson)
        {
            shell.WriteJson(new ProgramListing(difference is null, difference), ReportJson.Default.ProgramListing);
        }
        else if (difference is null)
        {
            shell.Output.WriteLine($"Model and kernel agree on {Figures.Counted(program.Steps.Count, "step")}.");
        }
        else
        {
            DifferenceText.Write(difference, shell.Output);
        }

        return difference is null ? ExitCode.Agrees : ExitCode.Differs;
    }

    private static KernelDifference? DifferenceOn(CallProgram program)
    {
        try
        {
            return KernelVerification.Run(program);
        }
        catch (BoundExceededException bound)
        {
            throw new UnusableInputException($"The program needs more than the model has room for: {bound.Message}");
        }
    }

    private static CallProgram Read(string file)
    {
        var program = ProgramText.Parse(file == StandardInput ? Console.In.ReadToEnd() : File.ReadAllText(file));
        return program.Steps.Count > 0
            ? program : throw new UnusableInputException($"The program '{file}' has no steps.");
    }
}
