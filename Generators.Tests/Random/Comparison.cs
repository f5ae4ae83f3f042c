using System.Diagnostics;

namespace Wakeline.Generators.Tests.Random;

/// <summary>Holds the generated machine, the interpreter and the Stateless machine against each other.</summary>
internal sealed class Comparison(Driver driver, Mutation mutation)
{
    private const int FirstRule = 100;

    private readonly Interpreter<World, Place> _interpreter = driver.Interpret(mutation);

    /// <summary>Does everything in turn and looks for the first difference.</summary>
    /// <returns>The difference in words, or <see langword="null"/> if all agree.</returns>
    public static string? Run(Driver driver, bool isMutated, int mutant, IReadOnlyList<Operation> operations)
    {
        var info = driver.Interpret(Mutation.None).Info;
        var mutation = !isMutated || info.Mutants.Count == 0
            ? Mutation.None
            : new Mutation(Mutation.MachineIdOf(info.FullName), (ushort)(1 + (mutant % info.Mutants.Count)));
        var comparison = new Comparison(driver, mutation);
        var world = new World { Mutation = mutation };
        for (var index = 0; index < operations.Count; index++)
        {
            var before = world;
            if (comparison.TryDo(ref world, operations[index]) is { } difference)
            {
                return $"{difference}\nin step {index}: {operations[index]} with mutant {mutation.Number} in\n"
                    + $"  {before}";
            }
        }

        return null;
    }

    private string? TryDo(ref World world, Operation operation)
    {
        try
        {
            return Do(ref world, operation);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private string? Do(ref World world, Operation operation)
    {
        var before = world;
        var expected = world;
        int self = operation.Self;
        var (outcome, wanted) = operation.Kind switch
        {
            OperationKind.Step =>
                ((object)driver.Step(ref world, self, mutation), (object)_interpreter.Step(ref expected, self)),
            OperationKind.Ping => Fire(ref world, ref expected, self, new Ping(operation.Value)),
            OperationKind.Pong => Fire(ref world, ref expected, self, new Pong(operation.Value)),
            OperationKind.Expire => (driver.Expire(ref world, self, (Clock)operation.Value, mutation),
                _interpreter.Expire(ref expected, self, (Clock)operation.Value)),
            OperationKind.EmitNote => EmitNote(ref world, ref expected, self),
            OperationKind.EmitLetter => EmitLetter(ref world, ref expected, self),
            OperationKind.AcceptNote => AcceptNote(ref world, ref expected, self, new Note(operation.Value)),
            OperationKind.AcceptLetter =>
                AcceptLetter(ref world, ref expected, self, new Letter { First = operation.Value }),
            _ => throw new UnreachableException(),
        };
        return Differ<object>("outcome", outcome, wanted)
            ?? Differ("state", world, expected)
            ?? CompareSuccessors(before, operation)
            ?? CompareStateless(before, expected, operation);
    }

    private (object, object) Fire(ref World world, ref World expected, int self, Ping ping) =>
        (driver.Fire(ref world, self, in ping, mutation), _interpreter.Fire(ref expected, self, in ping));

    private (object, object) Fire(ref World world, ref World expected, int self, Pong pong) =>
        (driver.Fire(ref world, self, in pong, mutation), _interpreter.Fire(ref expected, self, in pong));

    private (object, object) EmitNote(ref World world, ref World expected, int self)
    {
        var rule = driver.TryEmit(ref world, self, out Note made, mutation);
        var wanted = _interpreter.TryEmit(ref expected, self, out Note wantedNote);
        return ((rule, made), (wanted, wantedNote));
    }

    private (object, object) EmitLetter(ref World world, ref World expected, int self)
    {
        var rule = driver.TryEmit(ref world, self, out Letter made, mutation);
        var wanted = _interpreter.TryEmit(ref expected, self, out Letter wantedLetter);
        return ((rule, made), (wanted, wantedLetter));
    }

    private (object, object) AcceptNote(ref World world, ref World expected, int self, Note note)
    {
        var admits = driver.Admits(in world, self, in note, mutation);
        var wanted = _interpreter.Admits(in expected, self, in note);
        return ((admits, driver.Accept(ref world, self, in note, mutation)),
            (wanted, _interpreter.Accept(ref expected, self, in note)));
    }

    private (object, object) AcceptLetter(ref World world, ref World expected, int self, Letter letter)
    {
        var admits = driver.Admits(in world, self, in letter, mutation);
        var wanted = _interpreter.Admits(in expected, self, in letter);
        return ((admits, driver.Accept(ref world, self, in letter, mutation)),
            (wanted, _interpreter.Accept(ref expected, self, in letter)));
    }

    private string? CompareSuccessors(World world, Operation operation)
    {
        var sink = new SuccessorList();
        int self = operation.Self;
        var expected = operation.Kind switch
        {
            OperationKind.Ping => EventSuccessors(world, self, new Ping(operation.Value), ref sink),
            OperationKind.Pong => EventSuccessors(world, self, new Pong(operation.Value), ref sink),
            _ => OwnSuccessors(world, self, ref sink),
        };
        var shown = sink.All.Select(next => $"{next.Rule - FirstRule}/{next.Choice} {next.State}");
        var wanted = expected.Select(next => $"{next.Rule}/{next.Choice} {next.State}");
        return Differ("successors", string.Join("; ", shown), string.Join("; ", wanted));
    }

    private IReadOnlyList<Successor<World>> OwnSuccessors(World world, int self, ref SuccessorList sink)
    {
        driver.Successors(in world, self, mutation, ref sink);
        return _interpreter.Successors(in world, self);
    }

    private IReadOnlyList<Successor<World>> EventSuccessors(World world, int self, Ping ping, ref SuccessorList sink)
    {
        driver.Successors(in world, self, in ping, mutation, ref sink);
        return _interpreter.Successors(in world, self, in ping);
    }

    private IReadOnlyList<Successor<World>> EventSuccessors(World world, int self, Pong pong, ref SuccessorList sink)
    {
        driver.Successors(in world, self, in pong, mutation, ref sink);
        return _interpreter.Successors(in world, self, in pong);
    }

    /// <summary>The Stateless machine knows no outputs.</summary>
    private string? CompareStateless(World before, World expected, Operation operation) =>
        operation.Kind <= OperationKind.Expire && driver.RunStateless(before, operation) is { } reached
            ? Differ("state of the Stateless machine", reached, expected)
            : null;

    private static string? Differ<T>(string what, T actual, T expected) =>
        EqualityComparer<T>.Default.Equals(actual, expected)
            ? null
            : $"{what} differs:\n  generated {actual}\n  expected  {expected}";
}
