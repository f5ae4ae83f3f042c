namespace Wakeline.Conformance.Suites;

/// <summary>What came of a case, and why.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">In a sentence; empty if it passed.</param>
public sealed record CaseOutcome(CaseVerdict Verdict, string Reason)
{
    /// <summary>MUST, SHOULD or MAY: how much the departed requirement binds; empty if none is departed.</summary>
    public string Level { get; init; } = "";

    /// <summary>What the specification admits where the target departs.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>What the target did there.</summary>
    public string Actual { get; init; } = "";

    /// <summary>The rule that comes nearest; empty for none.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Sections and requirements that the rule realises.</summary>
    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>What was asked and what was seen, in its order.</summary>
    public IReadOnlyList<ExchangeLine> Exchange { get; init; } = [];

    /// <summary>
    /// What the target departs after: the last that the peer sent before, as the exchange shows it; empty for nothing.
    /// </summary>
    public string After => Exchange.TakeWhile(line => !line.IsDeparture)
        .LastOrDefault(line => line.From == ExchangeParty.Peer)?.Text ?? "";
}

/// <summary>A line of an exchange, as a report shows it.</summary>
/// <param name="Time">Nanoseconds since the case began.</param>
/// <param name="From">Who does it.</param>
/// <param name="To">Whom it is done to.</param>
/// <param name="Text">The call, the return, or the segment.</param>
/// <param name="IsDeparture">Whether it is here that the target departs.</param>
public sealed record ExchangeLine(long Time, ExchangeParty From, ExchangeParty To, string Text, bool IsDeparture);

/// <summary>Who takes part in an exchange.</summary>
public enum ExchangeParty : byte
{
    /// <summary>The program that makes calls of the target.</summary>
    User,

    /// <summary>The stack that is tested.</summary>
    Stack,

    /// <summary>The other end of its connections, played by the tool.</summary>
    Peer,
}
