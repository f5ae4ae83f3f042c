using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What both ends of a connection agree on about ECN, as their SYNs show it.</summary>
internal enum MarkMode : byte
{
    /// <summary>It is not known, or several answers are possible: nothing is said.</summary>
    Unknown,
    /// <summary>There is no ECN.</summary>
    None,
    /// <summary>RFC 3168.</summary>
    Classic,
    /// <summary>AccECN (RFC 9768).</summary>
    Accurate,
}

/// <summary>The part of a handshake that is about ECN (RFC 3168 6.1.1, RFC 9768 3.1).</summary>
internal struct MarkAgreement
{
    private const int AskClassic = SeenMarks.EchoBit | SeenMarks.ReducedBit;
    private const int Reflected = AskClassic | SeenMarks.AccurateBit;

    /// <summary>SYN, and as much text as a segment may have.</summary>
    private const int TextMost = 1 + ushort.MaxValue;

    /// <summary>The field ACE that answers a SYN with each codepoint (RFC 9768 table 2).</summary>
    private static readonly int[] s_answers = [2, 3, 4, 6];

    private Asking _asked;
    private bool _isOwn;
    private bool _isKnown;
    private SequenceNumber _number;
    private byte _codepoints;
    private int _answer;

    /// <summary>What is agreed on.</summary>
    public MarkMode Mode { get; private set; }

    [Flags]
    private enum Asking : byte
    {
        Nothing = 1,
        Classic = 2,
        Accurate = 4,
    }

    /// <summary>The field ACE that tells how a SYN, or its answer, came.</summary>
    public static bool TellsCodepoint(int ace, EcnCodepoint? codepoint) => codepoint is { } known
        ? ace == s_answers[(int)known]
        : Array.IndexOf(s_answers, ace) >= 0;

    /// <summary>A SYN without ACK was seen.</summary>
    /// <param name="syn">The SYN.</param>
    /// <param name="marks">What it says.</param>
    /// <param name="isOwn">Whether the judged end has sent it.</param>
    public void NoteSyn(in Segment syn, in SeenMarks marks, bool isOwn)
    {
        if (!_isKnown || (_isOwn == isOwn && _number != syn.Sequence))
        {
            this = new MarkAgreement { _isKnown = true, _isOwn = isOwn, _number = syn.Sequence, _answer = -1 };
        }
        else if (_isOwn != isOwn)
        {
            _answer = Reflected;                                       // Both have asked: who answers whom is open.
            Mode = MarkMode.Unknown;
            return;
        }

        _asked |= marks.Ace switch
        {
            0 => Asking.Nothing,
            AskClassic => Asking.Classic,
            _ => Asking.Accurate,                                      // For what is to come (RFC 9768 3.1.2).
        };
        _codepoints |= (byte)(marks.Codepoint is { } codepoint ? 1 << (int)codepoint : 0xF);
    }

    /// <summary>A SYN with ACK was seen.</summary>
    /// <param name="answer">The SYN.</param>
    /// <param name="marks">What it says.</param>
    /// <param name="isOwn">Whether the judged end has sent it.</param>
    /// <returns>What is wrong with it; <see langword="null"/> if nothing is, or if it is the peer's.</returns>
    public OptionFault? NoteAnswer(in Segment answer, in SeenMarks marks, bool isOwn)
    {
        if (!_isKnown || _isOwn == isOwn || (_answer >= 0 && _answer != marks.Ace))
        {
            Mode = MarkMode.Unknown;
            return null;
        }

        if (answer.Acknowledgment <= _number || answer.Acknowledgment - _number > TextMost)
        {
            return null;                                               // It is not for this SYN.
        }

        if (isOwn)
        {
            var fault = FaultOfAnswer(marks.Ace);
            (_answer, Mode) = (marks.Ace, ModeOfAnswer(marks.Ace));
            return fault;
        }

        _answer = marks.Ace;
        Mode = marks.Ace is 0 or Reflected || _asked == Asking.Nothing ? MarkMode.None
            : (_asked & Asking.Nothing) != 0 ? MarkMode.Unknown
            : ModeOfAnswer(marks.Ace) is MarkMode.Accurate && _asked != Asking.Accurate ? MarkMode.Unknown
            : ModeOfAnswer(marks.Ace);
        return null;
    }

    /// <summary>What was asked may have been forgotten; nothing more is said, unless nothing was.</summary>
    public void Forget()
    {
        if (_asked != Asking.Nothing)
        {
            (Mode, _answer) = (MarkMode.Unknown, Reflected);
        }
    }

    private static MarkMode ModeOfAnswer(int ace) => ace switch
    {
        0 or Reflected => MarkMode.None,
        SeenMarks.EchoBit => MarkMode.Classic,
        SeenMarks.EchoBit | SeenMarks.AccurateBit => MarkMode.Unknown,  // RFC 3540, which is historic.
        _ => MarkMode.Accurate,
    };

    private readonly OptionFault? FaultOfAnswer(int ace)
    {
        const int Nonce = SeenMarks.EchoBit | SeenMarks.AccurateBit;
        if (ace == 0 || (ace is SeenMarks.EchoBit or Nonce && _asked != Asking.Nothing))
        {
            return null;
        }

        if ((_asked & Asking.Accurate) == 0)
        {
            return new OptionFault(
                _asked == Asking.Nothing
                    ? "it agrees on ECN, but no SYN has asked for it"
                    : "it does not answer ECN as the SYN has asked for it", "RFC 3168 6.1.1");
        }

        var codepoint = Array.IndexOf(s_answers, ace);
        return codepoint >= 0 && (_codepoints & (1 << codepoint)) != 0
            ? null
            : new OptionFault(
                codepoint < 0 ? "it only returns the bits of the SYN, which is no answer"
                    : "it tells another codepoint than that with which the SYN came", "RFC 9768 3.1.2");
    }
}
