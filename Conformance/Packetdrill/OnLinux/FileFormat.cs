using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;
using Wakeline.Conformance.Packetdrill.Plans;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Calls on files and pipes, made on the kernel.</summary>
internal static unsafe class FileFormat
{
    /// <summary>open, for reading: a script changes no file of the host.</summary>
    /// <exception cref="UnsupportedException">It would be written to, or has no path.</exception>
    public static nint Open(CallArgumentReader arguments) => arguments[0] is TextValue path && arguments.Int(1) == 0
        ? LibC.Open(path.Text, 0, 0)
        : throw new UnsupportedException("files are opened on the kernel by their path, with O_RDONLY alone");

    /// <summary>pipe.</summary>
    public static nint Pipe(Dictionary<int, Value> outputs)
    {
        var ends = stackalloc int[2];
        var result = LibC.Pipe(ends, 0);
        if (result >= 0)
        {
            outputs[0] = new ListValue([new NumberValue(ends[0]), new NumberValue(ends[1])]);
        }

        return result;
    }

    /// <summary>splice.</summary>
    public static nint Splice(CallArgumentReader arguments)
    {
        var (fromOffset, toOffset) = (0L, 0L);
        return LibC.Splice(
            arguments.Int(0), arguments[1].Number is 0 ? null : &fromOffset, arguments.Int(2),
            arguments[3].Number is 0 ? null : &toOffset, (nuint)arguments.Int(4), (uint)arguments.Int(5));
    }
}
