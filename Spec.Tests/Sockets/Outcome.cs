namespace Wakeline.Spec.Tests.Sockets;

/// <summary>What a call has come to: a value, an error, or nothing yet.</summary>
internal readonly record struct Outcome(int Value, Errno Error = Errno.None, bool IsAsleep = false)
{
    public static Outcome Asleep => new(0, Errno.None, IsAsleep: true);

    public static implicit operator Outcome(int value) => new(value);

    public static implicit operator Outcome(Errno error) => new(-1, error);

    public override string ToString() => IsAsleep ? "asleep" : Error == Errno.None ? $"{Value}" : $"{Error}";
}
