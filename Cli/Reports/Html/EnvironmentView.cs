using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>On what the run took place.</summary>
internal static class EnvironmentView
{
    public static XElement Draw(VerificationReport report)
    {
        var environment = report.Environment;
        SettingValue[] facts =
        [
            new("distribution", environment.Distribution),
            new("kernel", $"{environment.Kernel} {environment.KernelBuild}"),
            new("architecture", environment.Architecture),
            new("processor", $"{environment.Processor} ({environment.Processors} in use)"),
            new("runtime", environment.Runtime),
            new("wakeline", report.Tool),
        ];
        return Tag(
            "section", Id("environment"),
            Tag("h2", "Environment"),
            Table(["what", "value"], [.. facts.Select(Row), .. environment.Sysctls.Select(Row)]));
    }

    private static XElement Row(SettingValue value) => Tag("tr", Tag("td", Code(value.Name)), Tag("td", value.Value));
}
