using System.Runtime.InteropServices;

namespace Wakeline;

/// <summary>One step of a system: which rule fired, for which instance, with which choice.</summary>
/// <param name="Rule">Index into <see cref="SystemInfo.Rules"/>.</param>
/// <param name="Instance">Instance of the rule's machine, from 0.</param>
/// <param name="Choice">Choice of a row opened with <c>Choose</c>; otherwise 0.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Step(ushort Rule, byte Instance, byte Choice);
