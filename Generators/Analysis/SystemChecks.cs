using System.Globalization;
using Microsoft.CodeAnalysis;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;
using Wakeline.Generators.Parsing;

namespace Wakeline.Generators.Analysis;

/// <summary>What a system says of machines, parameters, properties and mutants that are not there.</summary>
internal sealed class SystemChecks(
    SystemModel system, IReadOnlyList<Link> links, TermReader terms, Func<INamedTypeSymbol, ParsedTable?> tableOf)
{
    /// <summary>What a checker demands of every system.</summary>
    private static readonly string[] Implied = ["NoDeadlock", "NoFailure"];

    public IEnumerable<Problem> Check(Location place)
    {
        if (system.Start is null && links.All(link => link.Name != "Start"))
        {
            yield return new Problem(Descriptors.SystemWithoutStart, place, system.Name);
        }

        foreach (var problem in Duplicates("Parameter", "parameters", system.Parameters.Select(each => each.Name))
            .Concat(Duplicates(system.Properties)).Concat(Machines()).Concat(Ranges()).Concat(Caught()))
        {
            yield return problem;
        }
    }

    private IEnumerable<Problem> Duplicates(string word, string kind, IEnumerable<string> names) =>
        links.Where(link => link.Name == word).Zip(names, (link, name) => (link, name))
            .GroupBy(each => each.name).SelectMany(same => same.Skip(1))
            .Select(each => new Problem(
                Descriptors.DuplicateName, each.link.Location, kind, system.Name, each.name));

    private IEnumerable<Problem> Duplicates(IEnumerable<PropertyModel> properties) =>
        from same in properties.GroupBy(property => property.Name)
        from property in same.Skip(1)
        let link = links.FirstOrDefault(link => link.Line == property.Line && link.Name == property.Kind)
        where link is not null
        select new Problem(Descriptors.DuplicateName, link.Location, "properties", system.Name, property.Name);

    private IEnumerable<(Link Link, INamedTypeSymbol Machine)> Named() =>
        from link in links
        where link.Name is "Run" or "Reacts"
        let machine = terms.Type(link, 0)
        where machine is not null
        select (link, machine);

    private IEnumerable<Problem> Machines() =>
        from named in Named()
        where !IsMachine(named.Machine)
        select new Problem(
            Descriptors.NotAMachine, named.Link.Argument(0)!.GetLocation(), system.Name, named.Machine.Name);

    private static bool IsMachine(INamedTypeSymbol type) =>
        type.GetAttributes()
            .Any(attribute => attribute.AttributeClass?.ToDisplayString() == TableParser.MachineAttribute);

    private IEnumerable<Problem> Ranges() =>
        from each in links.Where(link => link.Name == "Parameter")
            .Zip(system.Parameters, (link, parameter) => (link, parameter))
        where each.parameter.Default < each.parameter.Least || each.parameter.Default > each.parameter.Most
        select new Problem(
            Descriptors.ParameterOutOfRange, each.link.Argument(1)?.GetLocation() ?? each.link.Location,
            each.parameter.Name, each.parameter.Default, each.parameter.Least, each.parameter.Most);

    private IEnumerable<Problem> Caught()
    {
        var mutants = MutantNames();
        foreach (var (link, caught) in links.Where(link => link.Name == "Catches")
            .Zip(system.Caught, (link, caught) => (link, caught)))
        {
            if (mutants is not null && !mutants.Contains(caught.Mutant) && PlaceOf(link, 0) is { } mutant)
            {
                yield return new Problem(
                    Descriptors.UnknownMutant, mutant, system.Name, caught.Mutant,
                    Suggestion.For(caught.Mutant, mutants));
            }

            var properties = system.Properties.Select(property => property.Name).Concat(Implied).ToList();
            if (!properties.Contains(caught.Property) && PlaceOf(link, 1) is { } property)
            {
                yield return new Problem(
                    Descriptors.UnknownProperty, property, system.Name, caught.Property, caught.Mutant,
                    Suggestion.For(caught.Property, properties));
            }

            foreach (var problem in Bounds(link, caught.Bounds))
            {
                yield return problem;
            }
        }
    }

    /// <summary>Where a constant argument stands; nothing is said of one that could not be read.</summary>
    private static Location? PlaceOf(Link link, int ordinal) =>
        link.Argument(ordinal) is { IsMissing: false } given ? given.GetLocation() : null;

    /// <summary>Every mutant that can be named; <see langword="null"/> if a machine's table is not at hand.</summary>
    private HashSet<string>? MutantNames()
    {
        var names = new HashSet<string>();
        foreach (var (_, machine) in Named().Where(named => IsMachine(named.Machine)))
        {
            if (tableOf(machine) is not { IsWhole: true } table)
            {
                return null;
            }

            names.UnionWith(Parsing.MutantNames.Of(table));
        }

        return names;
    }

    private IEnumerable<Problem> Bounds(Link link, string bounds)
    {
        foreach (var setting in bounds.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Refusal(setting) is { } why)
            {
                yield return new Problem(
                    Descriptors.UnusableBound, link.Argument(2)!.GetLocation(), setting.Trim(), system.Name, why);
            }
        }
    }

    private string? Refusal(string setting)
    {
        var parts = setting.Split('=');
        if (parts.Length != 2 || !int.TryParse(
            parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return "it is not of the form name=number";
        }

        var name = parts[0].Trim();
        var parameter = system.Parameters.FirstOrDefault(candidate => candidate.Name == name);
        if (parameter is null)
        {
            return $"there is no parameter '{name}'"
                + Suggestion.For(name, system.Parameters.Select(candidate => candidate.Name));
        }

        return value < parameter.Least || value > parameter.Most
            ? $"'{name}' may only be {Number(parameter.Least)} to {Number(parameter.Most)}"
            : null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
