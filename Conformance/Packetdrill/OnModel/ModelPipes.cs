using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Model;
using Wakeline.Spec.Files;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// Pipes beside the model's kernel, and splice between them and its sockets (fs/splice.c, net/ipv4/tcp.c
/// tcp_splice_read). A pipe is what it holds: calls that would sleep in one are refused, and so is watching one.
/// </summary>
/// <param name="sockets">The sockets.</param>
/// <param name="transfers">The calls that move text.</param>
internal sealed class ModelPipes(ModelSockets sockets, TransferCalls transfers)
{
    /// <summary>Sixteen buffers of a page (include/linux/pipe_fs_i.h PIPE_DEF_BUFFERS).</summary>
    private const int Capacity = 16 * 4096;

    private static readonly string[] s_spliceFlags =
        ["SPLICE_F_MOVE", "SPLICE_F_NONBLOCK", "SPLICE_F_MORE", "SPLICE_F_GIFT"];

    private readonly Dictionary<long, (Pipe Pipe, bool IsReader)> _ends = [];

    /// <summary>Whether a call is about a pipe, or makes one.</summary>
    public bool Takes(CallRequest request) => request.Name is "pipe" or "splice"
        || (_ends.Count > 0 && request.Name != "fcntl" && CallShape.Find(request.Name)!.Descriptors.Any(place =>
            request.Arguments[place].Number is { } number && _ends.ContainsKey(number)));

    /// <summary>Begins a call.</summary>
    /// <exception cref="UnsupportedException">It would sleep in a pipe, or these pipes have no such call.</exception>
    public AnswerMaker Make(KernelThread thread, CallRequest request, CallArgumentReader arguments) =>
        request.Name switch
        {
            "pipe" => Open(thread),
            "splice" => Splice(thread, arguments),
            "read" => Read(_ends[arguments.Descriptor], arguments.Int(2)),
            "write" => Write(_ends[arguments.Descriptor], arguments.Int(2)),
            "close" => Close(thread, arguments.Descriptor),
            _ => throw new UnsupportedException($"the model's pipes have no '{request.Name}'"),
        };

    private AnswerMaker Open(KernelThread thread)
    {
        var pipe = new Pipe();
        var (reader, writer) = (thread.OpenRegularFile(), thread.OpenRegularFile());
        _ends[reader] = (pipe, true);
        _ends[writer] = (pipe, false);
        return _ => new CallAnswer(0, null, 0)
        {
            Outputs = new Dictionary<int, Value>
            {
                [0] = new ListValue([new NumberValue(reader), new NumberValue(writer)]),
            },
        };
    }

    private AnswerMaker Close(KernelThread thread, int descriptor)
    {
        var (pipe, isReader) = _ends[descriptor];
        _ends.Remove(descriptor);
        pipe.HasReader &= !isReader;
        pipe.HasWriter &= isReader;
        thread.Close(descriptor);
        return ModelCalls.Answer;
    }

    private static AnswerMaker Read((Pipe Pipe, bool IsReader) end, int octets)
    {
        if (!end.IsReader)
        {
            return ModelCalls.Failing("EBADF");
        }

        var read = Math.Min(octets, end.Pipe.Octets);
        RequireNoSleep(read > 0 || octets == 0 || !end.Pipe.HasWriter);
        end.Pipe.Octets -= read;
        return ModelCalls.Returning(read);
    }

    private static AnswerMaker Write((Pipe Pipe, bool IsReader) end, int octets)
    {
        if (end.IsReader)
        {
            return ModelCalls.Failing("EBADF");
        }

        if (!end.Pipe.HasReader)
        {
            return ModelCalls.Failing("EPIPE");
        }

        RequireNoSleep(octets <= Capacity - end.Pipe.Octets);
        end.Pipe.Octets += octets;
        return ModelCalls.Returning(octets);
    }

    private AnswerMaker Splice(KernelThread thread, CallArgumentReader arguments)
    {
        var (from, to, octets) = (arguments.Int(0), arguments.Int(2), arguments.Int(4));
        var flags = arguments.Flags(5, s_spliceFlags);
        if (octets == 0)
        {
            return ModelCalls.Returning(0);
        }

        var (hasFrom, hasTo) = (_ends.TryGetValue(from, out var source), _ends.TryGetValue(to, out var target));
        if (hasFrom && hasTo)
        {
            throw new UnsupportedException("the model does not splice from one pipe to another");
        }

        if (!hasFrom && !hasTo)
        {
            return ModelCalls.Failing(
                sockets.KindOf(from) == FileKind.None || sockets.KindOf(to) == FileKind.None ? "EBADF" : "EINVAL");
        }

        // Neither end has offsets; a socket says so by its mode (fs/splice.c do_splice).
        var (hasFromOffset, hasToOffset) = (arguments[1].Number is not 0, arguments[3].Number is not 0);
        if (hasFromOffset || hasToOffset)
        {
            return ModelCalls.Failing((hasFromOffset && hasFrom) || (hasToOffset && hasTo) ? "ESPIPE" : "EINVAL");
        }

        return hasFrom
            ? source.IsReader ? Drain(thread, source.Pipe, to, octets, flags) : ModelCalls.Failing("EBADF")
            : target.IsReader ? ModelCalls.Failing("EBADF") : Fill(thread, target.Pipe, from, octets, flags);
    }

    /// <summary>What a socket has, as far as the pipe has room (fs/splice.c splice_file_to_pipe).</summary>
    private AnswerMaker Fill(KernelThread thread, Pipe pipe, int socket, int octets, int flags)
    {
        if (!pipe.HasReader)
        {
            return ModelCalls.Failing("EPIPE");
        }

        var room = Capacity - pipe.Octets;
        if (room == 0)
        {
            return Full(flags);
        }

        var receive = transfers.Receive(thread, socket, Math.Min(octets, room), 0);
        return outcome =>
        {
            pipe.Octets += Math.Max(outcome.Value, 0);
            return receive(outcome);
        };
    }

    /// <summary>What a pipe has is sent (fs/splice.c splice_to_socket).</summary>
    private AnswerMaker Drain(KernelThread thread, Pipe pipe, int socket, int octets, int flags)
    {
        if (pipe.Octets == 0)
        {
            return pipe.HasWriter ? Full(flags) : ModelCalls.Returning(0);
        }

        var isMore = (flags & CallArgumentReader.Constant("SPLICE_F_MORE")) != 0;
        var send = transfers.Send(
            thread, socket, Math.Min(octets, pipe.Octets), isMore ? CallArgumentReader.Constant("MSG_MORE") : 0);
        return outcome =>
        {
            pipe.Octets -= Math.Max(outcome.Value, 0);
            return send(outcome);
        };
    }

    private static AnswerMaker Full(int flags)
    {
        RequireNoSleep((flags & CallArgumentReader.Constant("SPLICE_F_NONBLOCK")) != 0);
        return ModelCalls.Failing("EAGAIN");
    }

    private static void RequireNoSleep(bool isAwake)
    {
        if (!isAwake)
        {
            throw new UnsupportedException("the model has no calls that sleep in a pipe");
        }
    }

    private sealed class Pipe
    {
        /// <summary>What it holds.</summary>
        public int Octets { get; set; }

        /// <summary>Whether its end for reading is open.</summary>
        public bool HasReader { get; set; } = true;

        /// <summary>Whether its end for writing is open.</summary>
        public bool HasWriter { get; set; } = true;
    }
}
