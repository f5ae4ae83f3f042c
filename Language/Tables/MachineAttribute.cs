namespace Wakeline;

/// <summary>
/// Marks a <c>static partial class</c> that holds a table of rules:
/// <c>static void Rules(Table&lt;TState, TLocation&gt; table) => table.At(...).In(...)...;</c>
/// The generator adds the step functions, the successor enumeration, the rule table and the diagrams to the class.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MachineAttribute : Attribute;
