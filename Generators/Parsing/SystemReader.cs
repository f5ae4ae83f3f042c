using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Wakeline.Generators.Diagnostics;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>Reads the method that composes a system.</summary>
internal sealed class SystemReader
{
    private readonly TermReader _terms;
    private readonly INamedTypeSymbol _system;
    private readonly Reading _reading;
    private readonly CancellationToken _cancellation;
    private readonly List<RunModel> _machines = [];
    private readonly List<string> _reactive = [];
    private readonly List<ParameterModel> _parameters = [];
    private readonly List<PredicateModel> _predicates = [];
    private readonly List<PropertyModel> _properties = [];
    private readonly List<CaughtModel> _caught = [];
    private CallModel? _start;
    private CallModel? _mayEnd;
    private SymmetryModel? _symmetry;
    private ITypeSymbol? _state;

    private SystemReader(
        INamedTypeSymbol system, Reading reading, SemanticModel model, List<Problem> problems, CancellationToken token)
    {
        _system = system;
        _reading = reading;
        _cancellation = token;
        Problems = problems;
        _terms = new TermReader(model, problems, token);
    }

    private List<Problem> Problems { get; }

    /// <summary>Reads a system.</summary>
    /// <returns>The system, or <see langword="null"/> if its state is not known to the compiler.</returns>
    public static SystemModel? Read(
        MethodDeclarationSyntax compose, Reading reading, string name, string file, List<Problem> problems,
        CancellationToken cancellation)
    {
        var model = reading.ModelOf(compose.SyntaxTree);
        if (model.GetDeclaredSymbol(compose, cancellation)
            is not IMethodSymbol
            {
                Parameters: [{ Type: INamedTypeSymbol { TypeArguments: [{ TypeKind: not TypeKind.Error } state] } }],
            } method
            || method.ContainingType.IsGenericType)
        {
            return null;
        }

        var reader = new SystemReader(method.ContainingType, reading, model, problems, cancellation)
        {
            _state = state,
        };
        foreach (var link in new ChainReader(model, problems, cancellation).Read(compose))
        {
            if (link.Method is not null)
            {
                reader.Read(link);
            }
        }

        return reader.Build(name, file, Names.Of(state));
    }

    private SystemModel Build(string name, string file, string state) => new()
    {
        Type = Names.Describe(_system),
        Name = name,
        State = state,
        Start = _start,
        MayEnd = _mayEnd,
        Symmetry = _symmetry,
        Machines = _machines.ToEquatableArray(),
        Reactive = _reactive.ToEquatableArray(),
        Parameters = _parameters.ToEquatableArray(),
        Predicates = _predicates.ToEquatableArray(),
        Properties = _properties.ToEquatableArray(),
        Caught = _caught.ToEquatableArray(),
        Summary = Documentation.SummaryOf(_system, _cancellation),
        File = file,
    };

    private void Read(Link link)
    {
        switch (link.Name)
        {
            case "Parameter":
                _parameters.Add(new ParameterModel(
                    _terms.Text(link, 0), _terms.Number(link, 1), _terms.Number(link, 2), _terms.Number(link, 3),
                    _terms.Text(link, 4)));
                break;
            case "Start":
                _start = Call(link, 0);
                break;
            case "MayEnd":
                _mayEnd = Call(link, 0);
                break;
            case "Interchangeable" when _symmetry is null:
                _symmetry = Call(link, 0) is { } count && Call(link, 1) is { } exchange
                    ? new SymmetryModel(count, exchange) : null;
                break;
            case "Run":
                AddMachine(link);
                break;
            case "Reacts" when _terms.Type(link, 0) is { } machine:
                _reactive.Add(Names.Of(machine));
                break;
            case "Always" or "Never" or "Sometimes" or "AtRest" or "LeadsTo" or "AlwaysEventually":
                AddProperty(link);
                break;
            case "Catches":
                _caught.Add(new CaughtModel(_terms.Text(link, 0), _terms.Text(link, 1), _terms.Text(link, 2)));
                break;
            case "Reacts":
                break;
            default:
                Problems.Add(new Problem(
                    Descriptors.UnsupportedConstruct, link.Location, $"the call '{link.Name}'"));
                break;
        }
    }

    private void AddMachine(Link link)
    {
        var hasCount = link.Method!.Parameters.Length == 3;
        var count = hasCount ? _terms.Call(link, 1) : null;
        if (_terms.Type(link, 0) is { } machine && (count is not null || !hasCount))
        {
            _machines.Add(new RunModel(
                Names.Of(machine), HasInstances(machine), Call(count), _terms.Text(link, hasCount ? 2 : 1))
            {
                CountReads = count is null ? [] : ReadsOf(count),
            });
        }
    }

    /// <summary>
    /// Whether a machine's functions take <c>int self</c>: from its table if it is written in this compilation,
    /// otherwise from what was generated for it.
    /// </summary>
    private bool HasInstances(INamedTypeSymbol machine)
    {
        if (TableParser.FindRules(machine, _reading.Compilation, _cancellation) is not null)
        {
            return _reading.HasInstances(machine, _cancellation);
        }

        return machine.GetMembers("Step").OfType<IMethodSymbol>()
            .Any(step => step.Parameters.Any(parameter => parameter.Name == "self"));
    }

    private void AddProperty(Link link)
    {
        var premise = Predicate(link, 0);
        var isLeadsTo = link.Name == "LeadsTo";
        var goal = link.Name switch
        {
            "LeadsTo" => Predicate(link, 1),
            "AlwaysEventually" => premise,
            _ => -1,
        };
        if (premise < 0 || (isLeadsTo && goal < 0))
        {
            return;
        }

        var name = isLeadsTo
            ? $"{NameOf(link, 0, "premiseName")}~>{NameOf(link, 1, "goalName")}"
            : NameOf(link, 0, "name");
        _properties.Add(new PropertyModel(
            name, link.Name, premise, goal, _terms.Text(link, isLeadsTo ? 2 : 1), link.Line));
    }

    private string NameOf(Link link, int ordinal, string parameter) => RuleNames.OfMethod(
        link.Argument(parameter) is { } given ? _terms.Text(given) : link.Argument(ordinal)!.ToString());

    /// <summary>The index of a predicate; the same method is evaluated once.</summary>
    private int Predicate(Link link, int ordinal)
    {
        if (_terms.Call(link, ordinal) is not { } parsed || Call(parsed) is not { } call)
        {
            return -1;
        }

        var index = _predicates.FindIndex(predicate => predicate.Call == call);
        if (index < 0)
        {
            index = _predicates.Count;
            _predicates.Add(new PredicateModel(RuleNames.OfMethod(link.Argument(ordinal)!.ToString()), call)
            {
                Reads = ReadsOf(parsed),
            });
        }

        return index;
    }

    private CallModel? Call(Link link, int ordinal) => Call(_terms.Call(link, ordinal));

    private CallModel? Call(ParsedCall? call) =>
        call is null ? null : new CallModel(Names.Of(call.Method, _system), call.Shape);

    private EquatableArray<string> ReadsOf(ParsedCall call) =>
        _reading.Access.Of(call.Method, _state!, _cancellation).Reads.ToEquatableArray();
}
