using System.Globalization;
using System.Text;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>
/// Cases of a system as the source of a theory for xUnit, a row a case, which needs xUnit alone. It is abstract:
/// whoever derives from it says what a party does when it is asked to, and what is seen then.
/// </summary>
public static class SystemTheorySource
{
    /// <summary>Writes the source.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="space">The namespace of the class.</param>
    /// <param name="name">The name of the class.</param>
    public static string Write(IEnumerable<SystemCase> cases, string space, string name)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var source = new StringBuilder();
        source.Append(CultureInfo.InvariantCulture, $$"""
            // Generated from the specification by wakeline.
            using System.Linq;
            using Xunit;

            namespace {{space}};

            public abstract class {{name}}
            {
                /// <summary>Starts anew.</summary>
                protected abstract void Start();

                /// <summary>Lets a party take a rule; an empty rule is whatever it can.</summary>
                /// <returns>"refused", or what is seen then, as the cases write it.</returns>
                protected abstract string Take(string party, string rule, int choice);

                public static
                    TheoryData<string, (string Party, string Rule, int Choice, string[] Allowed)[]> Cases => new()
                {

            """);
        foreach (var each in cases)
        {
            source.Append(CultureInfo.InvariantCulture, $"        {{ {Literal(each.Name)},\n        [\n");
            foreach (var (request, expected) in each.Requests.Zip(each.Expected))
            {
                var allowed = string.Join(", ", expected.Select(text => Literal(Seen(text))));
                source.Append(CultureInfo.InvariantCulture, $"            ({Literal(request.Party)}, ");
                source.Append(
                    CultureInfo.InvariantCulture, $"{Literal(request.Rule)}, {request.Choice}, [{allowed}]),\n");
            }

            source.Append("        ] },\n");
        }

        source.Append("""
                };

                [Theory]
                [MemberData(nameof(Cases))]
                public void Behaves(string name, (string Party, string Rule, int Choice, string[] Allowed)[] steps)
                {
                    Start();
                    foreach (var (party, rule, choice, allowed) in steps)
                    {
                        var seen = Take(party, rule, choice);
                        Assert.True(
                            allowed.Contains(seen),
                            $"{name}: {party}: {rule}: '{seen}', not {string.Join(" or ", allowed)}");
                    }
                }
            }

            """);
        return source.ToString();
    }

    /// <summary>What is seen, without the step that leads there.</summary>
    private static string Seen(string expected) =>
        expected.IndexOf(SystemCase.Then, StringComparison.Ordinal) is >= 0 and var at
            ? expected[(at + SystemCase.Then.Length)..] : expected;

    private static string Literal(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
