using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Reading;

/// <summary>Reads the options of a segment.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class OptionReader(TokenStream tokens)
{
    /// <summary>Options take at most 40 octets (RFC 9293 3.1), each of them at least one.</summary>
    private const int OptionsMost = 40;

    private const string What = "an option of TCP (mss, nop, eol, wscale, sackOK, sack, TS, FO, FOEXP, md5 or ECN)";

    private static readonly string[] s_counters = ["e0b", "ceb", "e1b"];

    /// <summary>Reads options from their opening bracket on.</summary>
    public SegmentOptions Read()
    {
        tokens.Expect("<");
        if (tokens.TakeIf("..."))
        {
            tokens.Expect(">");
            return new SegmentOptions(true, []);
        }

        var list = new List<TcpOption>();
        if (tokens.TakeIf(">"))
        {
            return new SegmentOptions(false, []);
        }

        do
        {
            if (list.Count == OptionsMost)
            {
                throw tokens.Expected($"at most {OptionsMost} options");
            }

            list.Add(ReadOption());
        }
        while (tokens.TakeIf(","));
        tokens.Expect(">");
        return new SegmentOptions(false, list.ToSequence());
    }

    private TcpOption ReadOption()
    {
        var position = tokens.Position;
        var found = tokens.Current;
        return tokens.ExpectWord(What) switch
        {
            "nop" => new PlainOption(PlainOptionKind.NoOperation),
            "eol" => new PlainOption(PlainOptionKind.EndOfList),
            "sackOK" => new PlainOption(PlainOptionKind.SackPermitted),
            "mss" => new MaximumSegmentSize((ushort)tokens.ExpectNumber("a segment size", ushort.MaxValue)),
            "wscale" => new WindowScale((byte)tokens.ExpectNumber("a shift", byte.MaxValue)),
            "sack" => ReadSack(),
            "TS" => ReadTimeStamps(),
            "FO" => new FastOpen(false, ReadDigits()),
            "FOEXP" => new FastOpen(true, ReadDigits()),
            "md5" => new Signature(ReadDigits()),
            "ECN" => ReadCounters(),
            _ => throw new ScriptSyntaxException(new SyntaxFault(
                position, $"{What} expected, found {found.Describe()}")),
        };
    }

    private SelectiveAcknowledgment ReadSack()
    {
        var blocks = new List<SackBlock>();
        while (TokenStream.Number(tokens.Current) is not null)
        {
            if (blocks.Count == OptionsMost)
            {
                throw tokens.Expected($"at most {OptionsMost} stretches");
            }

            var left = (uint)tokens.ExpectNumber("a sequence number", uint.MaxValue);
            tokens.Expect(":");
            blocks.Add(new SackBlock(left, (uint)tokens.ExpectNumber("a sequence number", uint.MaxValue)));
        }

        return new SelectiveAcknowledgment(blocks.ToSequence());
    }

    private TimeStamps ReadTimeStamps()
    {
        ExpectNamed("val");
        var value = (uint)tokens.ExpectNumber("a time stamp", uint.MaxValue);
        ExpectNamed("ecr");
        return new TimeStamps(value, (uint)tokens.ExpectNumber("a time stamp", uint.MaxValue));
    }

    private void ExpectNamed(string name)
    {
        if (!tokens.TakeWordIf(name))
        {
            throw tokens.Expected($"'{name}'");
        }
    }

    private string ReadDigits()
    {
        var token = tokens.Current;
        if (token.Kind is TokenKind.Sign)
        {
            return "";
        }

        // Sixteen octets are the most that a cookie (RFC 7413 4.1.1) or a digest (RFC 2385 3.0) has.
        return token.Kind is TokenKind.Word or TokenKind.Digits or TokenKind.Mixed
            && token.Text.Length % 2 == 0 && token.Text.Length <= 32 && token.Text.All(char.IsAsciiHexDigit)
                ? tokens.Take().Text.ToLowerInvariant()
                : throw tokens.Expected("at most 16 octets in hexadecimal digits");
    }

    private EcnCounters ReadCounters()
    {
        var counters = new List<HeaderField>();
        while (tokens.Current.Kind == TokenKind.Word && counters.Count < s_counters.Length)
        {
            var name = s_counters.Contains(tokens.Current.Text)
                ? tokens.Take().Text
                : throw tokens.Expected("a counter (e0b, ceb or e1b)");
            counters.Add(new HeaderField(name, tokens.ExpectNumber("octets", uint.MaxValue)));
        }

        return new EcnCounters(counters.ToSequence());
    }
}
