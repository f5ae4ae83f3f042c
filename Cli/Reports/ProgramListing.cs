using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>A program that was run, as <c>wakeline program --json</c> tells it.</summary>
/// <param name="Agrees">Whether the kernel did nothing the model does not allow.</param>
/// <param name="Difference">The first thing it did that the model does not allow.</param>
internal sealed record ProgramListing(bool Agrees, DifferenceSection? Difference);
