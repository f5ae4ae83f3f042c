using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Wakeline.Generators.Tests.Emitted;

/// <summary>Reads the instructions of a method, with the method or type that each refers to.</summary>
internal static class InstructionReader
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(code => (OpCode)code.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<(OpCode Code, MemberInfo? Member)> Read(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < bytes.Length;)
        {
            var code = Codes[bytes[at] == 0xFE ? unchecked((short)(0xFE00 | bytes[at + 1])) : bytes[at]];
            at += code.Size;
            var operand = bytes.AsSpan(at);
            yield return (code, Member(method, code, operand));
            at += SizeOf(code, bytes, at);
        }
    }

    private static MemberInfo? Member(MethodBase method, OpCode code, ReadOnlySpan<byte> operand) =>
        code.OperandType is OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok
            ? method.Module.ResolveMember(
                BinaryPrimitives.ReadInt32LittleEndian(operand),
                method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null)
            : null;

    private static int SizeOf(OpCode code, byte[] bytes, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))),
        _ => 4,
    };
}
