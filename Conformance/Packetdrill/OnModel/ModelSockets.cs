using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>The sockets of the model by their descriptors, with what is noted of each.</summary>
/// <param name="host">The model.</param>
internal sealed class ModelSockets(KernelHost host)
{
    /// <summary>Stands for a descriptor behind which there is no socket.</summary>
    public const int None = -1;

    private readonly Dictionary<int, SocketNotes> _notes = [];
    private readonly Dictionary<ushort, (int Octets, SocketNotes Service)> _syns = [];

    /// <summary>The sockets of which anything is noted.</summary>
    public IEnumerable<int> Noted => _notes.Keys;

    /// <summary>The kind of file behind a descriptor; none if it is not open.</summary>
    public FileKind KindOf(long descriptor) => FileOf(descriptor) is { } file
        ? host.State.Files[file].Kind
        : FileKind.None;

    /// <summary>The socket behind a descriptor; <see cref="None"/> if there is none.</summary>
    public int Of(long descriptor) => FileOf(descriptor) is { } file && host.State.Files[file].Kind == FileKind.Socket
        ? host.State.Files[file].Object
        : None;

    /// <summary>What is noted of a socket.</summary>
    public SocketNotes NotesOf(int socket) =>
        _notes.TryGetValue(socket, out var notes) ? notes : _notes[socket] = new SocketNotes();

    /// <summary>What is noted of the socket behind a descriptor; nothing if there is none.</summary>
    public SocketNotes NotesAt(long descriptor) => Of(descriptor) is not None and var socket
        ? NotesOf(socket)
        : new SocketNotes();

    /// <summary>The connection of the socket behind a descriptor.</summary>
    public Tcb TcbAt(long descriptor) => host.State.Sockets[Of(descriptor)].Tcb;

    /// <summary>The end that the socket behind a descriptor is bound to.</summary>
    public Endpoint BoundAt(long descriptor) => host.State.Sockets[Of(descriptor)].Bound;

    /// <summary>The state as calls see it of the socket behind a descriptor.</summary>
    public TcpState StateAt(long descriptor) => host.State.Sockets[Of(descriptor)].State;

    /// <summary>Whether calls on a descriptor do not sleep.</summary>
    public bool IsNonblocking(long descriptor) =>
        FileOf(descriptor) is { } file && host.State.Files[file].Nonblocking;

    /// <summary>Why a descriptor behind which there is no socket cannot be used.</summary>
    public AnswerMaker Missing(long descriptor) =>
        ModelCalls.Failing(KindOf(descriptor) == FileKind.None ? "EBADF" : "ENOTSOCK");

    /// <summary>A socket is new.</summary>
    public void Open(long descriptor) => _notes[Of(descriptor)] = new SocketNotes();

    /// <summary>A listener has given a child to accept.</summary>
    /// <param name="listener">The descriptor of the listener.</param>
    /// <param name="child">That of the child.</param>
    /// <param name="reflectsService">Whether the child has the type of service of its SYN.</param>
    public void Accept(long listener, long child, bool reflectsService)
    {
        var notes = _notes[Of(child)] = NotesAt(listener).Inherit();
        if (reflectsService && _syns.TryGetValue(TcbAt(child).Remote.Port, out var opening))
        {
            opening.Service.Values.ToList().ForEach(each => notes.Values[each.Key] = each.Value);
        }

        notes.SavedSyn = notes.Has("TCP_SAVE_SYN") && _syns.TryGetValue(TcbAt(child).Remote.Port, out var syn)
            ? syn.Octets
            : null;
    }

    /// <summary>A SYN has come.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="octets">How many octets its headers have.</param>
    /// <param name="service">The type of service of its packet.</param>
    public void NoteSyn(ushort port, int octets, SocketNotes service) => _syns[port] = (octets, service);

    /// <summary>The type of service of the SYN that a segment answers, or that has opened what nobody has accepted.
    /// </summary>
    public SocketNotes? ServiceOfSyn(in SentSegment sent) =>
        (sent.Segment.Has(SegmentFlags.Syn)
            || (sent.Socket is { } socket && !host.State.Sockets[socket].HasFile))
        && _syns.TryGetValue(sent.Segment.Destination.Port, out var syn)
            ? syn.Service
            : null;

    private int? FileOf(long descriptor)
    {
        var file = descriptor is >= 0 and < Capacity.Descriptors
            ? host.State.Descriptors.FileOf((int)descriptor)
            : Capacity.None;
        return file == Capacity.None ? null : file;
    }
}
