using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>Writes the functions that run a machine, over the shipped rows or over the mutated ones.</summary>
internal sealed partial class FunctionEmitter(MachineModel machine, Face face, CodeWriter writer)
{
    private const string SinkConstraint =
        "where TSink : struct, global::Wakeline.ISuccessorSink<TState>, allows ref struct";

    private const string Fired = "<returns>Index of the rule that fired, or -1 if none did.</returns>";

    private readonly Signatures _signatures = new(machine);
    private readonly Dispatch _dispatch = new(machine, face.Rows, writer);

    /// <summary>Writes every function.</summary>
    public void WriteAll()
    {
        WriteStep();
        WriteSuccessors();
        foreach (var type in machine.Events)
        {
            WriteFire(type);
            WriteEventSuccessors(type);
        }

        if (machine.TimerTypes.Count > 0)
        {
            WriteTimers();
        }

        foreach (var type in machine.Outputs)
        {
            WriteTryEmit(type);
            WriteAdmits(type);
            WriteAccept(type);
        }

        if (machine.Outputs.Any(type => type.Equality == EqualityModel.Bytes))
        {
            WriteSameBytes();
        }
    }

    private void WriteStep()
    {
        var function = new Function(
            ["<summary>Takes the first step the machine can take by itself; timers are left alone.</summary>", Fired],
            machine.Access, "int", "Step", $"ref TState state{_signatures.SelfParameter}", "",
            "in state", $"ref state{_signatures.SelfArgument}");
        using (face.Open(writer, function))
        {
            WriteFirst(RowsOf(TriggerKind.Step), new TakeFirst(face.Rows), "return -1;");
        }
    }

    private void WriteFire(TriggerTypeModel type)
    {
        var function = new Function(
            [$"<summary>Handles the event <c>{Text.Xml(Short(type))}</c>.</summary>", Fired],
            type.Access, "int", "Fire", $"ref TState state{_signatures.SelfParameter}, in {type.Code} e", "",
            "in state", $"ref state{_signatures.SelfArgument}, in e");
        using (face.Open(writer, function))
        {
            WriteFirst(RowsOf(TriggerKind.Event, type), new TakeFirst(face.Rows), "return -1;");
        }
    }

    private void WriteSuccessors()
    {
        var parameters = $"in TState state{_signatures.SelfParameter}, int firstRule, ref TSink sink";
        var arguments = $"in state{_signatures.SelfArgument}, firstRule, ref sink";
        var function = new Function(
            [
                "<summary>Hands the sink every step the machine can take by itself, and every expiry of an armed "
                + "timer.</summary>",
            ],
            machine.Access, "void", "Successors<TSink>", parameters, SinkConstraint, "in state", arguments);
        using (face.Open(writer, function))
        {
            if (machine.TimerTypes.Count == 0)
            {
                WriteEvery(RowsOf(TriggerKind.Step));
                return;
            }

            writer.Line($"StepsByItself({arguments}{face.Argument});");
            var armed = $"{_signatures.Timers(Signatures.ReadOnlyState)}.Word";
            using (writer.Block($"for (int armed = {armed}; armed != 0; armed &= armed - 1)"))
            {
                writer.Line("var timer = global::System.Numerics.BitOperations.TrailingZeroCount(armed);");
                writer.Line(
                    $"Expiries(in state{_signatures.SelfArgument}, timer, firstRule, ref sink{face.Argument});");
            }
        }
    }

    private void WriteEventSuccessors(TriggerTypeModel type)
    {
        var function = new Function(
            [$"<summary>Hands the sink every outcome of the event <c>{Text.Xml(Short(type))}</c>.</summary>"],
            type.Access, "void", "Successors<TSink>",
            $"in TState state{_signatures.SelfParameter}, in {type.Code} e, int firstRule, ref TSink sink",
            SinkConstraint, "in state", $"in state{_signatures.SelfArgument}, in e, firstRule, ref sink");
        using (face.Open(writer, function))
        {
            WriteEvery(RowsOf(TriggerKind.Event, type));
        }
    }

    /// <summary>Rows with one trigger, in the order in which they are tried.</summary>
    private IReadOnlyList<RuleModel> RowsOf(TriggerKind kind, TriggerTypeModel? type = null) =>
        [.. face.Rows.Rows.Where(rule => rule.Kind == kind && (type is null || rule.TriggerType == type.Code))];

    private void WriteFirst(
        IReadOnlyList<RuleModel> rows, Outcome outcome, string otherwise, string state = "ref state")
    {
        if (_dispatch.Write(rows, _signatures.Location(state), outcome))
        {
            writer.Line().Line(otherwise);
        }
    }

    private void WriteEvery(IReadOnlyList<RuleModel> rows) => _dispatch.Write(
        rows, _signatures.Location(Signatures.ReadOnlyState), new EnumerateAll(face.Rows, _signatures));

    private static string Short(TriggerTypeModel type) => type.Code.Substring(type.Code.LastIndexOf('.') + 1);
}
