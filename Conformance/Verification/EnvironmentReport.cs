using Wakeline.Conformance.Linux;

namespace Wakeline.Conformance;

/// <summary>Reads which kernel this is, and the settings that its answers depend on.</summary>
internal static class EnvironmentReport
{
    private static readonly string[] s_settings =
    [
        "net/core/somaxconn", "net/ipv4/tcp_syncookies", "net/ipv4/tcp_abort_on_overflow", "net/ipv4/tcp_fin_timeout",
        "net/ipv4/tcp_congestion_control", "net/ipv4/tcp_rmem", "net/ipv4/tcp_wmem", "net/ipv4/tcp_tw_reuse",
    ];

    /// <summary>Reads them in the sandbox, whose network may be its own.</summary>
    public static KernelEnvironment Read(Sandbox sandbox) => new()
    {
        Release = $"Linux {HostKernel.ReadFile("/proc/sys/kernel/osrelease") ?? "of unknown release"}",
        Processors = Environment.ProcessorCount,
        OwnNamespace = sandbox.Network.IsOwn,
        Settings = s_settings
            .Select(name => (Name: name, Value: HostKernel.ReadFile($"/proc/sys/{name}")))
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Name, setting => setting.Value!.Replace('\t', ' ')),
        Notes = sandbox.Network.Notes,
    };
}
