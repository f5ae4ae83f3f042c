namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>A statement of code.</summary>
/// <param name="Text">The statement as it was written.</param>
internal abstract record Statement(string Text);

/// <summary><c>assert condition, message</c>.</summary>
/// <param name="Text">The statement as it was written.</param>
/// <param name="Condition">What has to hold.</param>
internal sealed record Assertion(string Text, Formula Condition) : Statement(Text);

/// <summary><c>print ...</c>, which decides nothing.</summary>
/// <param name="Text">The statement as it was written.</param>
internal sealed record Print(string Text) : Statement(Text);
