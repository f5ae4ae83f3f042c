using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Verification;

namespace Wakeline.Cli.Terminal;

/// <summary>A run of <c>verify</c> for programs: the report, when it is complete.</summary>
internal sealed class VerifyJson(Shell shell) : IVerifyAudience
{
    public void Begin(string tool, EnvironmentSection environment) { }

    public void Checked(SystemSection system, IReadOnlyList<Trace> counterexamples) { }

    public void PutBack(MutantSection mutant) { }

    public void Compared(KernelSection? kernel) { }

    public void Hunted(HuntSection hunt) { }

    public void Conclude(VerificationReport report, string page) =>
        shell.WriteJson(report, ReportJson.Default.VerificationReport);
}
