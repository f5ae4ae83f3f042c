using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>poll and epoll on the model.</summary>
internal sealed class ModelReadiness
{
    /// <summary>The names under which an item's user data may be asked for; it is the same for all.</summary>
    private static readonly string[] s_dataNames = ["fd", "u32", "u64", "ptr"];

    /// <summary>User data of items; the model keeps their places here, which fit an octet.</summary>
    private readonly List<long> _data = [];

    /// <summary>Begins a call.</summary>
    public AnswerMaker Make(KernelThread thread, string name, CallArgumentReader arguments)
    {
        switch (name)
        {
            case "epoll_create" when arguments.Int(0) <= 0:
                return ModelCalls.Failing("EINVAL");
            case "epoll_create" or "epoll_create1":
                thread.EpollCreate();
                return ModelCalls.Answer;
            case "epoll_ctl":
                Control(thread, arguments);
                return ModelCalls.Answer;
            case "epoll_wait":
                thread.EpollWait(arguments.Descriptor, arguments.Int(2), Timeout(arguments.Int(3)));
                return outcome => Reported(thread, outcome);
            default:
                return Poll(thread, arguments);
        }
    }

    private void Control(KernelThread thread, CallArgumentReader arguments)
    {
        var operation = arguments.Int(1) switch
        {
            1 => ControlOperation.Add,
            2 => ControlOperation.Delete,
            3 => ControlOperation.Modify,
            _ => ControlOperation.Unknown,
        };
        if (operation == ControlOperation.Delete)
        {
            thread.EpollControl(arguments.Descriptor, operation, arguments.Int(2));
            return;
        }

        thread.EpollControl(
            arguments.Descriptor, operation, arguments.Int(2), (PollEvents)(uint)arguments.Field(3, "events"),
            PlaceOf(arguments.Field(3, s_dataNames)));
    }

    private int PlaceOf(long data)
    {
        var place = _data.IndexOf(data);
        if (place < 0)
        {
            place = _data.Count;
            _data.Add(data);
        }

        return place <= byte.MaxValue
            ? place
            : throw new UnsupportedException($"the model keeps user data of {byte.MaxValue + 1} kinds only");
    }

    private CallAnswer Reported(KernelThread thread, CallOutcome outcome)
    {
        var reports = thread.Reports.Select(report => (Value)new StructureValue(
        [
            Field("events", (uint)report.Events), .. s_dataNames.Select(name => Field(name, _data[report.Data])),
        ])).ToList();

        // One event is written as a structure, several as a list of them.
        return ModelCalls.Answer(outcome) with
        {
            Outputs = new Dictionary<int, Value>
            {
                [1] = reports.Count == 1 ? reports[0] : new ListValue(reports.ToSequence()),
            },
        };
    }

    private static AnswerMaker Poll(KernelThread thread, CallArgumentReader arguments)
    {
        var asked = arguments.Structures(0).Select(request => (
            Descriptor: (int)(request["fd"]?.Number ?? throw arguments.Unknown(0, "structures with a field 'fd'")),
            Events: (PollEvents)(uint)(request["events"]?.Number ?? 0))).ToList();
        if (asked.Count > Capacity.Polled)
        {
            throw arguments.Unknown(0, $"at most {Capacity.Polled} descriptors");
        }

        thread.Poll(asked, Timeout(arguments.Int(2)));
        return outcome => ModelCalls.Answer(outcome) with
        {
            Outputs = new Dictionary<int, Value>
            {
                [0] = new ListValue(thread.Polled.Zip(asked).Select(pair => (Value)new StructureValue(
                [
                    Field("fd", pair.Second.Descriptor), Field("events", (uint)pair.Second.Events),
                    Field("revents", (uint)pair.First.Returned),
                ])).ToSequence()),
            },
        };
    }

    private static TimeSpan? Timeout(int milliseconds) =>
        milliseconds < 0 ? null : TimeSpan.FromMilliseconds(milliseconds);

    private static FieldValue Field(string name, long value) => new(name, null, new NumberValue(value));
}
