using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Wakeline.Generators.DataFlow;
using Wakeline.Generators.Memory;
using Wakeline.Generators.Models;

namespace Wakeline.Generators.Parsing;

/// <summary>
/// What was read of one compilation: each file is bound once, and each table read once, whoever asks. It lives as long
/// as the compilation.
/// </summary>
internal sealed class Reading
{
    private static readonly ConditionalWeakTable<Compilation, Reading> s_readings = new();

    private static readonly object s_yes = new();

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ParsedTable?> _tables =
        new(SymbolEqualityComparer.Default);

    private readonly Lazy<HashSet<string>> _files;
    private readonly Lazy<string> _declarations;

    private Reading(Compilation compilation, EditMemory memory)
    {
        Compilation = compilation;
        Memory = memory;
        Access = new StateAccess(this);
        _files = new(() => [.. compilation.SyntaxTrees.Select(FileFingerprint.Of)
            .SelectMany(each => each.Members.Prepend(each.Whole))]);
        _declarations = new(() => DeclarationsOf(compilation));
    }

    public Compilation Compilation { get; }

    /// <summary>What is known from compilations before.</summary>
    public EditMemory Memory { get; }

    /// <summary>What rows read and write. For one thread at a time, which locks the reading.</summary>
    public StateAccess Access { get; }

    /// <summary>Stands for everything that is declared in the compilation, or referred to by it.</summary>
    public string Declarations => _declarations.Value;

    /// <summary>The reading of a compilation that nothing was remembered of.</summary>
    public static Reading Of(Compilation compilation) => Of(compilation, new EditMemory());

    /// <summary>The reading of a compilation, with what is remembered of those before.</summary>
    public static Reading Of(Compilation compilation, EditMemory memory) =>
        s_readings.GetValue(compilation, each => new Reading(each, memory));

    /// <summary>
    /// Whether something that was looked into is the same here: a file or member, by its fingerprint, or what was found
    /// out about a machine.
    /// </summary>
    public bool Contains(string seen) =>
        _files.Value.Contains(seen) || InstanceFact.TryRead(seen, out var machine, out var hasInstances)
            && Compilation.Assembly.GetTypeByMetadataName(machine) is { } symbol
            && FindInstances(symbol, CancellationToken.None) == hasInstances;

    /// <summary>The meaning of a file of the compilation.</summary>
    public SemanticModel ModelOf(SyntaxTree file)
    {
        FilesRead.Add(file);
        return PlainModelOf(file);
    }

    /// <summary>What is written at a part of a member, which alone is looked into.</summary>
    public IOperation? OperationAt(SyntaxNode part, CancellationToken cancellation)
    {
        FilesRead.AddMemberAt(part);
        return PlainModelOf(part.SyntaxTree).GetOperation(part, cancellation);
    }

    /// <summary>
    /// The table of a machine that is written in this compilation; <see langword="null"/> for any other, and for one
    /// whose types are not known to the compiler.
    /// </summary>
    public ParsedTable? TableOf(INamedTypeSymbol machine, CancellationToken cancellation)
    {
        if (TableParser.FindRules(machine, Compilation, cancellation) is not { } rules)
        {
            return null;
        }

        var model = ModelOf(rules.SyntaxTree);
        if (!_tables.TryGetValue(machine, out var table))
        {
            table = _tables.GetOrAdd(machine, TableParser.Parse(rules, model, cancellation));
        }

        return table;
    }

    /// <summary>
    /// Whether the table of a machine tells instances apart; of what was looked into, that alone counts.
    /// </summary>
    public bool HasInstances(INamedTypeSymbol machine, CancellationToken cancellation)
    {
        var hasInstances = FindInstances(machine, cancellation);
        FilesRead.AddFact(machine, hasInstances);
        return hasInstances;
    }

    private bool FindInstances(INamedTypeSymbol machine, CancellationToken cancellation)
    {
        object? found = null;
        FilesRead.Apart(() => found = Memory.Recall(
            $"instances of {SymbolNames.Of(machine)}", this,
            () => (TableOf(machine, cancellation)?.At?.Shape & CallShape.Self) is null or 0 ? null : s_yes));
        return found is not null;
    }

    private SemanticModel PlainModelOf(SyntaxTree file) =>
        _models.GetOrAdd(file, each => PlainModels.Of(Compilation, each));

    private static string DeclarationsOf(Compilation compilation) => FileFingerprint.HashOf(string.Join(
        "\n",
        [
            compilation.AssemblyName, Identity.Of(compilation.Options),
            .. compilation.References.Select(Identity.Of),
            .. compilation.SyntaxTrees.Select(each => FileFingerprint.Of(each).Declarations),
        ]));
}
