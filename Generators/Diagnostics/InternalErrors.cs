using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Diagnostics;

/// <summary>Turns an exception of ours into a diagnostic, so that a fault never takes the compiler down.</summary>
internal static class InternalErrors
{
    public static Diagnostic Of(Exception exception, string subject, Location place) =>
        Diagnostic.Create(Descriptors.InternalError, place, [subject, .. Describe(exception)]);

    /// <summary>The kind of an exception, and the first line of what it says.</summary>
    public static string[] Describe(Exception exception) =>
        [exception.GetType().Name, exception.Message.Split('\r', '\n')[0]];
}
