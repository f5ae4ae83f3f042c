using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads segments of TCP.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class SegmentReader(TokenStream tokens)
{
    private readonly OptionReader _options = new(tokens);

    /// <summary>Reads a segment from its control bits on.</summary>
    public TcpSegment Read()
    {
        var flags = ReadFlags();
        var range = ReadRange();
        return new TcpSegment(
            flags,
            range,
            tokens.TakeWordIf("ack") ? (uint)tokens.ExpectNumber("an acknowledgment number", uint.MaxValue) : null,
            tokens.TakeWordIf("win") ? (ushort)tokens.ExpectNumber("a window", ushort.MaxValue) : null,
            tokens.TakeWordIf("urg") ? (ushort)tokens.ExpectNumber("an urgent pointer", ushort.MaxValue) : null,
            tokens.Current.Is("<") ? _options.Read() : null);
    }

    /// <summary>Reads sequence numbers, whose last must be past the payload.</summary>
    public SequenceRange ReadRange()
    {
        var first = (uint)tokens.ExpectNumber("a sequence number", uint.MaxValue);
        tokens.Expect(":");
        var position = tokens.Position;
        var last = (uint)tokens.ExpectNumber("the sequence number past the payload", uint.MaxValue);
        tokens.Expect("(");
        var payload = (ushort)tokens.ExpectNumber("the length of the payload", ushort.MaxValue);
        tokens.Expect(")");
        var range = new SequenceRange(first, payload);
        return range.Last == last ? range : throw new ScriptSyntaxException(new SyntaxFault(
            position, $"{range.Last} expected {payload} octets past {first}, found '{last}'"));
    }

    private ControlBits ReadFlags()
    {
        const string What = "control bits (letters of FSRPUEWA, '.' for ACK, a digit from 0 to 7 for those of AccECN, "
            + "or '-' for none)";
        if (tokens.TakeIf("-"))
        {
            return ControlBits.None;
        }

        var token = tokens.Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.Decimal or TokenKind.Mixed) && !token.Is("."))
        {
            throw tokens.Expected(What);
        }

        var position = tokens.Position;
        var run = tokens.TakeRun();
        return ControlBitText.Read(run)
            ?? throw new ScriptSyntaxException(new SyntaxFault(position, $"{What} expected, found '{run}'"));
    }
}
