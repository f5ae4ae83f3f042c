using System.Net;
using System.Net.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Traces.Judging;

/// <summary>The addresses of a trace as the specification numbers hosts.</summary>
internal sealed class AddressBook
{
    private readonly Dictionary<IPAddress, byte> _numbers = [];
    private readonly List<IPAddress> _addresses = [];
    private (IPEndPoint? Address, Endpoint End) _latest;
    private (IPEndPoint? Address, Endpoint End) _second;

    /// <summary>The end with an address; <see langword="null"/> if there are too many hosts to number.</summary>
    public Endpoint? Find(IPEndPoint address)
    {
        if (ReferenceEquals(address, _latest.Address))
        {
            return _latest.End;
        }

        if (ReferenceEquals(address, _second.Address))
        {
            (_latest, _second) = (_second, _latest);
            return _latest.End;
        }

        if (NumberOf(address.Address) is not { } number)
        {
            return null;
        }

        _second = _latest;
        _latest = (address, new Endpoint(number, (ushort)address.Port));
        return _latest.End;
    }

    /// <summary>An end as the trace writes it.</summary>
    public string NameOf(Endpoint end) => end.IsWildcard || end.Host > _addresses.Count
        ? $"*:{end.Port}"
        : new IPEndPoint(_addresses[end.Host - 1], end.Port).ToString();

    /// <summary>Whether an end has an address of version 6.</summary>
    public bool IsVersion6(Endpoint end) => !end.IsWildcard && end.Host <= _addresses.Count
        && _addresses[end.Host - 1] is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false };

    private byte? NumberOf(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return 0;
        }

        if (_numbers.TryGetValue(address, out var number))
        {
            return number;
        }

        if (_addresses.Count == byte.MaxValue)
        {
            return null;
        }

        _addresses.Add(address);
        return _numbers[address] = (byte)_addresses.Count;
    }
}
