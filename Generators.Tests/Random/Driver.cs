namespace Wakeline.Generators.Tests.Random;

/// <summary>What is done to a machine.</summary>
public enum OperationKind : byte
{
    Step,
    Ping,
    Pong,
    Expire,
    EmitNote,
    EmitLetter,
    AcceptNote,
    AcceptLetter,
}

/// <summary>One thing done to one instance of a machine.</summary>
public readonly record struct Operation(OperationKind Kind, byte Self, byte Value);

/// <summary>
/// The generated members of one random machine behind virtual calls. The source of each batch derives one class for
/// each machine and overrides what the machine has.
/// </summary>
public abstract class Driver
{
    public abstract Interpreter<World, Place> Interpret(Mutation mutation);

    public abstract int Step(ref World world, int self, Mutation mutation);

    public abstract void Successors(in World world, int self, Mutation mutation, ref SuccessorList sink);

    public virtual int Fire(ref World world, int self, in Ping ping, Mutation mutation) => -1;

    public virtual int Fire(ref World world, int self, in Pong pong, Mutation mutation) => -1;

    public virtual void Successors(
        in World world, int self, in Ping ping, Mutation mutation, ref SuccessorList sink)
    { }

    public virtual void Successors(
        in World world, int self, in Pong pong, Mutation mutation, ref SuccessorList sink)
    { }

    public virtual int Expire(ref World world, int self, Clock clock, Mutation mutation) => -1;

    public virtual int TryEmit(ref World world, int self, out Note note, Mutation mutation)
    {
        note = default;
        return -1;
    }

    public virtual int TryEmit(ref World world, int self, out Letter letter, Mutation mutation)
    {
        letter = default;
        return -1;
    }

    public virtual bool Admits(in World world, int self, in Note note, Mutation mutation) => false;

    public virtual bool Admits(in World world, int self, in Letter letter, Mutation mutation) => false;

    public virtual int Accept(ref World world, int self, in Note note, Mutation mutation) => -1;

    public virtual int Accept(ref World world, int self, in Letter letter, Mutation mutation) => -1;

    /// <summary>Does the same to the Stateless machine.</summary>
    /// <returns>The state after it; <see langword="null"/> if there is no such machine.</returns>
    public virtual World? RunStateless(World world, Operation operation) => null;
}

/// <summary>Keeps the successors that generated code hands over.</summary>
public struct SuccessorList : ISuccessorSink<World>
{
    private readonly World[] _next;
    private readonly List<(World, int, int, int)> _all;

    public SuccessorList()
    {
        _next = new World[1];
        _all = [];
    }

    public readonly IReadOnlyList<(World State, int Rule, int Instance, int Choice)> All => _all;

    public readonly bool Takes(int rule, int instance, int choice) => true;

    public readonly ref World Begin(in World source)
    {
        _next[0] = source;
        return ref _next[0];
    }

    public readonly void Commit(int rule, int instance, int choice) => _all.Add((_next[0], rule, instance, choice));
}
