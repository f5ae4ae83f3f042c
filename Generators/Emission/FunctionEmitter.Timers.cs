using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>The functions for timers that expire.</summary>
internal sealed partial class FunctionEmitter
{
    private void WriteTimers()
    {
        foreach (var type in machine.TimerTypes)
        {
            WriteExpire(type);
        }

        WriteTimerSwitch(
            "int", "ExpireTimer", $"ref TState state{_signatures.SelfParameter}, int timer", "",
            rows => WriteFirstOfCase(rows, new TakeFirst(face.Rows)), "return -1;");
        WriteTimerSwitch(
            "void", "Expiries<TSink>",
            $"in TState state{_signatures.SelfParameter}, int timer, int firstRule, ref TSink sink", SinkConstraint,
            rows => _dispatch.Write(
                rows, _signatures.Location(Signatures.ReadOnlyState), new EnumerateAll(face.Rows, _signatures)),
            "");
        WriteStepsByItself();
    }

    private void WriteExpire(TriggerTypeModel type)
    {
        var function = new Function(
            [
                "<summary>Lets a timer expire.</summary>",
                "<returns>Index of the rule that fired, or -1 if the timer is not armed or nothing handles it."
                + "</returns>",
            ],
            type.Access, "int", "Expire", $"ref TState state{_signatures.SelfParameter}, {type.Code} timer", "",
            "in state", $"ref state{_signatures.SelfArgument}, timer");
        using (face.Open(writer, function))
        {
            writer.Line($"return {_signatures.Timers("ref state")}.Contains(timer)");
            using (writer.Indent())
            {
                var number = "global::Wakeline.EnumValue.Of(timer)";
                writer.Line($"? ExpireTimer(ref state{_signatures.SelfArgument}, {number}{face.Argument})");
                writer.Line(": -1;");
            }
        }
    }

    private void WriteStepsByItself()
    {
        writer.Line();
        writer.Line(
            "private static void StepsByItself<TSink>"
            + $"(in TState state{_signatures.SelfParameter}, int firstRule, ref TSink sink{face.Parameter})");
        using (writer.Indent())
        {
            writer.Line(SinkConstraint);
        }

        using (writer.Block())
        {
            WriteEvery(RowsOf(TriggerKind.Step));
        }
    }

    /// <summary>A function that tries the rows of one timer, told by its number.</summary>
    private void WriteTimerSwitch(
        string returns, string name, string parameters, string constraint,
        Func<IReadOnlyList<RuleModel>, bool> writeRows, string otherwise)
    {
        writer.Line();
        writer.Line($"private static {returns} {name}({parameters}{face.Parameter})");
        if (constraint.Length > 0)
        {
            using (writer.Indent())
            {
                writer.Line(constraint);
            }
        }

        using (writer.Block())
        {
            using (writer.Block("switch (timer)"))
            {
                foreach (var rows in RowsOf(TriggerKind.Timer)
                    .GroupBy(rule => rule.Timer!.Value).OrderBy(rows => rows.Key))
                {
                    WriteTimerCase([.. rows], writeRows);
                }
            }

            if (otherwise.Length > 0)
            {
                writer.Line().Line(otherwise);
            }
        }
    }

    private void WriteTimerCase(IReadOnlyList<RuleModel> rows, Func<IReadOnlyList<RuleModel>, bool> writeRows)
    {
        writer.Line($"case (int){rows[0].Timer!.Code}:");
        using (writer.Indent())
        {
            if (writeRows(rows))
            {
                writer.Line("break;");
            }
        }
    }

    private bool WriteFirstOfCase(IReadOnlyList<RuleModel> rows, Outcome outcome) =>
        _dispatch.Write(rows, _signatures.Location("ref state"), outcome);
}
