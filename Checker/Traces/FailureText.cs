using System.Diagnostics;

namespace Wakeline.Checking.Traces;

/// <summary>Puts an exception that a model threw into words.</summary>
internal static class FailureText
{
    /// <summary>What happened, and in which method of the model.</summary>
    public static string Of(Exception failure)
    {
        var message = failure is BoundExceededException
            ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";
        return MethodOf(failure) is { } method ? $"{message} Thrown in {method}." : message;
    }

    /// <summary>The innermost method that is neither a collection of the language nor of the runtime.</summary>
    private static string? MethodOf(Exception failure) =>
        new StackTrace(failure).GetFrames()
            .Select(DiagnosticMethodInfo.Create)
            .Where(method => method?.DeclaringTypeName is { } type && !IsLibrary(method, type))
            .Select(method => $"{ShortName(method!.DeclaringTypeName!)}.{method.Name}")
            .FirstOrDefault();

    private static bool IsLibrary(DiagnosticMethodInfo method, string type) =>
        type.StartsWith("System.", StringComparison.Ordinal)
        || method.DeclaringAssemblyName.StartsWith("Wakeline.Language", StringComparison.Ordinal);

    private static string ShortName(string type) => type[(type.LastIndexOf('.') + 1)..];
}
