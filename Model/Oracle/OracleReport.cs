namespace Wakeline.Model.Oracle;

/// <summary>What the oracle says of a trace.</summary>
/// <param name="Profile">The profile that was judged by.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Findings">Violations, remarks and what could not be judged, in the order of the trace.</param>
/// <param name="Events">Events of the trace.</param>
/// <param name="Judged">Those that were held against the specification.</param>
/// <param name="Connections">Ends of connections that were told apart.</param>
/// <param name="StatesMost">The greatest number of states that explained a connection at a time.</param>
/// <param name="Rules">Rules of the connection's table that were needed, by name.</param>
/// <param name="Far">Ends that were judged from afar: of them no single history was followed to the end.</param>
public sealed record OracleReport(
    string Profile,
    OracleVerdict Verdict,
    IReadOnlyList<OracleFinding> Findings,
    long Events,
    long Judged,
    int Connections,
    int StatesMost,
    IReadOnlyList<string> Rules,
    int Far = 0);

/// <summary>Something the oracle has to say about an event.</summary>
/// <param name="Verdict">
/// <see cref="OracleVerdict.Violates"/>, <see cref="OracleVerdict.Inconclusive"/>, or
/// <see cref="OracleVerdict.Conforms"/> for a remark.
/// </param>
/// <param name="Level">MUST, SHOULD or MAY: how much the departed requirement binds; empty if none is departed.</param>
/// <param name="Moment">The event.</param>
/// <param name="Connection">The end of the connection, as <c>local > remote</c>; empty for none.</param>
/// <param name="Message">What is wrong, or why nothing can be said.</param>
/// <param name="Expected">What the specification admits at this point; empty if that is not the question.</param>
/// <param name="Actual">What came.</param>
/// <param name="Rule">The rule that comes nearest; empty for none.</param>
/// <param name="Citations">Sections and requirements it realises.</param>
/// <param name="States">How many states explained the connection up to here.</param>
/// <param name="Prefix">
/// Lines of the events of this connection up to and including this one: the smallest prefix that fails.
/// </param>
public sealed record OracleFinding(
    OracleVerdict Verdict,
    string Level,
    Moment Moment,
    string Connection,
    string Message,
    IReadOnlyList<string> Expected,
    string Actual,
    string Rule,
    IReadOnlyList<string> Citations,
    int States,
    LineRange Prefix);

/// <summary>Events of one connection within a trace.</summary>
/// <param name="First">Line of the first.</param>
/// <param name="Last">Line of the last.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct LineRange(long First, long Last, long Count);
