using System.Net.Sockets;
using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Traces;
using Wakeline.Conformance.Traces.Listings;
using Wakeline.Model.Oracle;

namespace Wakeline.Cli.Commands;

/// <summary>
/// <c>wakeline oracle --serve</c>: a stack streams its events and is told what is wrong with them while it runs.
/// </summary>
internal static class OracleService
{
    private const string Stream = "stream";

    /// <summary>Serves the standard streams, or whoever connects to a socket until the user ends the command.</summary>
    public static int Serve(string? socket, string[] files, OracleProfile? profile, Shell shell)
    {
        if (files.Length > 0)
        {
            throw new UnusableInputException("--serve takes no files.");
        }

        if (socket is not null)
        {
            return Listen(socket, profile, shell);
        }

        var report = Answer(Console.OpenStandardInput(), shell.Output, profile, shell.Cancellation);
        return OracleCommand.CodeOf([report]);
    }

    /// <summary>Judges a stream of events, and writes each finding as a line, and the report as the last.</summary>
    public static TraceReport Answer(
        Stream input, TextWriter output, OracleProfile? profile, CancellationToken cancellation)
    {
        var report = TraceFiles.Follow(
            input, Stream, profile,
            finding =>
            {
                output.WriteLine(FindingListing.Of(finding).ToLine());
                output.Flush();
            },
            cancellation);
        output.WriteLine(TraceListing.Of(report).ToLine());
        output.Flush();
        return report;
    }

    private static int Listen(string path, OracleProfile? profile, Shell shell)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new UnusableInputException(
                $"'{path}' exists: another service listens on it, or one that was killed has left it behind.");
        }
        catch (Exception refused) when (refused is SocketException or ArgumentException)
        {
            throw new UnusableInputException($"'{path}' cannot be listened on: {refused.Message}");
        }

        try
        {
            while (true)
            {
                var client = listener.AcceptAsync(shell.Cancellation).AsTask().GetAwaiter().GetResult();
                new Thread(() => AnswerClient(client, profile, shell.Cancellation)) { IsBackground = true }.Start();
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A client that goes away ends its trace, and nothing else.</summary>
    private static void AnswerClient(Socket client, OracleProfile? profile, CancellationToken cancellation)
    {
        try
        {
            using var stream = new NetworkStream(client, ownsSocket: true);
            using var output = new StreamWriter(stream);
            Answer(stream, output, profile, cancellation);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
        }
    }
}
