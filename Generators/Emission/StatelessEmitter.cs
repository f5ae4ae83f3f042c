using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>
/// Writes a machine of the Stateless library with the same meaning. That library knows no order among rows, so each row
/// is guarded by the negation of the rows before it as well.
/// </summary>
internal sealed class StatelessEmitter
{
    private const string Library = "global::Stateless.StateMachine<TLocation, Trigger>";

    private readonly MachineModel _machine;
    private readonly CodeWriter _writer;
    private readonly Signatures _signatures;
    private readonly ShippedRows _rows;
    private readonly List<StatelessTrigger> _triggers;

    private StatelessEmitter(MachineModel machine, CodeWriter writer)
    {
        _machine = machine;
        _writer = writer;
        _signatures = new Signatures(machine);
        _rows = new ShippedRows(machine);
        _triggers = StatelessTrigger.Of(_rows.Rows);
    }

    public static string Write(MachineModel machine) => GeneratedFile.Write(
        machine.Type, $"The table of {machine.Type.FullName} as a machine of the Stateless library.",
        MachineEmitter.Aliases(machine), "", writer => new StatelessEmitter(machine, writer).WriteMembers());

    private void WriteMembers()
    {
        WriteTriggers();
        WriteBuilder();
        foreach (var place in _machine.Locations.GroupBy(place => place.Value).Select(same => same.First()))
        {
            WriteConfiguration(place);
        }

        _writer.Line();
        _writer.Line("/// <summary>Whether the guards of a row hold, whatever rows stand before it.</summary>");
        _writer.Line(GeneratedFile.Attribute);
        using (_writer.Block("private static class Enabling"))
        {
            foreach (var rule in _triggers.SelectMany(trigger => trigger.Rules))
            {
                WriteEnabling(rule);
            }
        }
    }

    private void WriteTriggers()
    {
        _writer.Line("/// <summary>What makes the Stateless machine move.</summary>");
        _writer.Line(GeneratedFile.Attribute);
        using (_writer.Block($"{_machine.LocationAccess} enum Trigger"))
        {
            foreach (var trigger in _triggers)
            {
                _writer.Line($"/// <summary>{Text.Xml(trigger.Meaning)}</summary>");
                _writer.Line($"{trigger.Name},");
            }
        }
    }

    private void WriteBuilder()
    {
        _writer.Line();
        _writer.Line("/// <summary>");
        _writer.Line("/// The shipped table as a machine of the Stateless library, over a state kept by the caller.");
        _writer.Line("/// Triggers that no row handles are ignored; of alternatives and choices the first is taken;");
        _writer.Line("/// emissions have no counterpart there.");
        _writer.Line("/// </summary>");
        _writer.Line(GeneratedFile.Attribute);
        _writer.Line(
            $"{_machine.LocationAccess} static {Library} ToStateless("
            + $"global::Wakeline.StateHolder<TState> holder{_signatures.SelfParameter})");
        using (_writer.Block())
        {
            var location = _signatures.Location("ref holder.State");
            _writer.Line("global::System.ArgumentNullException.ThrowIfNull(holder);");
            _writer.Line($"var machine = new {Library}(() => {location}, location => {location} = location);");
            _writer.Line("machine.OnUnhandledTrigger(static (_, _) => { });");
            foreach (var trigger in _triggers.Where(trigger => trigger.HasEvent))
            {
                _writer.Line(
                    $"var {trigger.Variable} = "
                    + $"machine.SetTriggerParameters<{trigger.EventType}>(Trigger.{trigger.Name});");
            }

            foreach (var place in _machine.Locations.GroupBy(place => place.Value).Select(same => same.First()))
            {
                _writer.Line(
                    $"Configure{place.Name}(machine.Configure({place.Code}), holder{_signatures.SelfArgument}"
                    + string.Concat(_triggers.Where(trigger => trigger.HasEvent).Select(each => ", " + each.Variable))
                    + ");");
            }

            _writer.Line("return machine;");
        }
    }

    private void WriteConfiguration(ConstantModel place)
    {
        _writer.Line();
        var events = string.Concat(_triggers.Where(trigger => trigger.HasEvent).Select(trigger =>
            $",\n    {Library}.TriggerWithParameters<{trigger.EventType}> {trigger.Variable}"));
        using (_writer.Block(
            $"private static void Configure{place.Name}(\n    {Library}.StateConfiguration location,\n"
            + $"    global::Wakeline.StateHolder<TState> holder{_signatures.SelfParameter}{events})"))
        {
            var leaving = new List<(StatelessTrigger Trigger, RuleModel Rule, string Condition)>();
            foreach (var trigger in _triggers)
            {
                var before = new List<RuleModel>();
                foreach (var rule in trigger.Rules.Where(rule => rule.IsIn(place.Value)))
                {
                    var condition = Condition(rule, before);
                    WriteRule(trigger, rule, place, condition);
                    if (rule.To is not null)
                    {
                        leaving.Add((trigger, rule, condition));
                    }

                    before.Add(rule);
                    if (IsUnconditional(rule))
                    {
                        break;
                    }
                }
            }

            WriteLeaving(leaving);
        }
    }

    private void WriteRule(StatelessTrigger trigger, RuleModel rule, ConstantModel place, string condition)
    {
        var cause = trigger.HasEvent ? trigger.Variable : $"Trigger.{trigger.Name}";
        var guard = $"{(trigger.HasEvent ? "e" : "()")} => {condition}";
        var description = Text.Literal(rule.Name);
        if (rule.To is null)
        {
            var parameters = trigger.HasEvent ? "(e, _)" : "_";
            guard = trigger.HasEvent ? guard : $"_ => {condition}";
            _writer.Line(
                $"location.InternalTransitionIf({cause}, {guard}, {parameters} => {Fire(rule)}, {description});");
        }
        else if (rule.To.Value == place.Value)
        {
            _writer.Line($"location.PermitReentryIf({cause}, {guard}, {description});");
        }
        else
        {
            _writer.Line($"location.PermitIf({cause}, {rule.To.Code}, {guard}, {description});");
        }
    }

    /// <summary>Effects run before the location changes, which there is when the old one is left.</summary>
    private void WriteLeaving(List<(StatelessTrigger Trigger, RuleModel Rule, string Condition)> leaving)
    {
        if (leaving.Count == 0)
        {
            return;
        }

        using (_writer.Block("location.OnExit(transition =>", end: "});"))
        using (_writer.Block("switch (transition.Trigger)"))
        {
            foreach (var rows in leaving.GroupBy(row => row.Trigger))
            {
                _writer.Line($"case Trigger.{rows.Key.Name}:");
                using (_writer.Block())
                {
                    if (rows.Key.HasEvent)
                    {
                        _writer.Line($"var e = ({rows.Key.EventType})transition.Parameters[0];");
                    }

                    foreach (var row in rows)
                    {
                        using (_writer.Block($"if ({row.Condition})"))
                        {
                            _writer.Line($"{Fire(row.Rule)};").Line("return;");
                        }
                    }

                    _writer.Line("return;");
                }
            }
        }
    }

    private string Condition(RuleModel rule, List<RuleModel> before)
    {
        string[] all = [.. before.Select(each => "!" + Enabled(each)), Enabled(rule)];
        return string.Join(" && ", all);
    }

    private string Enabled(RuleModel rule) =>
        $"Enabling.Rule{Text.Of(rule.Index)}(ref holder.State{_signatures.SelfArgument}{Event(rule)})";

    private string Fire(RuleModel rule)
    {
        var choice = rule.Choices is null
            ? ""
            : $", Enabling.ChoiceOfRule{Text.Of(rule.Index)}(ref holder.State{_signatures.SelfArgument})";
        return $"Firing.Rule{Text.Of(rule.Index)}(ref holder.State{_signatures.SelfArgument}{choice}{Event(rule)})";
    }

    private static string Event(RuleModel rule) => rule.Kind == TriggerKind.Event ? ", in e" : "";

    private static bool IsUnconditional(RuleModel rule) =>
        rule.Guards.Count == 0 && rule.Choices is null && rule.Kind != TriggerKind.Timer;

    private void WriteEnabling(RuleModel rule)
    {
        var parameters = $"ref TState state{_signatures.SelfParameter}"
            + (rule.Kind == TriggerKind.Event ? $", in {rule.TriggerType} e" : "");
        List<string> conditions = [.. _rows.Conditions(rule)];
        if (rule.Timer is { } timer)
        {
            conditions.Insert(0, $"{_signatures.Timers("ref state")}.Contains({timer.Code})");
        }

        var name = $"Rule{Text.Of(rule.Index)}";
        if (rule.Choices is { } choices)
        {
            WriteChoice(name, parameters, _signatures.Call(choices, "in state"), conditions);
            conditions = [$"ChoiceOf{name}(ref state{_signatures.SelfArgument}) >= 0"];
        }

        var condition = conditions.Count == 0 ? "true" : string.Join(" && ", conditions);
        _writer.Line();
        _writer.Line($"internal static bool {name}({parameters}) => {condition};");
    }

    private void WriteChoice(string name, string parameters, string count, List<string> conditions)
    {
        _writer.Line();
        using (_writer.Block($"internal static int ChoiceOf{name}({parameters})"))
        {
            using (_writer.Block($"for (int choice = 0, choices = {count}; choice < choices; choice++)"))
            {
                var condition = conditions.Count == 0 ? "true" : string.Join(" && ", conditions);
                _writer.Line($"if ({condition}) {{ return choice; }}");
            }

            _writer.Line().Line("return -1;");
        }
    }
}
