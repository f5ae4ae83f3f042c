using System.Runtime.InteropServices;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Conformance;

namespace Wakeline.Cli.Verification;

/// <summary>Reads on what a run takes place.</summary>
internal static class HostEnvironment
{
    /// <summary>Reads what there is to know.</summary>
    /// <param name="kernel">What the comparison knows of the kernel; <see langword="null"/> without it.</param>
    public static EnvironmentSection Read(KernelEnvironment? kernel) => new()
    {
        Distribution = ValueOf("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription,
        Kernel = FirstLine("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.VersionString,
        KernelBuild = FirstLine("/proc/sys/kernel/version") ?? "",
        Architecture = $"{RuntimeInformation.ProcessArchitecture}",
        Processor = ValueOf("/proc/cpuinfo", "model name", ':') ?? "of unknown model",
        Processors = kernel?.Processors ?? Environment.ProcessorCount,
        Runtime = RuntimeInformation.FrameworkDescription,
        Sysctls =
        [
            .. (kernel?.Settings ?? new Dictionary<string, string>())
                .Select(setting => new SettingValue(setting.Key.Replace('/', '.'), setting.Value)),
        ],
    };

    private static string? FirstLine(string path) => Lines(path).FirstOrDefault()?.Trim();

    private static string? ValueOf(string path, string name, char separator) =>
        Lines(path).Select(line => line.Split(separator, 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0] == name)?[1];

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
