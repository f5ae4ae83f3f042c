namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>Hands what is sent to the case that it is of: where there are several, by the port of the peer.</summary>
/// <param name="device">Where it is sent.</param>
internal sealed class PacketRouter(TunDevice device)
{
    private readonly Dictionary<ushort, LinuxStack> _stacks = [];
    private LinuxStack? _only;

    /// <summary>
    /// Whether everything was handed over that cases have brought: since it was looked last, none has done what could
    /// make the kernel send. What time brings is looked for when time has passed.
    /// </summary>
    public bool IsDrained { get; set; }

    /// <summary>How many packets were handed over that the cases have not taken.</summary>
    public int Unseen { get; set; }

    /// <summary>Begins to hand packets to a case.</summary>
    /// <param name="peer">The port of its peer, as the kernel has it; a case that is alone may have more.</param>
    /// <param name="stack">The case.</param>
    public void Add(ushort peer, LinuxStack stack)
    {
        _stacks.Add(peer, stack);
        NoteOnly();
    }

    /// <summary>Ends it.</summary>
    public void Remove(ushort peer)
    {
        _stacks.Remove(peer);
        NoteOnly();
    }

    /// <summary>Hands over what there is.</summary>
    public void Deliver()
    {
        while (device.Read() is { } octets)
        {
            if (IpFormat.Read(octets, time: 0) is { } packet
                && (_only ?? _stacks.GetValueOrDefault(packet.Destination)) is { } stack)
            {
                stack.Take(packet);
            }
        }

        IsDrained = true;
    }

    private void NoteOnly() => _only = _stacks.Count == 1 ? _stacks.Values.Single() : null;
}
