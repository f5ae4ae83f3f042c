namespace Wakeline;

/// <summary>
/// A condition over the state of a machine. It must be pure: no clock, no allocation, no captured variable.
/// </summary>
/// <typeparam name="TState">The state the machine works on.</typeparam>
public delegate bool Guard<TState>(in TState state) where TState : unmanaged;

/// <summary>A condition over the state, seen by one instance of the machine (a task, a socket, an item).</summary>
public delegate bool InstanceGuard<TState>(in TState state, int self) where TState : unmanaged;

/// <summary>A condition over one of the choices a row opened with <c>Choose</c>.</summary>
public delegate bool ChoiceGuard<TState>(in TState state, int self, int choice) where TState : unmanaged;

/// <summary>A condition with a constant from the table, as in <c>.When(TaskIs, TaskState.Asleep)</c>.</summary>
public delegate bool ArgumentGuard<TState, TArgument>(in TState state, int self, TArgument argument)
    where TState : unmanaged where TArgument : unmanaged, Enum;

/// <summary>A condition over the event alone, such as "the segment carries RST".</summary>
public delegate bool EventFilter<TEvent>(in TEvent @event) where TEvent : unmanaged;

/// <summary>A condition over state and event.</summary>
public delegate bool EventGuard<TState, TEvent>(in TState state, in TEvent @event)
    where TState : unmanaged where TEvent : unmanaged;

/// <summary>A condition over state and event, seen by one instance.</summary>
public delegate bool InstanceEventGuard<TState, TEvent>(in TState state, int self, in TEvent @event)
    where TState : unmanaged where TEvent : unmanaged;

/// <summary>A change of the state. Like a guard it reads no clock, allocates nothing and captures nothing.</summary>
public delegate void Effect<TState>(ref TState state) where TState : unmanaged;

/// <summary>A change of the state made by one instance.</summary>
public delegate void InstanceEffect<TState>(ref TState state, int self) where TState : unmanaged;

/// <summary>A change of the state for one of the choices a row opened with <c>Choose</c>.</summary>
public delegate void ChoiceEffect<TState>(ref TState state, int self, int choice) where TState : unmanaged;

/// <summary>
/// A change of the state with a constant from the table, as in <c>.Do(Fail, Errno.BadDescriptor)</c>.
/// </summary>
public delegate void ArgumentEffect<TState, TArgument>(ref TState state, int self, TArgument argument)
    where TState : unmanaged where TArgument : unmanaged, Enum;

/// <summary>A change of the state caused by an event.</summary>
public delegate void EventEffect<TState, TEvent>(ref TState state, in TEvent @event)
    where TState : unmanaged where TEvent : unmanaged;

/// <summary>A change of the state of one instance, caused by an event.</summary>
public delegate void InstanceEventEffect<TState, TEvent>(ref TState state, int self, in TEvent @event)
    where TState : unmanaged where TEvent : unmanaged;

/// <summary>How many choices a row has in a state; the row is tried for 0 up to this number, exclusive.</summary>
public delegate int ChoiceCount<TState>(in TState state, int self) where TState : unmanaged;

/// <summary>Makes the output of an emission row: one lawful choice, as a policy would make it.</summary>
public delegate TOutput Producer<TState, TOutput>(in TState state)
    where TState : unmanaged where TOutput : unmanaged;

/// <summary>Makes the output of an emission row for one instance.</summary>
public delegate TOutput InstanceProducer<TState, TOutput>(in TState state, int self)
    where TState : unmanaged where TOutput : unmanaged;

/// <summary>Tells whether an output somebody else chose is lawful here.</summary>
public delegate bool Admission<TState, TOutput>(in TState state, in TOutput observed)
    where TState : unmanaged where TOutput : unmanaged;

/// <summary>Tells whether an output of one instance, which somebody else chose, is lawful here.</summary>
public delegate bool InstanceAdmission<TState, TOutput>(in TState state, int self, in TOutput observed)
    where TState : unmanaged where TOutput : unmanaged;

/// <summary>Where a machine with one instance keeps its location.</summary>
public delegate ref TLocation LocationOf<TState, TLocation>(ref TState state) where TState : unmanaged;

/// <summary>Where an instance of a machine keeps its location.</summary>
public delegate ref TLocation InstanceLocationOf<TState, TLocation>(ref TState state, int self)
    where TState : unmanaged;

/// <summary>Where a machine with one instance keeps a set of obligations or armed timers.</summary>
public delegate ref BitSet<ushort> SetOf<TState>(ref TState state) where TState : unmanaged;

/// <summary>Where an instance keeps a set of obligations or armed timers.</summary>
public delegate ref BitSet<ushort> InstanceSetOf<TState>(ref TState state, int self) where TState : unmanaged;

/// <summary>Where the state keeps the mutation in force, if a mutant is being run.</summary>
public delegate Mutation MutationOf<TState>(in TState state) where TState : unmanaged;
