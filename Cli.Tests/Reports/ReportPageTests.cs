using Wakeline.Cli.Reports.Html;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Reports;

public sealed class ReportPageTests
{
    [Fact]
    public void TheAgreeingPageLooksAsItsGoldenFile() =>
        Golden.Verify(ReportPage.Write(SampleReport.Agreeing), "agreeing.html");

    [Fact]
    public void TheDisagreeingPageLooksAsItsGoldenFile() =>
        Golden.Verify(ReportPage.Write(SampleReport.Disagreeing), "disagreeing.html");
}
