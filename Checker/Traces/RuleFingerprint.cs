using System.Security.Cryptography;
using System.Text;

namespace Wakeline.Checking.Traces;

/// <summary>
/// Identity of a system's rules by name and order, so that a trace is never replayed on rules it does not mean.
/// </summary>
public static class RuleFingerprint
{
    /// <summary>The first 16 hexadecimal digits of the SHA-256 over the machines' and rules' names.</summary>
    public static string Of(SystemInfo system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var names = new StringBuilder();
        foreach (var use in system.Machines)
        {
            names.Append(use.Machine.FullName).Append('\n');
            foreach (var rule in use.Machine.Rules)
            {
                names.Append('\t').Append(rule.Name).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names.ToString())))[..16];
    }
}
