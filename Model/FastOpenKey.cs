using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Numerics;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model;

/// <summary>
/// The key of a server's Fast Open cookies, which are SipHash-2-4 of the two addresses (net/ipv4/tcp_fastopen.c
/// __tcp_fastopen_cookie_gen_cipher; Aumasson and Bernstein, SipHash, 2012).
/// </summary>
/// <param name="Low">The first eight octets.</param>
/// <param name="High">The other eight.</param>
public readonly record struct FastOpenKey(ulong Low, ulong High)
{
    private const byte CookieOctets = 8;

    /// <summary>Octets of a key (TCP_FASTOPEN_KEY_LENGTH).</summary>
    public const int Octets = 16;

    /// <summary>The key of so many octets (TCP_FASTOPEN_KEY).</summary>
    public static FastOpenKey Of(ReadOnlySpan<byte> octets) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(octets),
        BinaryPrimitives.ReadUInt64LittleEndian(octets[sizeof(ulong)..]));

    /// <summary>Reads a key as net.ipv4.tcp_fastopen_key has it: four words of eight digits.</summary>
    public static bool TryParse(string text, out FastOpenKey key)
    {
        key = default;
        var words = text.Split('-');
        var octets = new byte[Octets];
        if (words.Length != 4)
        {
            return false;
        }

        for (var index = 0; index < words.Length; index++)
        {
            if (!uint.TryParse(
                words[index], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(index * 4), word);
        }

        key = Of(octets);
        return true;
    }

    /// <summary>The cookie of a client at one address for a server at another.</summary>
    public FastOpenCookie CookieOf(IPAddress client, IPAddress server)
    {
        byte[] message = [.. client.GetAddressBytes(), .. server.GetAddressBytes()];
        return new FastOpenCookie(CookieOctets, BinaryPrimitives.ReverseEndianness(Hash(message)), 0);
    }

    private ulong Hash(ReadOnlySpan<byte> message)
    {
        var state = new SipState(
            Low ^ 0x736F6D6570736575, High ^ 0x646F72616E646F6D, Low ^ 0x6C7967656E657261, High ^ 0x7465646279746573);
        var length = message.Length;
        for (; message.Length >= sizeof(ulong); message = message[sizeof(ulong)..])
        {
            state = state.Compress(BinaryPrimitives.ReadUInt64LittleEndian(message));
        }

        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        message.CopyTo(last);
        last[^1] = (byte)length;
        return state.Compress(BinaryPrimitives.ReadUInt64LittleEndian(last)).Finish();
    }

    private readonly record struct SipState(ulong A, ulong B, ulong C, ulong D)
    {
        public SipState Compress(ulong word)
        {
            var mixed = (this with { D = D ^ word }).Round().Round();
            return mixed with { A = mixed.A ^ word };
        }

        public ulong Finish()
        {
            var mixed = (this with { C = C ^ 0xFF }).Round().Round().Round().Round();
            return mixed.A ^ mixed.B ^ mixed.C ^ mixed.D;
        }

        private SipState Round()
        {
            var a = unchecked(A + B);
            var b = BitOperations.RotateLeft(B, 13) ^ a;
            a = BitOperations.RotateLeft(a, 32);
            var c = unchecked(C + D);
            var d = BitOperations.RotateLeft(D, 16) ^ c;
            a = unchecked(a + d);
            d = BitOperations.RotateLeft(d, 21) ^ a;
            c = unchecked(c + b);
            b = BitOperations.RotateLeft(b, 17) ^ c;
            return new SipState(a, b, BitOperations.RotateLeft(c, 32), d);
        }
    }
}
