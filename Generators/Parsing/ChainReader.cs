using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Diagnostics;

namespace Wakeline.Generators.Parsing;

/// <summary>Takes a fluent chain apart into its calls, first to last. What is not such a chain is a problem.</summary>
internal sealed class ChainReader(SemanticModel model, List<Problem> problems, CancellationToken cancellation)
{
    private readonly HashSet<MethodDeclarationSyntax> _open = [];

    /// <summary>
    /// The calls of a method whose body is one chain, or several, on its parameter. A long table may be cut: where
    /// another method of the same file is given the parameter, its calls stand in that place.
    /// </summary>
    public IReadOnlyList<Link> Read(MethodDeclarationSyntax method)
    {
        var links = new List<Link>();
        Read(method, links);
        return links;
    }

    private void Read(MethodDeclarationSyntax method, List<Link> links)
    {
        _open.Add(method);
        if (method.ExpressionBody is { } arrow)
        {
            ReadChain(arrow.Expression, links);
        }

        foreach (var statement in method.Body?.Statements ?? [])
        {
            if (statement is ExpressionStatementSyntax expression)
            {
                ReadChain(expression.Expression, links);
            }
            else
            {
                Report(statement);
            }
        }

        _open.Remove(method);
    }

    private void ReadChain(ExpressionSyntax expression, List<Link> links)
    {
        if (PartOf(expression) is { } part)
        {
            Read(part, links);
            return;
        }

        var chain = new Stack<Link>();
        while (expression is InvocationExpressionSyntax
            { Expression: MemberAccessExpressionSyntax access } invocation)
        {
            cancellation.ThrowIfCancellationRequested();
            var method = model.GetSymbolInfo(invocation, cancellation).Symbol as IMethodSymbol;
            if (method is null)
            {
                ReportFunctions(invocation);
            }

            chain.Push(new Link(access.Name.Identifier.ValueText, method, invocation));
            expression = access.Expression;
        }

        if (expression is IdentifierNameSyntax
            && model.GetSymbolInfo(expression, cancellation).Symbol is IParameterSymbol)
        {
            links.AddRange(chain);
        }
        else if (!expression.IsMissing)
        {
            Report(expression);
        }
    }

    /// <summary>The method a part of the table stands in, if an expression hands the table to one.</summary>
    private MethodDeclarationSyntax? PartOf(ExpressionSyntax expression)
    {
        if (expression is not InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax, ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax given }],
            } call
            || model.GetSymbolInfo(given, cancellation).Symbol is not IParameterSymbol
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { IsStatic: true } method)
        {
            return null;
        }

        return method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
            is MethodDeclarationSyntax part
            && part.SyntaxTree == model.SyntaxTree && !_open.Contains(part) ? part : null;
    }

    /// <summary>A lambda is often why a call does not compile; the compiler speaks of overloads only.</summary>
    private void ReportFunctions(InvocationExpressionSyntax invocation)
    {
        foreach (var argument in invocation.ArgumentList.Arguments)
        {
            if (argument.Expression is AnonymousFunctionExpressionSyntax)
            {
                Report(argument.Expression);
            }
        }
    }

    private void Report(SyntaxNode node) =>
        problems.Add(new Problem(Descriptors.UnsupportedConstruct, node.GetLocation(), Describe(node)));

    /// <summary>What a construct is called in a message.</summary>
    public static string Describe(SyntaxNode node) => node switch
    {
        LambdaExpressionSyntax or AnonymousMethodExpressionSyntax => "a lambda",
        ConditionalExpressionSyntax or IfStatementSyntax or SwitchExpressionSyntax => "a conditional",
        ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax => "a loop",
        LocalDeclarationStatementSyntax => "a local variable",
        LocalFunctionStatementSyntax => "a local function",
        _ => $"'{FirstLine(node)}'",
    };

    private static string FirstLine(SyntaxNode node)
    {
        var text = node.ToString();
        var end = text.IndexOf('\n');
        text = end < 0 ? text : text.Substring(0, end).TrimEnd() + " ...";
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}
