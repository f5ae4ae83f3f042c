using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Strace;

/// <summary>A call as strace prints it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What stands behind the opening parenthesis.</param>
internal sealed partial record StraceCall(string Name, string Text)
{
    /// <summary>A call from its beginning; <see langword="null"/> if it is none.</summary>
    public static StraceCall? Begin(string text) => NamePattern().Match(text) is { Success: true } match
        ? new StraceCall(match.Groups[1].Value, text[match.Length..])
        : null;

    /// <summary>The call with what was printed when it returned.</summary>
    /// <param name="text">That text.</param>
    /// <param name="isWhole">Whether it replaces what is there.</param>
    public StraceCall With(string text, bool isWhole = false) => this with { Text = isWhole ? text : Text + text };

    /// <summary>Its beginning.</summary>
    public CallEntry Entry(long time, int thread)
    {
        var arguments = StraceArguments.Split(Text, out _);
        var entry = new CallEntry(time, thread, Name)
        {
            Descriptor = Name is "socket" ? null : (int?)Number(arguments, 0),
            Arguments = arguments.Where(argument => argument.Length > 0).ToSequence(),
        };
        return Name switch
        {
            "bind" or "connect" => entry with { Address = AddressIn(arguments.ElementAtOrDefault(1)) },
            "listen" => entry with { Length = Number(arguments, 1) },
            "read" or "write" or "recv" or "send" or "recvfrom" or "sendto" => entry with
            {
                Length = Number(arguments, 2),
                Flags = FlagsIn(arguments.ElementAtOrDefault(3)),
                Address = Name == "sendto" ? AddressIn(arguments.ElementAtOrDefault(4)) : null,
            },
            "sendfile" => entry with { Length = Number(arguments, 3) },
            "recvmsg" or "sendmsg" => entry with { Flags = FlagsIn(arguments.ElementAtOrDefault(2)) },
            "shutdown" => entry with { How = arguments.ElementAtOrDefault(1) ?? "" },
            "setsockopt" or "getsockopt" => entry with
            {
                Option = arguments.ElementAtOrDefault(2) ?? "",
                Value = LingerPattern().Match(arguments.ElementAtOrDefault(3) ?? "") is { Success: true } linger
                    ? linger.Groups[1].Value == "0"
                        ? -1
                        : long.Parse(linger.Groups[2].Value, CultureInfo.InvariantCulture)
                    : NumberIn(arguments.ElementAtOrDefault(3)),
            },
            "fcntl" => entry with { Option = arguments.ElementAtOrDefault(1) ?? "" },
            _ => entry,
        };
    }

    /// <summary>Its return; <see langword="null"/> if there is none.</summary>
    public CallExit? Exit(long time, int thread)
    {
        var arguments = StraceArguments.Split(Text, out var end);
        if (RestartPattern().IsMatch(Text, end))
        {
            return new CallExit(time, thread, Name, -1, "EINTR");
        }

        if (ResultPattern().Match(Text, end) is not { Success: true } match
            || !long.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var result))
        {
            return null;
        }

        return new CallExit(time, thread, Name, result, match.Groups[2].Success ? match.Groups[2].Value : null)
        {
            Address = Name is "accept" or "accept4" ? AddressIn(arguments.ElementAtOrDefault(1)) : null,
            Value = Name == "getsockopt" ? ErrorIn(arguments.ElementAtOrDefault(3)) : null,
        };
    }

    private static long? Number(IReadOnlyList<string> arguments, int place) =>
        place < arguments.Count && long.TryParse(arguments[place], CultureInfo.InvariantCulture, out var number)
        && number is >= int.MinValue and <= int.MaxValue ? number : null;

    /// <summary>Whether the thread came to its end within the call, so that it never returned.</summary>
    public bool IsEndless()
    {
        StraceArguments.Split(Text, out var end);
        return EndlessPattern().IsMatch(Text, end);
    }

    /// <summary>A number that is pointed to.</summary>
    private static long? NumberIn(string? argument) => argument is ['[', .., ']']
        && int.TryParse(argument.AsSpan(1, argument.Length - 2), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static Sequence<string> FlagsIn(string? argument) =>
        argument is null or "0" ? [] : argument.Split('|').ToSequence();

    private static IPEndPoint? AddressIn(string? argument) =>
        AddressPattern().Match(argument ?? "") is { Success: true } match
        && IPAddress.TryParse(match.Groups["host"].Value, out var host)
        && ushort.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out var port)
            ? new IPEndPoint(host, port)
            : null;

    /// <summary>SO_ERROR is printed as a number or by name.</summary>
    private static long? ErrorIn(string? argument)
    {
        var text = argument?.Trim('[', ']') ?? "";
        return long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
            : Enum.TryParse<Spec.Errno>(text, out var error) ? (long)error
            : null;
    }

    /// <summary>A signal has ended the call, which is made again after it.</summary>
    [GeneratedRegex(@"\G\s*=\s+\?\s+ERESTART")]
    private static partial Regex RestartPattern();

    [GeneratedRegex(@"\G\s*=\s+\?\s*\z")]
    private static partial Regex EndlessPattern();

    [GeneratedRegex(@"\A([a-z_][a-z0-9_]{0,39})\(")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\G\s*=\s*(-?\d{1,18})(?:\s+(E[A-Z0-9]{1,30}))?")]
    private static partial Regex ResultPattern();

    [GeneratedRegex(@"sin6?_port=htons\((?<port>\d{1,5})\).{0,60}?""(?<host>[0-9a-fA-F.:]{2,45})""")]
    private static partial Regex AddressPattern();

    [GeneratedRegex(@"l_onoff=(\d{1,9}), l_linger=(\d{1,9})")]
    private static partial Regex LingerPattern();
}
