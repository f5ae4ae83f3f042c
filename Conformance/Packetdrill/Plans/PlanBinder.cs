using Wakeline.Conformance.Packetdrill.Plans.Assertions;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Reading;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>
/// Finds out what a script means before it runs. Whatever cannot be given its meaning is reported, never left out.
/// </summary>
internal sealed class PlanBinder
{
    private readonly List<SyntaxFault> _faults = [];
    private readonly List<Unsupported> _unsupported = [];
    private readonly List<PlanStep> _steps = [];
    private readonly Dictionary<string, string> _definitions;
    private readonly HashSet<string> _variables = [];
    private RunSettings _settings;

    private PlanBinder(RunSettings settings, IReadOnlyDictionary<string, string> definitions) =>
        (_settings, _definitions) = (settings, new Dictionary<string, string>(definitions));

    /// <summary>Binds a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="settings">Settings that hold unless the script says otherwise.</param>
    /// <param name="definitions">Words that stand for something in its code, beside those that it defines.</param>
    public static BoundScript Bind(
        Script script, RunSettings settings, IReadOnlyDictionary<string, string> definitions)
    {
        var binder = new PlanBinder(settings, definitions);
        binder.BindAll(script);
        var isSound = binder._faults.Count == 0 && binder._unsupported.Count == 0;
        return new BoundScript(
            isSound ? new Plan(binder._settings, binder._steps) : null, binder._faults, binder._unsupported);
    }

    private void BindAll(Script script)
    {
        foreach (var option in script.Options)
        {
            Attempt(option.Position, () => _settings = OptionBinder.Bind(_settings, option));
            if (option is { Name: ScriptOption.Define, Value: { } definition })
            {
                var equals = definition.IndexOf('=', StringComparison.Ordinal);
                _definitions[definition[..equals]] = definition[(equals + 1)..];
            }
        }

        if (script.Setup is { } setup)
        {
            Attempt(setup.Position, () => _settings = _settings with
            {
                Sysctls = _settings.Sysctls.SetItems(CommandBinder.Bind(setup.Text, _settings.Folder)),
            });
        }

        // Nothing happens after the last command, so whatever it undoes makes no difference.
        foreach (var each in script.Events)
        {
            Attempt(each.Action.Position, () => _steps.Add(Bind(each)));
        }
    }

    private void Attempt(SourcePosition position, Action bind)
    {
        try
        {
            bind();
        }
        catch (UnsupportedException lacking)
        {
            _unsupported.Add(new Unsupported(position, lacking.Message));
        }
        catch (ScriptSyntaxException wrong)
        {
            _faults.Add(wrong.Fault);
        }
    }

    private PlanStep Bind(ScriptEvent each)
    {
        RequireTime(each);
        return each.Action switch
        {
            Packet packet => BindPacket(each, packet),
            Call call => BindCall(each, call),
            Command command => new SettingsStep(
                each.Position, each.Time, CommandBinder.Bind(command.Text, _settings.Folder)),
            Code code => new AssertionStep(
                each.Position, each.Time, AssertionReader.Read(code.Text, _definitions, _variables)),
            _ => throw new ArgumentOutOfRangeException(nameof(each)),
        };
    }

    private static void RequireTime(ScriptEvent each)
    {
        var isExpected = each.Action is Packet { Direction: PacketDirection.Outbound };
        if ((each.Time.Kind == TimeKind.Any || each.Time.Latest is not null) && !isExpected)
        {
            throw Wrong(each.Position, "a single time expected where no packet is waited for, "
                + $"found '{ScriptPrinter.Write(each.Time)}'");
        }

        if (each.Time.Return is not null && each.Action is not Call)
        {
            throw Wrong(each.Position, "a time of return expected with system calls only, "
                + $"found '{ScriptPrinter.Write(each.Time)}'");
        }
    }

    private static PacketStep BindPacket(ScriptEvent each, Packet packet)
    {
        if (packet.Outer.Count > 0)
        {
            throw new UnsupportedException($"packets within '{packet.Outer[0].Kind}'");
        }

        if (packet is { Content: TcpSegment { Options.IsAny: true }, Direction: PacketDirection.Inbound })
        {
            throw Wrong(packet.Position, "options of a packet that arrives expected, found '<...>'");
        }

        return new PacketStep(each.Position, each.Time, packet);
    }

    private static SystemCallStep BindCall(ScriptEvent each, Call call)
    {
        var shape = CallShape.Find(call.Name)
            ?? throw new UnsupportedException($"the system call '{call.Name}' is not known");
        if (call.Arguments.Count < shape.Least || call.Arguments.Count > shape.Most)
        {
            var count = shape.Least == shape.Most ? $"{shape.Most}" : $"{shape.Least} to {shape.Most}";
            throw Wrong(
                call.Position, $"{count} arguments of '{call.Name}' expected, found {call.Arguments.Count}");
        }

        if (call.Result.Error is { } error && SocketConstants.Find(error) is null)
        {
            throw new UnsupportedException($"the error '{error}' is not known");
        }

        return new SystemCallStep(
            each.Position,
            each.Time,
            shape,
            call.Arguments.Select(ArgumentBinder.Bind).ToSequence(),
            ArgumentBinder.Bind(call.Result.Value),
            call.Result.Error,
            ArgumentPrinter.Write(call));
    }

    private static ScriptSyntaxException Wrong(SourcePosition position, string message) =>
        new(new SyntaxFault(position, message));
}
