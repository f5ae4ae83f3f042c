using System.Diagnostics;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// The host's kernel as a stack for scripts, in real time and in a network namespace of the calling thread's own, whose
/// wire is a <see cref="TunDevice"/>. It is to be made, used and disposed of by one thread.
/// </summary>
internal sealed class LinuxStack : IStack, IDisposable
{
    /// <summary>A call that has not returned in this time is taken to sleep.</summary>
    private const int CallMilliseconds = 100;

    /// <summary>After so long without a packet the stack is taken to send no more.</summary>
    private const long QuietMicroseconds = 5_000_000;

    private readonly Lock _lock = new();
    private readonly Queue<WirePacket> _sent = [];
    private readonly ManualResetEventSlim _something = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly RunSettings _settings;
    private readonly TunDevice _device;
    private readonly LinuxCalls _calls;
    private readonly CallWorker[] _workers;
    private readonly Thread _reader;
    private volatile bool _ends;
    private long _lastSent;

    /// <summary>Makes the namespace and the interface.</summary>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public LinuxStack(RunSettings settings)
    {
        _settings = settings;
        if (LibC.Unshare(Abi.CloneNewNet) != 0)
        {
            throw HostKernel.Refused("unshare(CLONE_NEWNET)");
        }

        _device = new TunDevice(settings.LocalAddress, settings.Mtu);
        _calls = new LinuxCalls(settings);
        _workers = [NewWorker(), NewWorker()];
        _reader = new Thread(ReadPackets) { IsBackground = true, Name = "packets of a script" };
        _reader.Start();
    }

    /// <inheritdoc/>
    public long Now => Stopwatch.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <inheritdoc/>
    public bool IsQuiet => Now - Interlocked.Read(ref _lastSent) > QuietMicroseconds;

    /// <inheritdoc/>
    public void Configure(RunSettings settings)
    {
        foreach (var (name, value) in settings.Sysctls)
        {
            var path = $"/proc/sys/{name.Replace('.', '/')}";
            try
            {
                if (value.Length > 0 && File.Exists(path) && !IsSame(File.ReadAllText(path), value))
                {
                    File.WriteAllText(path, value);
                }
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                if (value == SysctlProfile.Linux618[name])
                {
                    continue;                // No script asked for it: what the kernel has instead will do.
                }

                throw new UnsupportedException($"the kernel refuses '{name}={value}'");
            }
        }
    }

    /// <inheritdoc/>
    public void Begin(int thread, CallRequest request)
    {
        _something.Reset();
        _workers[thread].Begin(request);
        if (thread == 0)
        {
            var end = Now + (CallMilliseconds * 1000);
            while (_workers[0].Answer is null && Now < end)
            {
                _something.Wait(1);
            }
        }
    }

    /// <inheritdoc/>
    public CallAnswer? Ending(int thread) => _workers[thread].Answer;

    /// <inheritdoc/>
    public void Deliver(WirePacket packet) =>
        _device.Write(Ipv4Format.Write(packet, _settings.RemoteAddress, _settings.LocalAddress));

    /// <inheritdoc/>
    public WirePacket? TakeSent()
    {
        lock (_lock)
        {
            return _sent.TryDequeue(out var packet) ? packet : null;
        }
    }

    /// <inheritdoc/>
    public void Advance(long until)
    {
        _something.Reset();
        lock (_lock)
        {
            if (_sent.Count > 0)
            {
                return;
            }
        }

        var left = until - Now;
        if (left > 0)
        {
            _something.Wait(TimeSpan.FromMicroseconds(Math.Min(left, QuietMicroseconds)));
        }
    }

    /// <inheritdoc/>
    public unsafe decimal? Tell(string field)
    {
        if (_calls.LastSocket is not { } socket)
        {
            return null;
        }

        var info = stackalloc byte[TcpInfoFormat.Size];
        var length = (uint)TcpInfoFormat.Size;
        return LibC.GetOption(socket, Abi.IpProtoTcp, Abi.TcpInfo, info, &length) < 0
            ? null
            : TcpInfoFormat.Read(new ReadOnlySpan<byte>(info, (int)length), field);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        _calls.CloseAll();
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        _reader.Join();
        _device.Dispose();
    }

    private static bool IsSame(string left, string right) =>
        left.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SequenceEqual(
            right.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private CallWorker NewWorker() => new(request => _calls.Make(request, () => Now), _something.Set);

    private void ReadPackets()
    {
        while (!_ends)
        {
            if (_device.Read(20) is { } octets && Ipv4Format.Read(octets, Now) is { } packet)
            {
                lock (_lock)
                {
                    _sent.Enqueue(packet);
                }

                Interlocked.Exchange(ref _lastSent, packet.Time);
                _something.Set();
            }
        }
    }
}
