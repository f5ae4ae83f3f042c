using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Terminal;
using Wakeline.Cli.Tests.Reports;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Terminal;

public sealed class VerifyTextTests
{
    [Fact]
    public void TheAgreeingTextLooksAsItsGoldenFile() => Golden.Verify(Tell(SampleReport.Agreeing), "agreeing.txt");

    [Fact]
    public void TheDisagreeingTextLooksAsItsGoldenFile() =>
        Golden.Verify(Tell(SampleReport.Disagreeing), "disagreeing.txt");

    private static string Tell(VerificationReport report)
    {
        var output = new StringWriter { NewLine = "\n" };
        var text = new VerifyText(new Shell(output, TextWriter.Null, CancellationToken.None));
        text.Begin(report.Tool, report.Environment);
        Array.ForEach([.. report.Systems], system => text.Checked(system, []));
        Array.ForEach([.. report.Mutants], text.PutBack);
        text.Compared(report.Kernel);
        text.Hunted(report.Hunt!);
        text.Conclude(report, "wakeline-report/index.html");
        return output.ToString();
    }
}
