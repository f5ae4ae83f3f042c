using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Sessions;

namespace Wakeline.Cli.Reports;

/// <summary>What came of random sessions with the kernel, as <c>wakeline sessions --json</c> tells it.</summary>
/// <param name="Seed">The seed of the first.</param>
/// <param name="Sessions">How many were held.</param>
/// <param name="Agreeing">How many the model passes.</param>
/// <param name="Disturbed">In how many the kernel did not repeat itself.</param>
/// <param name="Differences">Those in which the model differs.</param>
internal sealed record SessionListing(
    int Seed, int Sessions, int Agreeing, int Disturbed, IReadOnlyList<SessionDifferenceListing> Differences)
{
    public static SessionListing Of(SessionRequest request, SessionOutcome outcome) => new(
        request.Seed, request.Count, outcome.Agreeing, outcome.Disturbed,
        [.. outcome.Differences.Select(each => new SessionDifferenceListing(each.Name, each.Finding, each.Text))]);
}

/// <summary>A session in which the model does something else than the kernel.</summary>
/// <param name="Name">Its topic and seed.</param>
/// <param name="Finding">In what they differ: line, column, message, what the kernel did and what the model.</param>
/// <param name="Script">The script that the kernel passes.</param>
internal sealed record SessionDifferenceListing(string Name, ScriptFinding Finding, string Script);
