using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Tests.Packetdrill.Syntax;

/// <summary>Scripts with all that the language has.</summary>
internal static class ScriptGenerators
{
    private const int DeepestNesting = 3;

    private static readonly string[] s_strings = ["", "abc", "a \"quoted\" \\ text\n\0\x7f", "é→😀", "{}()[]//"];

    private static Gen<string> Name { get; } = Gen.Elements("SOL_TCP", "NULL", "x", "ptr", "AF_INET6", "mss", "win");

    private static Gen<Argument> Leaf { get; } = Gen.OneOf<Argument>(
        Gen.Constant<Argument>(new Ellipsis(default)),
        from value in Gen.Choose(int.MinValue, int.MaxValue)
        from scale in Gen.Choose(0, 32)
        select (Argument)new Integer(default, (Int128)value << scale),
        from value in Gen.Choose(0, int.MaxValue)
        select (Argument)new Integer(default, (Int128)value << 33, IsHexadecimal: true),
        Name.Select(name => (Argument)new NamedConstant(default, name)),
        from text in Gen.Elements(s_strings)
        from isRepeated in Gen.Elements(true, false)
        select (Argument)new StringLiteral(default, text, isRepeated));

    private static Gen<EventTime> Time { get; } =
        from kind in Gen.Elements(Enum.GetValues<TimeKind>())
        from start in Gen.Choose(0, int.MaxValue)
        from more in Gen.Choose(0, 10_000_000)
        from form in Gen.Choose(0, 2)
        select kind == TimeKind.Any ? new EventTime(kind, 0) : new EventTime(
            kind, start, form == 1 ? (long)start + more : null, form == 2 ? (long)start + more : null);

    private static Gen<ScriptAction> Call { get; } =
        from name in Gen.Elements("socket", "read", "epoll_ctl", "getsockopt")
        from arguments in PacketGenerators.Few(Argument(DeepestNesting))
        from result in Result
        select (ScriptAction)new Call(default, name, arguments, result);

    private static Gen<CallResult> Result { get; } =
        from value in Leaf
        where value is not StringLiteral
        from error in Gen.Elements(null, "EAGAIN", "ECONNRESET")
        from notes in Gen.Elements<string[]>([], ["Resource temporarily unavailable"], ["It's (this)", "flags A|B"])
        select new CallResult(value, error, notes.ToSequence());

    private static Gen<ScriptAction> Action { get; } = Gen.Frequency(
        (4, PacketGenerators.Packet),
        (4, Call),
        (1, Gen.Elements("sysctl -q a=1", "", "two\nlines").Select(text => (ScriptAction)new Command(default, text))),
        (1, Gen.Elements(" assert a == 1, a ", "", "}").Select(text => (ScriptAction)new Code(default, text))));

    private static Gen<ScriptOption> Option { get; } =
        from name in Gen.Elements("ip_version", "tolerance_usecs", "local_ip")
        from value in Gen.Elements(null, "", "ipv4", "4000", "fd3d::1", "two words", "a=\"b c\"", "/x/y.sh,../z")
        select new ScriptOption(default, name, value);

    private static Gen<Command?> Command { get; } = Gen.Elements(null, new Command(default, "./defaults.sh"));

    /// <summary>Scripts.</summary>
    public static Gen<Script> Script { get; } =
        from options in PacketGenerators.Few(Option)
        from setup in Command
        from events in (from time in Time from action in Action select new ScriptEvent(default, time, action)).ListOf()
        from cleanup in Command
        where events.Count > 0 || setup is not null || cleanup is null
        select new Script(options, setup, events.ToSequence(), cleanup);

    private static Gen<Argument> Argument(int depth)
    {
        if (depth == 0)
        {
            return Leaf;
        }

        var inner = Argument(depth - 1);
        var few = PacketGenerators.Few(inner);
        var sized =
            from name in Gen.Elements("msg_iov", "msg_name")
            from length in Leaf
            from value in inner
            select new StructureField(name, length, value);
        var named = from name in Name from value in inner select new StructureField(name, null, value);
        var field = Gen.OneOf(sized, named, inner.Select(value => new StructureField(null, null, value)));
        return Gen.Frequency(
            (6, Leaf),
            (1, few.Select(items => (Argument)new PointerTo(default, items))),
            (1, PacketGenerators.Few(field).Select(fields => (Argument)new Structure(default, fields))),
            (1, few.Select(items => (Argument)new Application(default, "htons", items))),
            (1, from sign in Gen.Elements("|", "^", "&", "<<", ">>", "+", "-", "*", "/")
                from left in inner
                from right in inner
                select (Argument)new Operation(default, sign, left, right)),
            (1, inner.Select(operand => (Argument)new Inversion(default, '~', operand))));
    }
}
