using Wakeline.Conformance.Comparison;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Generation;

/// <summary>A slot that holds an open descriptor, and what the model knows of what is behind it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Kind">The kind of file.</param>
/// <param name="State">The state of the connection, if it is a socket.</param>
internal readonly record struct HeldSlot(int Slot, FileKind Kind, TcpState State);

/// <summary>
/// Where a program that is being written stands: what its slots hold and what there is still room for. It is taken from
/// the model, so that the next step can be chosen among those that make sense.
/// </summary>
internal sealed class Situation
{
    private Situation(IReadOnlyList<HeldSlot> held, Room room)
    {
        Held = held;
        Room = room;
    }

    /// <summary>The slots that hold open descriptors.</summary>
    public IReadOnlyList<HeldSlot> Held { get; }

    /// <summary>What there is room for.</summary>
    public Room Room { get; }

    /// <summary>Whether a buffer was filled: it takes long, and afterwards less can be compared.</summary>
    public bool HasFilled { get; private init; }

    /// <summary>
    /// Whether the user of a connection has given up reading, so that draining it may leave something.
    /// </summary>
    public bool HasShutReader { get; private init; }

    /// <summary>The sockets in one of some states; all of them if none is named.</summary>
    public IReadOnlyList<int> Sockets(params IReadOnlyList<TcpState> states) =>
        [.. Held.Where(each => each.Kind == FileKind.Socket && (states.Count == 0 || states.Contains(each.State)))
            .Select(each => each.Slot)];

    /// <summary>The slots with files of a kind.</summary>
    public IReadOnlyList<int> Of(FileKind kind) => [.. Held.Where(each => each.Kind == kind).Select(each => each.Slot)];

    /// <summary>The slots with a number that is not open any more, each number once.</summary>
    public required IReadOnlyList<int> Closed { get; init; }

    /// <summary>Every slot with an open descriptor.</summary>
    public IReadOnlyList<int> All => [.. Held.Select(each => each.Slot)];

    /// <summary>Looks at a model in the middle of a program.</summary>
    public static Situation Of(ModelRun model)
    {
        var state = model.Believed[0];
        var held = new List<HeldSlot>();
        var closed = new List<int>();
        for (var slot = 0; slot < model.Slots.Count; slot++)
        {
            var file = state.Descriptors.FileOf(model.Slots[slot]);
            if (file == Capacity.None)
            {
                closed.AddRange(IsNews(model, slot, closed) ? [slot] : []);
            }
            else
            {
                var kind = state.Files[file].Kind;
                var tcp = kind == FileKind.Socket ? state.Sockets[state.Files[file].Object].State : TcpState.Closed;
                held.Add(new HeldSlot(slot, kind, tcp));
            }
        }

        return new Situation(held, Room.In(in state))
        {
            Closed = closed,
            HasFilled = model.HasFilled,
            HasShutReader = IsAnyReaderShut(in state),
        };
    }

    private static bool IsNews(ModelRun model, int slot, List<int> closed) =>
        model.Slots[slot] >= 0 && closed.TrueForAll(other => model.Slots[other] != model.Slots[slot]);

    private static bool IsAnyReaderShut(in Kernel state)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var tcb = ref state.Sockets[socket].Tcb;
            if ((tcb.Shutdown & ShutdownDirections.Receive) != 0 && !tcb.FinReceived)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>How many more of each thing the model has room for.</summary>
/// <param name="Descriptors">Descriptors.</param>
/// <param name="Sockets">Sockets, those of connections that are being made included.</param>
/// <param name="Counters">Event counters.</param>
/// <param name="Epolls">Epoll instances.</param>
/// <param name="Items">Interest items.</param>
/// <param name="UnixSockets">UNIX sockets.</param>
/// <param name="Pipes">Pipes.</param>
internal readonly record struct Room(
    int Descriptors, int Sockets, int Counters, int Epolls, int Items, int UnixSockets, int Pipes)
{
    /// <summary>What a state has room for.</summary>
    public static Room In(in Kernel state)
    {
        var (descriptors, sockets, counters, epolls, items, unixSockets, pipes) = (0, 0, 0, 0, 0, 0, 0);
        for (var index = 0; index < Capacity.Descriptors; index++)
        {
            descriptors += state.Descriptors.FileOf(index) == Capacity.None ? 1 : 0;
        }

        for (var index = 0; index < Capacity.Sockets; index++)
        {
            sockets += state.Sockets[index].InUse ? 0 : 1;
        }

        for (var index = 0; index < Capacity.EventCounters; index++)
        {
            counters += state.EventCounters[index].InUse ? 0 : 1;
        }

        for (var index = 0; index < Capacity.Epolls; index++)
        {
            epolls += state.Epolls[index].InUse ? 0 : 1;
        }

        for (var index = 0; index < Capacity.Items; index++)
        {
            items += state.Items[index].InUse ? 0 : 1;
        }

        for (var index = 0; index < Capacity.UnixSockets; index++)
        {
            unixSockets += state.UnixSockets[index].InUse ? 0 : 1;
        }

        for (var index = 0; index < Capacity.Pipes; index++)
        {
            pipes += state.Pipes[index].InUse ? 0 : 1;
        }

        return new Room(descriptors, sockets, counters, epolls, items, unixSockets, pipes);
    }
}
