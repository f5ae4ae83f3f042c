using System.Runtime.InteropServices;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Numbers of the Linux system call interface (include/uapi), equal on the architectures .NET runs on.
/// </summary>
internal static class Abi
{
    public const int AfUnspec = 0;
    public const int AfUnix = 1;
    public const int AfInet = 2;
    public const int AfInet6 = 10;
    public const int AfNetlink = 16;
    public const int SockStream = 1;
    public const int SockRaw = 3;
    public const int SockNonblock = 0x800;
    public const int SockCloexec = 0x80000;

    public const int SolSocket = 1;
    public const int SoError = 4;
    public const int SoLinger = 13;
    public const int SoMemInfo = 55;
    public const int ClockMonotonicCoarse = 6;
    public const int SoRcvLowat = 18;
    public const int IpProtoTcp = 6;
    public const int TcpNoDelay = 1;
    public const int TcpInfo = 11;
    public const int TcpQuickAck = 12;
    public const int TcpCongestion = 13;

    public const int MsgOob = 0x1;
    public const int MsgDontWait = 0x40;
    public const int MsgNoSignal = 0x4000;

    public const int FGetFl = 3;
    public const int FSetFl = 4;
    public const int FSetOwn = 8;
    public const int FSetSig = 10;
    public const int FSetOwnEx = 15;
    public const int OwnerThread = 0;
    public const int OReadOnly = 0;
    public const int OWriteOnly = 1;
    public const int OReadWrite = 2;
    public const int OCloexec = 0x80000;
    public const int ONonblock = 0x800;
    public const int OAsync = 0x2000;

    public const nuint SiocInq = 0x541B;
    public const nuint SiocOutq = 0x5411;
    public const nuint SiocAtMark = 0x8905;
    public const nuint SiocSetInterfaceFlags = 0x8914;
    public const short InterfaceUp = 0x1;

    public const int CloneFiles = 0x400;
    public const int CloneNewNet = 0x40000000;

    public const int SignalBlock = 0;
    public const int SignalSetMask = 2;
    public const int User1Signal = 10;
    public const int User2Signal = 12;

    /// <summary>A real-time signal neither the C library nor the runtime uses.</summary>
    public const int WakeSignal = 40;

    /// <summary>The signal that stands for SIGIO, so that each one is queued with its descriptor and band.</summary>
    public const int AsyncSignal = 41;
}

/// <summary>struct sockaddr_in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddress
{
    public ushort Family;
    public ushort PortBigEndian;
    public uint AddressBigEndian;
    public ulong Zero;
}

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int Descriptor;
    public short Asked;
    public short Returned;
}

/// <summary>struct linger.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Linger
{
    public int On;
    public int Seconds;
}

/// <summary>
/// struct epoll_event. It is packed on x86-64 only, so it is read and written by offset:
/// the events at 0, the user data at <see cref="DataOffset"/>.
/// </summary>
internal static class EpollEvent
{
    public static int DataOffset { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    public static int Size { get; } = DataOffset + 8;
}
