using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;

namespace Wakeline.Conformance.Packetdrill.OnModel.Options;

/// <summary>How the kernel takes and gives an option's value.</summary>
internal enum OptionForm
{
    /// <summary>Anything but 0 is 1.</summary>
    Flag,
    /// <summary>A number of a range.</summary>
    Number,
    /// <summary>A number of a range that is forgotten: the default stays.</summary>
    Constant,
    /// <summary>Anything, which is forgotten: the default stays.</summary>
    Ignored,
    /// <summary>What cannot be set.</summary>
    Fixed,
    /// <summary>A name.</summary>
    Text,
    /// <summary>A time (struct timeval).</summary>
    Time,
    /// <summary>The size of a buffer.</summary>
    Buffer,
    /// <summary>The size of a buffer, which may be more than the host's bound; it is got by the plain option.</summary>
    Force,
    /// <summary>TCP_MAXSEG.</summary>
    MaxSeg,
    /// <summary>TCP_LINGER2.</summary>
    Linger2,
    /// <summary>TCP_DEFER_ACCEPT.</summary>
    Defer,
    /// <summary>TCP_WINDOW_CLAMP.</summary>
    Clamp,
    /// <summary>TCP_QUICKACK.</summary>
    QuickAck,
    /// <summary>TCP_FASTOPEN.</summary>
    FastOpen,
    /// <summary>IP_TOS.</summary>
    Tos,
    /// <summary>IP_TTL.</summary>
    Ttl,
    /// <summary>One of a connection under repair.</summary>
    Repair,
    /// <summary>What is got has no octets, and cannot be set.</summary>
    Empty,
    /// <summary>One that is not like any other.</summary>
    Special,
    /// <summary>One that a script cannot use.</summary>
    Refused,
}

/// <summary>What becomes of an option that is set.</summary>
internal enum OptionEffect
{
    /// <summary>A script cannot see a difference.</summary>
    None,
    /// <summary>The model does what it says.</summary>
    Model,
    /// <summary>A script that sets it to anything but its default cannot be judged.</summary>
    Refused,
}

/// <summary>
/// An option of sockets as Linux 6.18 has it. <c>Options.tsv</c> lists them: level, name, form, default (a number, or
/// the setting that has it), least and greatest value, effect, and what it is about, or why it makes no difference.
/// </summary>
internal sealed record OptionRule(
    string Level,
    string Name,
    OptionForm Form,
    string Default,
    long Least,
    long Most,
    OptionEffect Effect,
    string Reason)
{
    private const string Resource = "Options.tsv";

    private static readonly FrozenDictionary<(long Level, long Option), OptionRule> s_all = Read();

    /// <summary>All of them.</summary>
    public static IEnumerable<OptionRule> All => s_all.Values;

    /// <summary>The option of a level with a number; <see langword="null"/> if it is not listed.</summary>
    public static OptionRule? Find(long level, long option) => s_all.GetValueOrDefault((level, option));

    /// <summary>Greater numbers than that no option of TCP sockets has.</summary>
    private const long NumberMost = 90;

    /// <summary>
    /// Whether there is no such option in any kernel; one that is only not listed is another matter. A level that TCP
    /// does not know is that of nobody (net/ipv4/ip_sockglue.c ip_setsockopt).
    /// </summary>
    public static bool IsNone(long level, long option) => option is < 0 or > NumberMost
        || (level != ValueOf("SOL_SOCKET") && level != ValueOf("SOL_IP") && level != ValueOf("SOL_IPV6")
            && level != ValueOf("SOL_TCP"));

    /// <summary>Finds the option that a call on a socket names, or what the call returns otherwise.</summary>
    /// <exception cref="UnsupportedException">The option is not listed, and a kernel may have it.</exception>
    public static bool TryFind(
        ModelSockets sockets, CallArgumentReader arguments, RunSettings settings,
        [NotNullWhen(true)] out OptionRule? rule, [NotNullWhen(false)] out AnswerMaker? refusal)
    {
        (rule, refusal) = (null, null);
        if (sockets.Of(arguments.Descriptor) == ModelSockets.None)
        {
            refusal = sockets.Missing(arguments.Descriptor);
            return false;
        }

        var (level, option) = (arguments.Int(1), arguments.Int(2));
        rule = Find(level, option);
        if (rule is null && !IsNone(level, option))
        {
            throw arguments.Unknown(2, "options that are listed");
        }

        if (rule?.IsOf(settings) == true)
        {
            return true;
        }

        refusal = ModelCalls.Failing("ENOPROTOOPT");
        return false;
    }

    /// <summary>The option of a name.</summary>
    public static OptionRule Named(string name) => s_all.Values.First(rule => rule.Name == name);

    /// <summary>Whether the sockets of a script have it.</summary>
    public bool IsOf(RunSettings settings) => Level != "SOL_IPV6" || settings.HasVersion6Sockets;

    /// <summary>The value of a socket that nobody has set it on.</summary>
    public long DefaultIn(RunSettings settings) =>
        Name == "IP_MTU_DISCOVER" && !settings.DiscoversPath ? 0
        : Number(settings.Sysctls.GetValueOrDefault(Default) ?? Default, 0);

    private static FrozenDictionary<(long Level, long Option), OptionRule> Read()
    {
        using var stream = typeof(OptionRule).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(columns => (ValueOf(columns[0]), ValueOf(columns[1])), Of);
    }

    private static OptionRule Of(string[] columns) => new(
        columns[0],
        columns[1],
        Enum.Parse<OptionForm>(columns[2], ignoreCase: true),
        columns[3],
        Number(columns[4], int.MinValue),
        Number(columns[5], int.MaxValue),
        Enum.Parse<OptionEffect>(columns[6], ignoreCase: true),
        columns[7]);

    private static long Number(string text, long otherwise) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    private static long ValueOf(string name) => SocketConstants.Find(name)
        ?? throw new InvalidOperationException($"{Resource} names {name}, which is no constant.");
}
