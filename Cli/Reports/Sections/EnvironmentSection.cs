namespace Wakeline.Cli.Reports.Sections;

/// <summary>A named value as it was found.</summary>
internal sealed record SettingValue(string Name, string Value);

/// <summary>On what the run took place.</summary>
internal sealed record EnvironmentSection
{
    /// <summary>Name and version of the distribution.</summary>
    public required string Distribution { get; init; }

    /// <summary>Release of the kernel, as <c>uname -r</c> says.</summary>
    public required string Kernel { get; init; }

    /// <summary>Build of the kernel, as <c>uname -v</c> says.</summary>
    public required string KernelBuild { get; init; }

    public required string Architecture { get; init; }

    public required string Processor { get; init; }

    public required int Processors { get; init; }

    public required string Runtime { get; init; }

    /// <summary>
    /// Settings of the kernel that bear on sockets and epoll; those that cannot be read are left out.
    /// </summary>
    public IReadOnlyList<SettingValue> Sysctls { get; init; } = [];
}
