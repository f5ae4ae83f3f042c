using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Turns the options of a script into settings.</summary>
internal static class OptionBinder
{
    /// <summary>Options that change nothing of what is sent and returned here.</summary>
    private static readonly string[] s_harmless =
    [
        "define", "verbose", "debug", "send_omit_free", "gateway_ip", "netmask_ip", "speed", "persistent_tun_dev",
        "code_command", "code_sockopt", "local_linux_ip",
    ];

    /// <summary>Settings changed by an option.</summary>
    /// <exception cref="UnsupportedException">The option is not known or has no such value.</exception>
    public static RunSettings Bind(RunSettings settings, ScriptOption option) => option.Name switch
    {
        "ip_version" when option.Value is "ipv4" or "ipv4-mapped-ipv6" or "ipv6" => BindVersion(settings, option.Value),
        "bind_port" => settings with { LocalPort = (ushort)NumberOf(option, ushort.MaxValue) },
        "connect_port" => settings with { RemotePort = (ushort)NumberOf(option, ushort.MaxValue) },
        "local_ip" => settings with { LocalAddress = AddressOf(option) },
        "remote_ip" => settings with { RemoteAddress = AddressOf(option) },
        "mtu" => settings with { Mtu = (int)NumberOf(option, ushort.MaxValue) },
        "tolerance_usecs" => settings with { Tolerance = NumberOf(option, EventTime.Most) },
        "tcp_ts_tick_usecs" => settings with { TimeStampTick = NumberOf(option, EventTime.Second) },
        "tolerance_percent" => settings with { TolerancePart = NumberOf(option, 100) / 100.0 },
        "tcp_ts_ecr_scaled" when option.Value is null or "true" or "1" => settings with { EchoesAreScaled = true },
        "tcp_ts_ecr_scaled" when option.Value is "false" or "0" => settings with { EchoesAreScaled = false },
        "code_format" when option.Value == "python" => settings,
        "dry_run" when option.Value is null or "true" or "1" => settings with { IsOnlyRead = true },
        "strict_segments" when option.Value is null or "true" or "1" => settings with { IsStrict = true },
        "strict_segments" when option.Value is "false" or "0" => settings with { IsStrict = false },
        "non_fatal" => BindTolerance(settings, option),
        "init_scripts" => (option.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Aggregate(
            settings,
            (so, script) => so with { Sysctls = so.Sysctls.SetItems(CommandBinder.Bind(script, so.Folder)) }),
        var name when s_harmless.Contains(name) => settings,
        var name => throw new UnsupportedException(
            $"the option '--{name}{(option.Value is { } value ? $"={value}" : "")}' is not known"),
    };

    /// <summary>Addresses that are not said are of the same version.</summary>
    private static RunSettings BindVersion(RunSettings settings, string version)
    {
        var bound = settings with { IpVersion = version };
        return !bound.IsVersion6 ? bound : bound with
        {
            LocalAddress = OfVersion6(settings.LocalAddress, "fd3d:fa7b:d17d::1"),
            RemoteAddress = OfVersion6(settings.RemoteAddress, "2001:db8::1"),
        };
    }

    private static IPAddress OfVersion6(IPAddress said, string otherwise) =>
        said.AddressFamily == AddressFamily.InterNetworkV6 ? said : IPAddress.Parse(otherwise);

    private static RunSettings BindTolerance(RunSettings settings, ScriptOption option)
    {
        foreach (var what in (option.Value ?? "").Split(','))
        {
            settings = what switch
            {
                "packet" or "packets" => settings with { TolerantOfPackets = true },
                "syscall" or "syscalls" => settings with { TolerantOfCalls = true },
                _ => throw new UnsupportedException($"'--non_fatal={option.Value}' is neither packet nor syscall"),
            };
        }

        return settings;
    }

    private static IPAddress AddressOf(ScriptOption option) =>
        IPAddress.TryParse(option.Value?.Split('/')[0], out var address)
            ? address
            : throw new UnsupportedException($"'--{option.Name}={option.Value}' is no address");

    private static long NumberOf(ScriptOption option, long most) =>
        long.TryParse(option.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new UnsupportedException(
                $"'--{option.Name}={option.Value}' is no whole number from 0 to {most}");
}
