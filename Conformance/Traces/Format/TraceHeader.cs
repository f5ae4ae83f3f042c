using System.Net;
using Wakeline.Conformance.Programs;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Traces.Format;

/// <summary>The first line of a trace: what it shows, and of whom.</summary>
internal sealed record TraceHeader
{
    /// <summary>The version of the format that is written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The profile of the stack, if the trace names one.</summary>
    public string? Profile { get; init; }

    /// <summary>Where segments were seen.</summary>
    public Vantage Vantage { get; init; }

    /// <summary>Whether every system call is in the trace.</summary>
    public bool HasCalls { get; init; } = true;

    /// <summary>Whether every segment is in the trace.</summary>
    public bool HasSegments { get; init; } = true;

    /// <summary>Whether segments may be greater than on the wire, because the card cuts them up.</summary>
    public bool HasOffload { get; init; }

    /// <summary>
    /// Whether segments tell the codepoint of ECN in their header of IP; those that tell none then have none.
    /// </summary>
    public bool TellsCodepoints { get; init; }

    /// <summary>Whether segments may be missing, as in a capture that was too slow. It stands in no file.</summary>
    public bool MayMiss { get; init; }

    /// <summary>The addresses of the stacks that are judged; none for both ends of every connection.</summary>
    public Sequence<IPAddress> Hosts { get; init; }

    /// <summary>What the trace was taken on: kernel, settings, tools; by name.</summary>
    public Sequence<EnvironmentEntry> Environment { get; init; }
}

/// <summary>Something about where a trace was taken.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct EnvironmentEntry(string Name, string Value);
