using System.Text;
using System.Text.Json;

namespace Wakeline.Conformance.Programs;

/// <summary>
/// The JSON form of programs, for tools: an array of steps, each an object with <c>thread</c>, <c>call</c>,
/// <c>result</c> if it opens a descriptor, and one member for each operand, spelled as in the notation.
/// </summary>
public static class ProgramJson
{
    /// <summary>Writes a program as an array into an open document.</summary>
    public static void Write(Utf8JsonWriter writer, CallProgram program)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(program);
        var name = ProgramText.SlotNames(program);
        writer.WriteStartArray();
        foreach (var step in program.Steps)
        {
            Write(writer, step, name);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a program as a document.</summary>
    public static string Print(CallProgram program)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            Write(writer, program);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads a program.</summary>
    /// <exception cref="ProgramSyntaxException">The text is no JSON, or an element of it is no step.</exception>
    public static CallProgram Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return new CallProgram(document.RootElement.EnumerateArray().Select(ReadStep).ToSequence());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ProgramSyntaxException($"The text is no JSON form of a program: {error.Message}", error);
        }
    }

    private static void Write(Utf8JsonWriter writer, CallStep step, SlotName name)
    {
        var shape = VerbShape.Of(step.Verb);
        writer.WriteStartObject();
        writer.WriteNumber("thread", step.Thread);
        writer.WriteString("call", shape.Name);
        if (step.Results.Any())
        {
            writer.WriteString("result", string.Join(", ", step.Results.Select(slot => name(slot))));
        }

        foreach (var parameter in shape.Parameters)
        {
            var text = parameter.Print(step, name);
            if (text.Length > 0)
            {
                writer.WriteString(parameter.Name, text);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Puts the members together to a line of the notation, so that there is one reader.</summary>
    private static CallStep ReadStep(JsonElement element, int index)
    {
        var call = element.GetProperty("call").GetString()!;
        var shape = VerbShape.Named(call)
            ?? throw new ProgramSyntaxException($"Step {index}: there is no call '{call}'.");
        var known = shape.Parameters.Select(parameter => parameter.Name).ToHashSet();
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name is not ("thread" or "call" or "result") && !known.Contains(member.Name))
            {
                throw new ProgramSyntaxException($"Step {index}: {call} has no operand '{member.Name}'.");
            }
        }

        var result = element.TryGetProperty("result", out var slot) ? $"{slot.GetString()} = " : "";
        var operands = shape.Parameters
            .Select(parameter => element.TryGetProperty(parameter.Name, out var value) ? value.GetString()! : "");
        var text = $"{element.GetProperty("thread").GetInt32()}: {result}{call}({string.Join(", ", operands)})";
        return ProgramText.ParseStep(text, $"Step {index}");
    }
}
