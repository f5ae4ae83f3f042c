using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>A message header (struct msghdr) as a script writes it.</summary>
/// <param name="header">What the script has.</param>
/// <param name="octets">The octets of its buffers.</param>
internal sealed class MessageHeader(StructureValue header, int octets)
{
    /// <summary>The octets of its buffers.</summary>
    public int Octets => octets;

    /// <summary>Messages of control that go along.</summary>
    public IEnumerable<StructureValue> Control => header["msg_control"] is ListValue list
        ? list.Items.OfType<StructureValue>()
        : [];

    /// <summary>Whether the script looks at what comes as control.</summary>
    public bool AsksForControl => header["msg_control"] is ListValue;

    /// <summary>
    /// The header after a call that has received: flags and control are the kernel's, the rest is as it was.
    /// </summary>
    /// <param name="flags">What the kernel says in <c>msg_flags</c>.</param>
    /// <param name="control">Messages of control.</param>
    public StructureValue After(long flags, IEnumerable<Value> control) => new(
    [
        .. header.Fields.Where(field => field.Name is not ("msg_flags" or "msg_control")),
        new FieldValue("msg_flags", null, new NumberValue(flags)),
        new FieldValue("msg_control", null, new ListValue(control.ToSequence())),
    ]);
}
