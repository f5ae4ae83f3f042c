namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>A statement of code.</summary>
/// <param name="Text">The statement as it was written.</param>
internal abstract record Statement(string Text);

/// <summary><c>assert condition, message</c>.</summary>
/// <param name="Text">The statement as it was written.</param>
/// <param name="Condition">What has to hold.</param>
internal sealed record Assertion(string Text, Formula Condition) : Statement(Text);

/// <summary><c>print ...</c>, <c>pass</c> or <c>import ...</c>, which decide nothing.</summary>
/// <param name="Text">The statement as it was written.</param>
internal sealed record Print(string Text) : Statement(Text);

/// <summary><c>name = value</c>, or <c>name += value</c>; later code may use the name.</summary>
/// <param name="Text">The statement as it was written.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">Its new value.</param>
internal sealed record Assignment(string Text, string Name, Formula Value) : Statement(Text);

/// <summary><c>if</c> with what is done if the condition holds, and what otherwise.</summary>
/// <param name="Text">The statement as it was written.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Then">What is done if it holds.</param>
/// <param name="Otherwise">What is done if it does not.</param>
internal sealed record Conditional(
    string Text,
    Formula Condition,
    IReadOnlyList<Statement> Then,
    IReadOnlyList<Statement> Otherwise) : Statement(Text);
