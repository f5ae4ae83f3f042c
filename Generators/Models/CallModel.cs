namespace Wakeline.Generators.Models;

/// <summary>What a guard, effect or accessor is called with, in the order of the call.</summary>
[Flags]
internal enum CallShape : byte
{
    None = 0,
    State = 1,
    Self = 2,
    Choice = 4,
    Argument = 8,
    Event = 16,
    Observed = 32,
}

/// <summary>A static method of the specification, as emitted code calls it.</summary>
/// <param name="Method">Its name as emitted code writes it.</param>
/// <param name="Shape">What it takes.</param>
internal sealed record CallModel(string Method, CallShape Shape);

/// <summary>A constant of an enumeration that stands in a table.</summary>
/// <param name="Name">As <c>ToString()</c> gives it.</param>
/// <param name="Value">Its number.</param>
/// <param name="Code">As emitted code writes it.</param>
/// <param name="NextCode">The declared value after it, which a mutant puts in its place.</param>
internal sealed record ConstantModel(string Name, long Value, string Code, string NextCode);

/// <summary>A guard or effect of a row.</summary>
internal sealed record TermModel(string Name, bool IsNegated, CallModel Call, ConstantModel? Argument)
{
    /// <summary>As the rule table shows it: negated with <c>!</c>, an argument in brackets.</summary>
    public string Label =>
        (IsNegated ? "!" : "") + Name + (Argument is null ? "" : $"({Argument.Name})");
}
