using System.Reflection;
using System.Reflection.Emit;

namespace Wakeline.Generators.Tests.Emitted;

/// <summary>The functions that run a machine or a system, and what in them would cost more than a call.</summary>
internal static class GeneratedFunctions
{
    private const BindingFlags All =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>By name: the rest of a machine's class is the user's, or data.</summary>
    private static readonly HashSet<string> Running =
    [
        "Step", "Successors", "Fire", "Expire", "ExpireTimer", "Expiries", "StepsByItself", "TryEmit", "Admits",
        "Accept", "Evaluate", "MayEnd",
    ];

    private static readonly HashSet<string> Nested = ["Firing", "Mutated"];

    private static readonly OpCode[] Costly =
    [
        OpCodes.Newarr, OpCodes.Box, OpCodes.Ldftn, OpCodes.Ldvirtftn, OpCodes.Calli, OpCodes.Castclass,
        OpCodes.Isinst,
    ];

    public static IReadOnlyList<MethodInfo> Of(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsGenerated).SelectMany(FunctionsOf)];

    /// <summary>Allocation, delegates, reflection, boxing.</summary>
    public static IEnumerable<string> Faults(MethodBase function) =>
        from instruction in InstructionReader.Read(function)
        where Costly.Contains(instruction.Code)
            || (instruction.Code == OpCodes.Newobj && !instruction.Member!.DeclaringType!.IsValueType)
            || IsIndirect(instruction.Member)
        select $"{function.DeclaringType}.{function.Name}: {instruction.Code} {instruction.Member}";

    private static bool IsGenerated(Type type) =>
        type.GetField("MachineId", All) is { IsLiteral: true }
        || type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(ISystem<>));

    private static IEnumerable<MethodInfo> FunctionsOf(Type type) =>
        type.GetMethods(All).Where(method => Running.Contains(method.Name.Split('.')[^1]))
            .Concat(type.GetNestedTypes(All).Where(nested => Nested.Contains(nested.Name))
                .SelectMany(nested => nested.GetMethods(All)));

    private static bool IsIndirect(MemberInfo? member) =>
        member is MethodBase { DeclaringType: { } type }
        && (typeof(Delegate).IsAssignableFrom(type) || type == typeof(Type) || type == typeof(Activator)
            || type.Namespace?.StartsWith("System.Reflection", StringComparison.Ordinal) == true);
}
