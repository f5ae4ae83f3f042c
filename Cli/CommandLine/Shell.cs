using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Wakeline.Cli.CommandLine;

/// <summary>
/// What a command talks to: results go to the output, progress and notes to the error stream, and only a terminal gets
/// colours and moving pictures.
/// </summary>
internal sealed class Shell
{
    private const int PipeWidth = 120;

    public Shell(TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        Output = output;
        Error = error;
        Cancellation = cancellation;
        Console = ConsoleOn(output, isTerminal: ReferenceEquals(output, System.Console.Out)
            && !System.Console.IsOutputRedirected);
        ShowsProgress = ReferenceEquals(error, System.Console.Error) && !System.Console.IsErrorRedirected;
        Notes = ConsoleOn(error, ShowsProgress);
    }

    /// <summary>Results for machines.</summary>
    public TextWriter Output { get; }

    /// <summary>Plain text beside the results.</summary>
    public TextWriter Error { get; }

    /// <summary>Cancelled when the user wants the command to end.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Results for people.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Progress and notes for people.</summary>
    public IAnsiConsole Notes { get; }

    /// <summary>Whether somebody watches: the error stream is a terminal.</summary>
    public bool ShowsProgress { get; }

    /// <summary>
    /// Does something that may take longer than two seconds, and shows how far it is if somebody watches.
    /// </summary>
    /// <param name="title">What is being done, until the work says more.</param>
    /// <param name="work">The work; it is given a function that tells how far it is.</param>
    public TResult Track<TResult>(string title, Func<Action<string>, TResult> work) => ShowsProgress
        ? Notes.Status().Start(
            Markup.Escape(title), status => work(text => status.Status(Markup.Escape(text))))
        : work(_ => { });

    /// <summary>Writes a line beside the results, also while the user watches how far something is.</summary>
    public void Note(string line)
    {
        if (ShowsProgress)
        {
            Notes.WriteLine(line);
        }
        else
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>Writes one JSON document to the output.</summary>
    public void WriteJson<TDocument>(TDocument document, JsonTypeInfo<TDocument> type) =>
        Output.WriteLine(JsonSerializer.Serialize(document, type));

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PipeWidth;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}
