using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Packetdrill.OnModel;

/// <summary>What the shipped scripts say holds of the model, and nothing else does.</summary>
public sealed class ShippedScriptsTests
{
    public static TheoryData<string> Names => ShippedScripts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheModelDoesWhatAScriptExpects(string name)
    {
        var report = ShippedScripts.Run(ShippedScripts.TextOf(name));
        Assert.True(report.Verdict == ScriptVerdict.Passed, string.Join('\n', report.Findings));
    }

    /// <summary>Each expectation is changed in one thing: a script that passes then expects nothing by it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void NoExpectationIsInVain(string name)
    {
        var script = ScriptText.Parse(ShippedScripts.TextOf(name)).Script!;
        foreach (var (index, each) in script.Events.Index())
        {
            foreach (var changed in Changes(each))
            {
                var text = ScriptPrinter.Write(script with
                {
                    Events = script.Events.Select((other, at) => at == index ? changed : other).ToSequence(),
                });
                Assert.True(
                    ShippedScripts.Run(text).Verdict == ScriptVerdict.Failed,
                    $"line {each.Position.Line} passes as '{ScriptPrinter.Write(changed)}'");
            }
        }
    }

    private static IEnumerable<ScriptEvent> Changes(ScriptEvent each) => each.Action switch
    {
        Packet { Direction: PacketDirection.Outbound, Content: TcpSegment segment } packet =>
            Changes(segment).Select(changed => each with { Action = packet with { Content = changed } }),
        Call { Result.Value: Integer number } call when !OpensDescriptor(call) =>
            [each with { Action = call with { Result = call.Result with { Value = Next(number), Error = null } } }],
        _ => [],
    };

    private static bool OpensDescriptor(Call call) =>
        CallShape.Find(call.Name)!.OpensDescriptor && call.Result.Error is null;

    private static Integer Next(Integer number) => number with { Value = number.Value + 1 };

    private static IEnumerable<TcpSegment> Changes(TcpSegment segment)
    {
        yield return segment with { Flags = segment.Flags ^ ControlBits.Psh };
        yield return segment with { Flags = segment.Flags ^ ControlBits.Fin };
        yield return segment with { Range = segment.Range with { First = segment.Range.First + 1 } };
        yield return segment with { Acknowledgment = (segment.Acknowledgment ?? 0) + 1 };
        yield return segment with
        {
            Options = new SegmentOptions(false, (segment.Options?.List ?? [])
                .Append(new PlainOption(PlainOptionKind.NoOperation)).ToSequence()),
        };
        if (segment.Window is { } window)
        {
            yield return segment with { Window = (ushort)(window ^ 1) };
        }

        if ((segment.Flags & ControlBits.Syn) == 0 || segment.Range.Payload > 0)
        {
            yield return segment with { Range = segment.Range with { Payload = (ushort)(segment.Range.Payload + 1) } };
        }
    }
}
