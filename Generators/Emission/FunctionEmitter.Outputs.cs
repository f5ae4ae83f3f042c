using Wakeline.Generators.Models;

namespace Wakeline.Generators.Emission;

/// <summary>The functions for outputs: making them, and judging those somebody else made.</summary>
internal sealed partial class FunctionEmitter
{
    private void WriteTryEmit(TriggerTypeModel type)
    {
        var function = new Function(
            [
                $"<summary>Emits the first <c>{Text.Xml(Short(type))}</c> that may be emitted.</summary>",
                "<returns>Index of the rule that fired, or -1 if nothing is to be emitted.</returns>",
            ],
            type.Access, "int", "TryEmit", $"ref TState state{_signatures.SelfParameter}, out {type.Code} output", "",
            "in state", $"ref state{_signatures.SelfArgument}, out output");
        using (face.Open(writer, function))
        {
            var rows = RowsOf(TriggerKind.Emission, type);
            WriteFirst(rows, new EmitFirst(face.Rows, _signatures), "output = default;\nreturn -1;");
        }
    }

    private void WriteAdmits(TriggerTypeModel type)
    {
        var function = new Function(
            [$"<summary>Whether a <c>{Text.Xml(Short(type))}</c> that somebody else chose is lawful now.</summary>"],
            type.Access, "bool", "Admits", $"in TState state{_signatures.SelfParameter}, in {type.Code} observed", "",
            "in state", $"in state{_signatures.SelfArgument}, in observed");
        using (face.Open(writer, function))
        {
            var outcome = new Judge(face.Rows, _signatures, type.Equality, accepts: false);
            WriteFirst(RowsOf(TriggerKind.Emission, type), outcome, "return false;", Signatures.ReadOnlyState);
        }
    }

    private void WriteAccept(TriggerTypeModel type)
    {
        var function = new Function(
            [
                $"<summary>Takes the first row that admits a <c>{Text.Xml(Short(type))}</c> somebody else "
                + "chose.</summary>",
                "<returns>Index of the rule that fired, or -1 if no row admits the output.</returns>",
            ],
            type.Access, "int", "Accept", $"ref TState state{_signatures.SelfParameter}, in {type.Code} observed", "",
            "in state", $"ref state{_signatures.SelfArgument}, in observed");
        using (face.Open(writer, function))
        {
            var outcome = new Judge(face.Rows, _signatures, type.Equality, accepts: true);
            WriteFirst(RowsOf(TriggerKind.Emission, type), outcome, "return -1;");
        }
    }

    private void WriteSameBytes()
    {
        writer.Line();
        using (writer.Block(
            "private static bool SameBytes<TOutput>(in TOutput made, in TOutput observed) where TOutput : unmanaged"))
        {
            const string Marshal = "global::System.Runtime.InteropServices.MemoryMarshal";
            const string Extensions = "global::System.MemoryExtensions";
            writer.Line($"return {Extensions}.SequenceEqual(");
            using (writer.Indent())
            {
                writer.Line($"{Marshal}.AsBytes(new global::System.ReadOnlySpan<TOutput>(in made)),");
                writer.Line($"{Marshal}.AsBytes(new global::System.ReadOnlySpan<TOutput>(in observed)));");
            }
        }
    }
}
