using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>Compares packets of the stack with those that a script expects.</summary>
/// <param name="settings">How strict to be.</param>
internal sealed class PacketComparison(RunSettings settings)
{
    /// <summary>Compares a packet.</summary>
    /// <param name="expected">What the script expects.</param>
    /// <param name="actual">What came; segments that add up to it already are one.</param>
    /// <param name="flow">The connection.</param>
    /// <exception cref="ScriptFailureException">They differ.</exception>
    /// <exception cref="UnsupportedException">The stack does not tell what is expected.</exception>
    public void Require(Packet expected, WirePacket actual, Flow flow)
    {
        var content = flow.ToScript(actual.Content);
        var differences = expected.Content is TcpSegment segment && content is TcpSegment came
            ? Differences(segment, came, flow).ToList()
            : expected.Content == content ? [] : ["what IP carries"];
        if (IpDiffers(expected.Ip, actual.Ip))
        {
            differences.Add("IP header");
        }

        if (differences.Count > 0)
        {
            throw Differs($"the packet differs in {string.Join(", ", differences)}", expected, actual, content);
        }
    }

    /// <summary>A failure that shows both packets.</summary>
    public static ScriptFailureException Differs(
        string message, Packet expected, WirePacket actual, PacketContent content) =>
        new(message, PacketPrinter.Write(expected), PacketPrinter.Write(expected with
        {
            Content = content,
            Ip = expected.Ip.Count > 0 ? actual.Ip ?? [] : [],
            Ports = expected.Ports is null ? null : new PortPair(actual.Source, actual.Destination),
        }));

    private IEnumerable<string> Differences(TcpSegment expected, TcpSegment actual, Flow flow)
    {
        if (expected.Flags != actual.Flags)
        {
            yield return "control bits";
        }

        if (expected.Range != actual.Range)
        {
            yield return "sequence numbers";
        }

        if (expected.Acknowledgment is { } ack && ack != actual.Acknowledgment)
        {
            yield return "acknowledgment number";
        }

        if (expected.Window is { } window && window != actual.Window)
        {
            yield return "window";
        }

        if ((expected.Urgent ?? 0) != (actual.Urgent ?? 0))
        {
            yield return "urgent pointer";
        }

        if (expected.Options is not { IsAny: true } && !AreSame(
            expected.Options?.List ?? [], actual.Options?.List ?? [], flow))
        {
            yield return "options";
        }
    }

    private bool AreSame(Sequence<TcpOption> expected, Sequence<TcpOption> actual, Flow flow) =>
        expected.Count == actual.Count
        && expected.Zip(actual).All(pair => pair switch
        {
            (TimeStamps script, TimeStamps wire) => script.Echo == wire.Echo
                && flow.LearnStamp(script.Value, wire.Value, settings.TimeStampTick, settings.Tolerance),
            _ => pair.First.Equals(pair.Second),
        });

    private static bool IpDiffers(Sequence<HeaderField> expected, Sequence<HeaderField>? actual)
    {
        foreach (var field in expected)
        {
            // A codepoint of ECN is told by its name alone.
            if (actual is null || (field.Value is not null && !actual.Value.Any(each => each.Name == field.Name)))
            {
                throw new UnsupportedException($"the stack does not tell '{field.Name}' of the IP header");
            }

            if (!actual.Value.Contains(field)
                && !(field.Name == "ect01" && actual.Value.Any(each => each.Name is "ect0" or "ect1")))
            {
                return true;
            }
        }

        return false;
    }
}
