using System.Globalization;
using System.Text;
using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Calls;
using Wakeline.Spec;

namespace Wakeline.Conformance.Suites.Output;

/// <summary>
/// Call programs as one program of C, which needs nothing but sockets, poll and epoll, and prints what came of each in
/// the Test Anything Protocol. It has of each case what the first thread does, up to a call that may sleep, or that can
/// return more than one result.
/// </summary>
public static class CProgram
{
    private static readonly Verb[] s_verbs =
    [
        Verb.Socket, Verb.Bind, Verb.Listen, Verb.Accept, Verb.Connect, Verb.Disconnect, Verb.Send, Verb.Receive,
        Verb.Shutdown, Verb.Close, Verb.Duplicate, Verb.SetLinger, Verb.SetNonblocking, Verb.SetReceiveLowWater,
        Verb.EpollCreate, Verb.EpollControl, Verb.EpollWait, Verb.Poll,
    ];

    /// <summary>Fewer calls show nothing.</summary>
    private const int StepsLeast = 4;

    /// <summary>Writes a program.</summary>
    /// <param name="cases">The cases; those of which too little can be told are left out.</param>
    /// <param name="written">How many are in it.</param>
    public static string Write(IEnumerable<CallCase> cases, out int written)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var text = new StringBuilder(CHarness.Text);
        var names = new List<string>();
        var model = new ModelRun();
        foreach (var each in cases)
        {
            if (ResultsOf(model, each.Program) is { } results)
            {
                names.Add(each.Name);
                Append(text, each.Program, results, names.Count);
            }
        }

        AppendMain(text, names);
        written = names.Count;
        return text.ToString();
    }

    /// <summary>
    /// What each call returns, up to the first that cannot be told; <see langword="null"/> if those are too few.
    /// </summary>
    private static List<CallResult>? ResultsOf(ModelRun model, CallProgram program)
    {
        var results = new List<CallResult>();
        model.BeginProgram(program);
        foreach (var step in program.Steps.TakeWhile(step => step.Thread == 0 && s_verbs.Contains(step.Verb)))
        {
            model.Begin(step);
            if (model.Allowed is not [{ Threads: [{ Phase: ThreadPhase.Returned, Result: { } result }, ..] } only])
            {
                break;
            }

            results.Add(result);
            model.Believe(only);
            model.EndStep();
        }

        return results.Count >= StepsLeast ? results : null;
    }

    private static void Append(StringBuilder text, CallProgram program, List<CallResult> results, int number)
    {
        var name = ProgramText.SlotNames(program);
        text.Append(CultureInfo.InvariantCulture, $"static int case_{number}(void)\n{{\n");
        foreach (var slot in Enumerable.Range(0, program.Slots))
        {
            text.Append(CultureInfo.InvariantCulture, $"    int {name(slot)} = -1;\n");
        }

        text.Append("    reserve();\n");
        foreach (var (step, result) in program.Steps.Zip(results))
        {
            AppendStep(text, step, result, name);
        }

        foreach (var slot in Enumerable.Range(0, program.Slots))
        {
            text.Append(CultureInfo.InvariantCulture, $"    (void){name(slot)};\n");
        }

        text.Append("    return end(1);\n}\n\n");
    }

    /// <summary>A call; the case ends with the first that departs: what follows would be about another state.</summary>
    private static void AppendStep(StringBuilder text, CallStep step, CallResult result, SlotName name)
    {
        var call = CText.Call(step, name).TrimEnd(';');
        var shown = ProgramText.Print(step, name).Replace("\"", "\\\"", StringComparison.Ordinal);
        if (step.Verb is Verb.Bind or Verb.Connect)
        {
            text.Append(CultureInfo.InvariantCulture, $"    place({step.Address}, {step.Port});\n");
        }

        var assignment = step.Result == CallStep.NoSlot ? "" : $"{name(step.Result)} = ";
        var check = step.Result != CallStep.NoSlot && result.Value >= 0
            ? $"opened(\"{shown}\", {assignment}{call})"
            : $"check(\"{shown}\", {assignment}{call}, {result.Value}, "
                + $"{(result.Error == Errno.None ? "0" : $"{result.Error}")})";
        text.Append(CultureInfo.InvariantCulture, $"    if (!{check})\n        return end(0);\n");
    }

    private static void AppendMain(StringBuilder text, List<string> names)
    {
        text.Append("int main(void)\n{\n    int passed, failed = 0;\n    begin();\n");
        text.Append(CultureInfo.InvariantCulture, $"    printf(\"1..{names.Count}\\n\");\n");
        foreach (var (index, name) in names.Index())
        {
            var number = index + 1;
            text.Append(
                CultureInfo.InvariantCulture,
                $"    failed += !(passed = case_{number}());\n"
                + $"    printf(\"%s {number} - {name}\\n\", passed ? \"ok\" : \"not ok\");\n");
        }

        // Not every group has calls for each of them.
        text.Append("    (void)reserve, (void)place, (void)check, (void)opened;\n    return failed != 0;\n}\n");
    }
}
