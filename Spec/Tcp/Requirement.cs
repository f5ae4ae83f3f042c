namespace Wakeline.Spec.Tcp;

/// <summary>Whether a black-box test can see that a requirement is kept.</summary>
public enum Visibility
{
    /// <summary>It can.</summary>
    Yes,

    /// <summary>It can see a part, or only with much effort.</summary>
    Partly,

    /// <summary>It cannot.</summary>
    No,
}

/// <summary>
/// A numbered requirement of RFC 9293, said in other words. Rules that realise it cite <see cref="Citation"/>.
/// </summary>
/// <param name="Id">Its label: MUST-1 to REC-1.</param>
/// <param name="Level">Its keyword: MUST, MUST NOT, SHOULD, SHOULD NOT, RECOMMENDED or MAY.</param>
/// <param name="Section">The section of its label.</param>
/// <param name="Area">What it is about.</param>
/// <param name="Text">What is required.</param>
/// <param name="Visibility">Whether a test can see it.</param>
/// <param name="Note">
/// Why no rule realises it, or what the rules that do leave out; begins with "outside: " if it is no matter of the
/// specification, and with "missing: " if it is. Empty if nothing is left out.
/// </param>
public sealed record Requirement(
    string Id, string Level, string Section, string Area, string Text, Visibility Visibility, string Note)
{
    private const string OutsidePrefix = "outside: ";

    /// <summary>How a rule cites it.</summary>
    public string Citation => $"RFC 9293 {Id}";

    /// <summary>Whether it is no matter of the specification.</summary>
    public bool IsOutside => Note.StartsWith(OutsidePrefix, StringComparison.Ordinal);
}
