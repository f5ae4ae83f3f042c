namespace Wakeline;

/// <summary>
/// Marks a <c>readonly partial struct</c> that composes machines over one state:
/// <c>static void Compose(SystemTable&lt;TState&gt; system) => system.Start(...).Run(...)...;</c>
/// The generator implements <see cref="ISystem{TState}"/> on it.
/// </summary>
/// <param name="name">Name by which commands and reports know the system, such as <c>epoll-level</c>.</param>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class CheckedSystemAttribute(string name) : Attribute
{
    /// <summary>Name by which commands and reports know the system.</summary>
    public string Name { get; } = name;
}
