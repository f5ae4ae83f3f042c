using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>Reads what stands in the brackets of a table's calls: methods, constants, texts.</summary>
internal sealed class TermReader(SemanticModel model, List<Problem> problems, CancellationToken cancellation)
{
    /// <summary>The guard or effect a call adds, with its constant if it takes one.</summary>
    public ParsedTerm? Term(Link link, bool isNegated)
    {
        if (Call(link, 0) is not { } call || link.Argument(0) is not { } expression)
        {
            return null;
        }

        var argument = (call.Shape & CallShape.Argument) == 0 ? null : Constant(link, 1)?.Value;
        return argument is null && (call.Shape & CallShape.Argument) != 0
            ? null
            : new ParsedTerm(RuleNames.OfMethod(expression.ToString()), isNegated, call, argument);
    }

    /// <summary>The named static method given for a parameter.</summary>
    public ParsedCall? Call(Link link, int ordinal)
    {
        if (link.Argument(ordinal) is not { } expression
            || link.Method!.Parameters[ordinal].Type is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke })
        {
            return null;
        }

        if (model.GetSymbolInfo(expression, cancellation).Symbol is IMethodSymbol
            {
                IsStatic: true, MethodKind: MethodKind.Ordinary,
            } method && expression is NameSyntax or MemberAccessExpressionSyntax)
        {
            return new ParsedCall(method, ShapeOf(invoke), expression.GetLocation());
        }

        if (!expression.IsMissing)
        {
            Unsupported(expression);
        }

        return null;
    }

    /// <summary>The enumeration constant given for a parameter.</summary>
    public ParsedConstant? Constant(Link link, int ordinal) =>
        link.Argument(ordinal) is { } expression ? Constant(expression) : null;

    /// <summary>Every enumeration constant of a call.</summary>
    public IEnumerable<ParsedConstant> Constants(Link link)
    {
        foreach (var expression in link.Arguments)
        {
            if (Constant(expression) is { } constant)
            {
                yield return constant;
            }
        }
    }

    /// <summary>The text given for a parameter.</summary>
    public string Text(Link link, int ordinal) => link.Argument(ordinal) is { } expression ? Text(expression) : "";

    /// <summary>A constant text.</summary>
    public string Text(ExpressionSyntax expression)
    {
        if (model.GetConstantValue(expression, cancellation) is { HasValue: true, Value: string text })
        {
            return text;
        }

        if (!expression.IsMissing)
        {
            Unsupported(expression);
        }

        return "";
    }

    /// <summary>The number given for a parameter.</summary>
    public int Number(Link link, int ordinal)
    {
        if (link.Argument(ordinal) is not { } expression)
        {
            return 0;
        }

        if (model.GetConstantValue(expression, cancellation) is { HasValue: true, Value: int number })
        {
            return number;
        }

        Unsupported(expression);
        return 0;
    }

    /// <summary>The citation a call adds.</summary>
    public ParsedCitation Citation(Link link) =>
        new(Text(link, 0), link.Argument(0)?.GetLocation() ?? link.Location);

    /// <summary>The type named by <c>typeof</c>.</summary>
    public INamedTypeSymbol? Type(Link link, int ordinal)
    {
        if (link.Argument(ordinal) is not { } expression)
        {
            return null;
        }

        if (expression is TypeOfExpressionSyntax named)
        {
            return model.GetTypeInfo(named.Type, cancellation).Type
                is INamedTypeSymbol { TypeKind: not TypeKind.Error } type
                ? type
                : null;
        }

        Unsupported(expression);
        return null;
    }

    private ParsedConstant? Constant(ExpressionSyntax expression)
    {
        var constant = EnumConstants.Read(expression, model, cancellation);
        if (constant is null && !expression.IsMissing
            && model.GetTypeInfo(expression, cancellation).Type is { TypeKind: not TypeKind.Error })
        {
            Unsupported(expression);
        }

        return constant is null ? null : new ParsedConstant(constant, expression.GetLocation());
    }

    private void Unsupported(ExpressionSyntax expression) => problems.Add(new Problem(
        Descriptors.UnsupportedConstruct, expression.GetLocation(), ChainReader.Describe(expression)));

    private static CallShape ShapeOf(IMethodSymbol invoke)
    {
        var shape = CallShape.None;
        foreach (var parameter in invoke.Parameters)
        {
            shape |= parameter.Name switch
            {
                "state" => CallShape.State,
                "self" => CallShape.Self,
                "choice" => CallShape.Choice,
                "argument" => CallShape.Argument,
                "event" => CallShape.Event,
                "observed" => CallShape.Observed,
                _ => CallShape.None,
            };
        }

        return shape;
    }
}
