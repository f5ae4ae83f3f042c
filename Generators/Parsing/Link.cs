using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Wakeline.Generators.Parsing;

/// <summary>One call of a fluent chain: <c>.When(IsReset)</c>.</summary>
/// <param name="Name">The method as it is written.</param>
/// <param name="Method">The overload the compiler chose; <see langword="null"/> where the code does not
/// compile.</param>
/// <param name="Syntax">The call.</param>
internal sealed record Link(string Name, IMethodSymbol? Method, InvocationExpressionSyntax Syntax)
{
    private SeparatedSyntaxList<ArgumentSyntax> All => Syntax.ArgumentList.Arguments;

    /// <summary>Where the call is, without the calls before it.</summary>
    public Location Location => Location.Create(
        Syntax.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(NameStart, Syntax.Span.End));

    /// <summary>The line the compiler reports to <c>[CallerLineNumber]</c>, from 1.</summary>
    public int Line =>
        Syntax.SyntaxTree.GetMappedLineSpan(Syntax.ArgumentList.OpenParenToken.Span).StartLinePosition.Line + 1;

    private int NameStart => Syntax.Expression is MemberAccessExpressionSyntax access
        ? access.Name.SpanStart
        : Syntax.SpanStart;

    /// <summary>The expression given for a parameter, or <see langword="null"/> if its default is taken.</summary>
    public ExpressionSyntax? Argument(int ordinal)
    {
        if (Method is null || ordinal >= Method.Parameters.Length)
        {
            return null;
        }

        var name = Method.Parameters[ordinal].Name;
        var named = All.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name);
        return (named ?? (ordinal < All.Count && All[ordinal].NameColon is null ? All[ordinal] : null))?.Expression;
    }

    /// <summary>The expression given for a parameter, by the parameter's name.</summary>
    public ExpressionSyntax? Argument(string parameter)
    {
        var found = Method?.Parameters.FirstOrDefault(candidate => candidate.Name == parameter);
        return found is null ? null : Argument(found.Ordinal);
    }

    /// <summary>The expressions of a <c>params</c> list, and whatever stands before it.</summary>
    public IEnumerable<ExpressionSyntax> Arguments => All.Select(argument => argument.Expression);
}
