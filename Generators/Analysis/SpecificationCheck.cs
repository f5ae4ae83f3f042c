using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>Checks the tables and systems of one compilation.</summary>
internal sealed class SpecificationCheck(Reading reading, CitationCatalogue? catalogue)
{
    private readonly PurityWalker _purity = new(reading);

    /// <summary>Checks a machine.</summary>
    public void Machine(INamedTypeSymbol machine, Action<Problem> report, CancellationToken cancellation)
    {
        if (machine.IsGenericType)
        {
            report(new Problem(Descriptors.GenericType, machine.Locations[0], machine.Name));
            return;
        }

        if (TableParser.FindRules(machine, cancellation) is null)
        {
            report(new Problem(
                Descriptors.MissingTable, machine.Locations[0], machine.Name, "machine",
                "Rules(Table<TState, TLocation> table)"));
            return;
        }

        if (reading.TableOf(machine, cancellation) is not { } table)
        {
            return;
        }

        var problems = table.Problems.Concat(TableChecks.Check(table)).ToList();
        if (problems.Count == 0 && table.IsWhole)
        {
            problems.AddRange(LocationChecks.Check(table));
            problems.AddRange(OrderChecks.Check(table));
            problems.AddRange(OutputChecks.Check(table));
        }

        problems.AddRange(catalogue is null ? [] : CitationChecks.Check(table, catalogue));
        problems.ForEach(report);
        foreach (var method in table.Methods)
        {
            _purity.Walk(method, report, cancellation);
        }
    }

    /// <summary>Checks a system.</summary>
    public void System(
        INamedTypeSymbol system, AttributeData mark, Action<Problem> report, CancellationToken cancellation)
    {
        if (system.IsGenericType)
        {
            report(new Problem(Descriptors.GenericType, system.Locations[0], system.Name));
            return;
        }

        if (TableParser.FindCompose(system, cancellation) is not { } compose)
        {
            report(new Problem(
                Descriptors.MissingTable, system.Locations[0], system.Name, "checked system",
                "Compose(SystemTable<TState> system)"));
            return;
        }

        var model = reading.ModelOf(compose.SyntaxTree);
        var problems = new List<Problem>();
        var name = mark.ConstructorArguments is [{ Value: string given }] ? given : system.Name;
        if (Read(compose, name, problems, cancellation) is { } read)
        {
            var calls = new ChainReader(model, [], cancellation).Read(compose);
            List<Link> links = [.. calls.Where(link => link.Method is not null)];
            var terms = new TermReader(model, [], cancellation);
            if (links.Count == calls.Count && problems.Count == 0)
            {
                var checks = new SystemChecks(read, links, terms, machine => reading.TableOf(machine, cancellation));
                problems.AddRange(checks.Check(system.Locations[0]));
            }

            WalkPredicates(links, terms, report, cancellation);
        }

        problems.ForEach(report);
    }

    /// <summary>Analyzers run at the same time; what reads and writes are found by is for one of them.</summary>
    private SystemModel? Read(
        MethodDeclarationSyntax compose, string name, List<Problem> problems, CancellationToken cancellation)
    {
        lock (reading)
        {
            return SystemReader.Read(compose, reading, name, "", problems, cancellation);
        }
    }

    /// <summary>Everything a checker runs in every state; the start runs once and may take its time.</summary>
    private void WalkPredicates(
        IEnumerable<Link> links, TermReader terms, Action<Problem> report, CancellationToken cancellation)
    {
        foreach (var method in
            from link in links
            where link.Name != "Start"
            from parameter in link.Method!.Parameters
            let call = terms.Call(link, parameter.Ordinal)
            where call is not null
            select call.Method)
        {
            _purity.Walk(method, report, cancellation);
        }
    }
}
