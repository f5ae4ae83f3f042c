using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>A step of an exchange.</summary>
/// <param name="Stimulus">What is done.</param>
/// <param name="Answers">
/// What the specification sends then if it sends everything at once. A stack may lawfully do otherwise, so it is the
/// oracle that judges; these say how long to look where time is real, and tell people what to expect.
/// </param>
internal readonly record struct ExchangeStep(Stimulus Stimulus, Sequence<ExpectedAnswer> Answers);

/// <summary>A segment that the specification sends. Windows and options are the stack's to choose.</summary>
/// <param name="Flags">Its control bits.</param>
/// <param name="Sequence">SEG.SEQ, counted from the stack's initial number.</param>
/// <param name="Acknowledgment">SEG.ACK, counted from the peer's initial number; 0 without ACK.</param>
/// <param name="Payload">Octets of text.</param>
/// <param name="MayBeMissing">Whether it may be left out, as a challenge that is throttled (RFC 5961 7).</param>
internal readonly record struct ExpectedAnswer(
    ControlBits Flags, int Sequence, int Acknowledgment, ushort Payload, bool MayBeMissing)
{
    /// <summary>In a line.</summary>
    public override string ToString()
    {
        var text = $"{ControlBitText.Write(Flags)} seq {Sequence} len {Payload}";
        text += (Flags & ControlBits.Ack) != 0 ? $" ack {Acknowledgment}" : "";
        return MayBeMissing ? text + ", or nothing" : text;
    }
}
