using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnModel.Reports;

/// <summary>Messages of control (struct cmsghdr) as scripts write them.</summary>
internal static class Ancillary
{
    /// <summary>A message.</summary>
    public static StructureValue Message(string level, string type, Value data) => new(
    [
        new FieldValue("cmsg_level", null, new NumberValue(Constant(level))),
        new FieldValue("cmsg_type", null, new NumberValue(Constant(type))),
        new FieldValue("cmsg_data", null, data),
    ]);

    /// <summary>A message that tells a time.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="time">Microseconds from the start of the script.</param>
    public static StructureValue Stamp(string type, long time) => Message("SOL_SOCKET", type, Structure(
        ("scm_sec", time / EventTime.Second), ("scm_nsec", time % EventTime.Second * 1000)));

    /// <summary>A structure of numbers.</summary>
    public static StructureValue Structure(params ReadOnlySpan<(string Name, long Value)> fields)
    {
        var values = new List<FieldValue>();
        foreach (var (name, value) in fields)
        {
            values.Add(new FieldValue(name, null, new NumberValue(value)));
        }

        return new StructureValue(values.ToSequence());
    }

    /// <summary>A constant's value.</summary>
    public static long Constant(string name) => SocketConstants.Find(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name));
}
