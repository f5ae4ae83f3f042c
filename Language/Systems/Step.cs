namespace Wakeline;

/// <summary>One step of a system: which rule fired, for which instance, with which choice.</summary>
/// <param name="Rule">Index into <see cref="SystemInfo.Rules"/>.</param>
/// <param name="Instance">Instance of the rule's machine, from 0.</param>
/// <param name="Choice">Choice of a row opened with <c>Choose</c>; otherwise 0.</param>
public readonly record struct Step(int Rule, int Instance, int Choice);
