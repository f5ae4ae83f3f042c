using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Tcp.OptionKinds;
using WireBlock = Wakeline.Conformance.Packetdrill.Syntax.Tree.SackBlock;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// Options as they stand in a header, and as the model knows them. The order in a header, and the padding, are those of
/// Linux (net/ipv4/tcp_output.c tcp_options_write).
/// </summary>
internal static class ModelTcpOptions
{
    private const int CookieOctetsMost = 16;

    /// <summary>The options of a packet that arrives. Those that the model does not know are skipped.</summary>
    /// <exception cref="UnsupportedException">An option means something that the model has not.</exception>
    public static TcpOptions ToModel(Sequence<TcpOption> list)
    {
        var options = default(TcpOptions);
        foreach (var option in list)
        {
            if (option is PlainOption { Kind: PlainOptionKind.EndOfList })
            {
                break;
            }

            Read(ref options, option);
        }

        return options;
    }

    /// <summary>The options of a packet that was sent, in their order.</summary>
    /// <param name="options">The options that the connection knows of.</param>
    /// <param name="counters">The option of AccECN, if it goes with it.</param>
    public static Syntax.Tree.SegmentOptions? ToWire(in TcpOptions options, EcnOption? counters = null)
    {
        if (options.Present == None && counters is null)
        {
            return null;
        }

        var list = new OptionList();
        if (options.Has(OptionKinds.MaximumSegmentSize))
        {
            list.Add(new MaximumSegmentSize(options.MaximumSegmentSize));
        }

        var (hasStamps, permits) = (options.Has(OptionKinds.TimeStamps), options.Has(SackPermitted));
        var permitted = new PlainOption(PlainOptionKind.SackPermitted);
        if (hasStamps)
        {
            list.Add(permits ? [permitted] : [OptionList.Padding, OptionList.Padding]);
            list.Add(new TimeStamps(options.StampValue, options.StampEcho));
        }

        list.AddCounters(counters);
        if (permits && !hasStamps)
        {
            list.AddBehind(2, permitted);
        }

        if (options.Has(OptionKinds.WindowScale))
        {
            list.AddBehind(1, new WindowScale(options.WindowScale));
        }

        if (options.Has(Sack))
        {
            var sack = options.Sack;
            list.AddBehind(2, new SelectiveAcknowledgment(Enumerable.Range(0, sack.Count)
                .Select(index => new WireBlock(sack[index].Left.Value, sack[index].Right.Value)).ToSequence()));
        }

        list.EndCounters();
        WriteCookie(list, in options);
        return new Syntax.Tree.SegmentOptions(false, list.ToSequence());
    }

    private static void WriteCookie(OptionList list, in TcpOptions options)
    {
        if (!options.Has(OptionKinds.FastOpen | FastOpenExperimental))
        {
            return;
        }

        var cookie = options.Cookie;
        var digits = $"{cookie.High:x16}{cookie.Low:x16}"[..(cookie.Length * 2)];
        list.Add(new FastOpen(options.Has(FastOpenExperimental), digits));
        var octets = cookie.Length + (options.Has(FastOpenExperimental) ? 4 : 2);
        list.Add([.. Enumerable.Repeat(OptionList.Padding, (4 - (octets % 4)) % 4)]);
    }

    private static void Read(ref TcpOptions options, TcpOption option)
    {
        switch (option)
        {
            case MaximumSegmentSize { Size: var size }:
                options.Present |= OptionKinds.MaximumSegmentSize;
                options.MaximumSegmentSize = size;
                break;
            case WindowScale { Shift: var shift }:
                options.Present |= OptionKinds.WindowScale;
                options.WindowScale = shift;
                break;
            case PlainOption { Kind: PlainOptionKind.SackPermitted }:
                options.Present |= SackPermitted;
                break;
            case TimeStamps stamps:
                options.Present |= OptionKinds.TimeStamps;
                (options.StampValue, options.StampEcho) = (stamps.Value, stamps.Echo);
                break;
            case SelectiveAcknowledgment sack:
                options.Present |= Sack;
                foreach (var block in sack.Blocks.Reverse())
                {
                    options.Sack.PushFront(new Spec.Tcp.SackBlock(
                        new SequenceNumber(block.Left), new SequenceNumber(block.Right)));
                }

                break;
            case FastOpen fastOpen:
                ReadCookie(ref options, fastOpen);
                break;
            case PlainOption or EcnCounters or Signature or UnknownOption:
                break;
            default:
                var text = PacketPrinter.Write(new Syntax.Tree.SegmentOptions(false, [option]));
                throw new UnsupportedException($"the model's TCP does not take the option {text}");
        }
    }

    private static void ReadCookie(ref TcpOptions options, FastOpen fastOpen)
    {
        var digits = fastOpen.Cookie;
        if (digits.Length > CookieOctetsMost * 2 || digits.Length % 2 != 0)
        {
            return;
        }

        var padded = digits.PadRight(CookieOctetsMost * 2, '0');
        options.Present |= fastOpen.IsExperimental ? FastOpenExperimental : OptionKinds.FastOpen;
        options.Cookie = new FastOpenCookie(
            (byte)(digits.Length / 2), Hexadecimal(padded[..16]), Hexadecimal(padded[16..]));
    }

    private static ulong Hexadecimal(string digits) =>
        ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
