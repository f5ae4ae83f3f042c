namespace Wakeline.Conformance.Generation;

/// <summary>Why system calls of one process over loopback cannot make some rules fire.</summary>
internal static class UnreachedRules
{
    /// <summary>The reason for a rule that no program has reached; empty if none is known.</summary>
    public static string Reason(string machine, RuleInfo rule) => rule.Kind switch
    {
        TriggerKind.Timer when machine == "Connection" => "The timer is longer than a program takes.",
        _ when rule.Citations.Any(citation => citation.StartsWith("RFC 5961", StringComparison.Ordinal)) =>
            "No peer over loopback sends such a segment.",
        _ => "",
    };
}
