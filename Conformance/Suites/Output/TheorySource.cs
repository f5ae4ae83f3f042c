using System.Globalization;
using System.Text;
using Wakeline.Conformance.Suites.Exchanges;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>
/// Exchanges as the source of a theory for xUnit, a row a case. It is abstract: whoever derives from it says what the
/// cases run on.
/// </summary>
public static class TheorySource
{
    private const string Quotes = "\"\"\"\"\"";

    /// <summary>Writes the source.</summary>
    /// <param name="exchanges">The cases.</param>
    /// <param name="space">The namespace of the class.</param>
    /// <param name="name">The name of the class.</param>
    public static string Write(IEnumerable<Exchange> exchanges, string space, string name)
    {
        ArgumentNullException.ThrowIfNull(exchanges);
        var source = new StringBuilder();
        source.Append(CultureInfo.InvariantCulture, $$"""
            // Generated from the specification by wakeline.
            using Wakeline.Conformance.Suites;
            using Wakeline.Conformance.Suites.Output;
            using Wakeline.Conformance.Suites.Running;
            using Xunit;

            namespace {{space}};

            public abstract class {{name}}
            {
                /// <summary>What the cases run on.</summary>
                protected abstract SuiteTarget Target { get; }

                public static TheoryData<string, string> Cases => new()
                {

            """);
        foreach (var exchange in exchanges)
        {
            source.Append(
                CultureInfo.InvariantCulture,
                $"        {{ {Literal(exchange.Name)}, {Literal(SuiteText.Write([exchange]))} }},\n");
        }

        source.Append("""
                };

                [Theory]
                [MemberData(nameof(Cases))]
                public void Behaves(string name, string exchange)
                {
                    var cases = SuiteText.Read(exchange, out var fault);
                    Assert.True(fault is null, fault?.Message);
                    var result = Assert.Single(SuiteRun.Run(cases!, Target, new SuiteRunOptions()));
                    Assert.True(
                        result.Outcome.Verdict is CaseVerdict.Passed or CaseVerdict.NotApplicable,
                        $"{name}: {result.Outcome.Verdict}: {result.Outcome.Reason}");
                }
            }

            """);
        return source.ToString();
    }

    private static string Literal(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? $"{Quotes}\n{text.TrimEnd('\n')}\n{Quotes}"
        : $"{Quotes}{text}{Quotes}";
}
