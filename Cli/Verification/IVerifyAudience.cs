using Wakeline.Checking.Traces;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Verification;

/// <summary>Whoever listens to a run of <c>verify</c>.</summary>
internal interface IVerifyAudience
{
    /// <summary>The run begins.</summary>
    void Begin(string tool, EnvironmentSection environment);

    /// <summary>A system was checked.</summary>
    /// <param name="system">What was found.</param>
    /// <param name="counterexamples">Runs that show what is wrong; none if all is well.</param>
    void Checked(SystemSection system, IReadOnlyList<Trace> counterexamples);

    /// <summary>A fault was put back.</summary>
    void PutBack(MutantSection mutant);

    /// <summary>Programs were compared with the kernel; <see langword="null"/> if that was left out.</summary>
    void Compared(KernelSection? kernel);

    /// <summary>Faults were made in the specification and told apart from the kernel, or not.</summary>
    void Hunted(HuntSection hunt);

    /// <summary>The report is complete and written.</summary>
    /// <param name="report">The report.</param>
    /// <param name="page">The page to open.</param>
    void Conclude(VerificationReport report, string page);
}
