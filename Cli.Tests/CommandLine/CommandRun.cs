using System.Text.Json;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Systems;

namespace Wakeline.Cli.Tests.CommandLine;

/// <summary>What a command line came to.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    /// <summary>Two systems that are checked in no time, one of them with mutants, and all machines.</summary>
    public static Catalogue SmallCatalogue { get; } =
        new([SystemEntry.Of<EpollExclusive, Kernel>(), SystemEntry.Of<EpollZeroTimeout, Kernel>()], HostSystem.Info);

    /// <summary>Runs a command line of the command as it ships, in this process.</summary>
    public static CommandRun Of(params IReadOnlyList<string> arguments) => With(Catalogue.Shipped, arguments);

    /// <summary>Runs a command line with other systems, in this process.</summary>
    public static CommandRun With(Catalogue catalogue, params IReadOnlyList<string> arguments) =>
        Run(catalogue, isInterrupted: false, arguments);

    /// <summary>Runs a command line that the user has ended already.</summary>
    public static CommandRun Interrupted(params IReadOnlyList<string> arguments) =>
        Run(SmallCatalogue, isInterrupted: true, arguments);

    private static CommandRun Run(Catalogue catalogue, bool isInterrupted, IReadOnlyList<string> arguments)
    {
        using var interruption = new Interruption();
        var (output, error) = (new StringWriter(), new StringWriter());
        var shell = new Shell(output, error, new CancellationToken(isInterrupted));
        var code = CommandLineRunner.Run(arguments, catalogue, shell, interruption);
        return new CommandRun(code, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }

    /// <summary>The output as a JSON document.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
