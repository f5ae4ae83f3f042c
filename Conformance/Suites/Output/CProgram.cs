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

    private const string Beginning = """
        /* Generated from the specification by wakeline. Build: cc -Wall -o calls calls.c */
        #define _GNU_SOURCE
        #include <arpa/inet.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <poll.h>
        #include <signal.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/epoll.h>
        #include <sys/socket.h>
        #include <unistd.h>

        /* Some calls have arguments that are wrong on purpose. */
        #if defined(__GNUC__) && !defined(__clang__)
        #pragma GCC diagnostic ignored "-Wstringop-overflow"
        #endif

        static char memory[1 << 17];
        static struct sockaddr_in loopback;

        #define buffer ((void *)memory)
        #define address (*(struct sockaddr *)&loopback)

        /* Ports of a case are its own, so that no case meets what another has left. */
        static void place(int number, int host, int port)
        {
            memset(&loopback, 0, sizeof loopback);
            loopback.sin_family = AF_INET;
            loopback.sin_port = htons(port == 0 ? 0 : 20000 + (getpid() % 100) * 100 + number * 8 % 9000 + port);
            loopback.sin_addr.s_addr = htonl((127u << 24) + host);
        }

        static int check(const char *call, long result, long value, int error)
        {
            int found = errno;
            if (result == value && (result != -1 || found == error))
                return 1;
            printf("# %s\n#   expected %ld%s%s, got %ld%s%s\n", call, value, value == -1 ? " " : "",
                value == -1 ? strerror(error) : "", result, result == -1 ? " " : "",
                result == -1 ? strerror(found) : "");
            return 0;
        }

        static int opened(const char *call, long result)
        {
            if (result >= 0)
                return 1;
            printf("# %s\n#   expected a descriptor, got %ld %s\n", call, result, strerror(errno));
            return 0;
        }

        static int end(int good)
        {
            struct linger reset = { 1, 0 };
            for (int descriptor = 3; descriptor < 64; descriptor++) {
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
                close(descriptor);
            }
            return good;
        }


        """;

    /// <summary>Writes a program.</summary>
    /// <param name="cases">The cases; those of which too little can be told are left out.</param>
    /// <param name="written">How many are in it.</param>
    public static string Write(IEnumerable<CallCase> cases, out int written)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var text = new StringBuilder(Beginning);
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

        text.Append("    int good = 1;\n");
        foreach (var (step, result) in program.Steps.Zip(results))
        {
            AppendStep(text, step, result, name, number);
        }

        foreach (var slot in Enumerable.Range(0, program.Slots))
        {
            text.Append(CultureInfo.InvariantCulture, $"    (void){name(slot)};\n");
        }

        text.Append("    return end(good);\n}\n\n");
    }

    private static void AppendStep(StringBuilder text, CallStep step, CallResult result, SlotName name, int number)
    {
        var call = CText.Call(step, name).TrimEnd(';');
        var shown = ProgramText.Print(step, name).Replace("\"", "\\\"", StringComparison.Ordinal);
        if (step.Verb is Verb.Bind or Verb.Connect)
        {
            text.Append(CultureInfo.InvariantCulture, $"    place({number}, {step.Address}, {step.Port});\n");
        }

        var assignment = step.Result == CallStep.NoSlot ? "" : $"{name(step.Result)} = ";
        var check = step.Result != CallStep.NoSlot && result.Value >= 0
            ? $"opened(\"{shown}\", {assignment}{call})"
            : $"check(\"{shown}\", {assignment}{call}, {result.Value}, "
                + $"{(result.Error == Errno.None ? "0" : $"{result.Error}")})";
        text.Append(CultureInfo.InvariantCulture, $"    good &= {check};\n");
    }

    private static void AppendMain(StringBuilder text, List<string> names)
    {
        text.Append("int main(void)\n{\n    signal(SIGPIPE, SIG_IGN);\n    alarm(60);\n");
        text.Append(CultureInfo.InvariantCulture, $"    printf(\"1..{names.Count}\\n\");\n");
        foreach (var (index, name) in names.Index())
        {
            var number = index + 1;
            text.Append(
                CultureInfo.InvariantCulture,
                $"    printf(\"%s {number} - {name}\\n\", case_{number}() ? \"ok\" : \"not ok\");\n");
        }

        // Not every group has calls for each of them.
        text.Append("    (void)place, (void)check, (void)opened;\n    return 0;\n}\n");
    }
}
