using Wakeline.Diagrams;
using Wakeline.Diagrams.Svg;
using Wakeline.Spec.Systems.Network;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The picture of the README: the machines of the pipeline, and who makes whom act.</summary>
internal static class PipelinePicture
{
    /// <summary>The arrows; a test holds them against the tables.</summary>
    public static IReadOnlyList<HandOver> HandOvers { get; } =
    [
        new("Peer", "Adapter", "Nic.Wire", "frame"),
        new("Adapter", "Interrupt", "Nic.Queues[].IsPending", "signal"),
        new("Adapter", "Softirq", "Nic.Queues[].Descriptors", "ring of descriptors"),
        new("Interrupt", "Softirq", "Nic.Queues[].IsScheduled", "NAPI scheduled"),
        new("Softirq", "Connection", "Segment", "segment"),
        new("Connection", "Callbacks", "DataArrived", "data arrived") { FiredBy = "Softirq" },
        new("Callbacks", "PollCallback", "WakeUp", "wake-up, along the socket's wait queue"),
        new("PollCallback", "ReadyList", "Arrival", "item becomes ready"),
        new("ReadyList", "EpollWait", "Tasks[].State", "a sleeper runs"),
        new("EpollWait", "UserProgram", "Tasks[].Reports", "events"),
        new("UserProgram", "Receive", "Tasks[].Arguments", "recv"),
    ];

    private static readonly (string Title, string[] Machines)[] _places =
    [
        ("wire and card", ["Peer", "Adapter", "Interrupt"]),
        ("softirq", ["Softirq", "Connection", "Callbacks"]),
        ("epoll", ["PollCallback", "ReadyList"]),
        ("task", ["EpollWait", "UserProgram", "Receive"]),
    ];

    /// <summary>Finds a machine of the pipeline.</summary>
    public static MachineInfo Machine(string name) =>
        Pipeline.Info.Machines.Select(use => use.Machine).Concat(Pipeline.Info.Reactive)
            .First(machine => machine.Name == name);

    public static SvgPicture Draw() => FlowDiagram.Draw(new Flow(
        "How a packet becomes a wake-up: the machines of the pipeline",
        [.. _places.Select(place => new FlowBand(place.Title, [.. place.Machines.Select(StationOf)]))],
        [.. HandOvers.Select(each => new FlowLink(each.From, each.To, each.Label, each.IsEvent(Machine(each.To))))])
    {
        DirectMeaning = "fires an event: both act in one step",
        DeferredMeaning = "leaves something for the other to find, in a step of its own",
    });

    private static FlowStation StationOf(string name)
    {
        var machine = Machine(name);
        var shipped = machine.Rules.Where(rule => rule.Mutant is null).ToArray();
        var sources = shipped.SelectMany(rule => rule.Citations).Select(ShortSource)
            .CountBy(source => source).OrderByDescending(each => each.Value).Select(each => each.Key).Take(2);
        return new FlowStation(
            name, [$"{shipped.Length} {(shipped.Length == 1 ? "rule" : "rules")}", .. sources], machine.Summary);
    }

    /// <summary>A kernel function without its file, an RFC without its subsection.</summary>
    private static string ShortSource(string citation)
    {
        var words = citation.Split(' ');
        return words[0] == "RFC"
            ? $"RFC {words[1]} {string.Join('.', words[^1].Split('.').Take(3))}"
            : string.Join(' ', words[1..]);
    }
}
