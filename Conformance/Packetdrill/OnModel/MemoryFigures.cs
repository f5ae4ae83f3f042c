using Wakeline.Model.Transport;
using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>What SO_MEMINFO tells of a socket (net/core/sock.c sk_get_meminfo).</summary>
internal static class MemoryFigures
{
    /// <summary>A field; <see langword="null"/> for what the model does not account for.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="socket">The socket.</param>
    /// <param name="policy">What its connection chooses, if it has begun.</param>
    public static decimal? Tell(string field, in Kernel kernel, int socket, ConnectionPolicy? policy)
    {
        ref readonly var endpoint = ref kernel.Sockets[socket];
        return field switch
        {
            "SK_MEMINFO_SNDBUF" => SendMemory.Limit(in kernel, socket),
            "SK_MEMINFO_RCVBUF" when policy is { Receive.Buffer: > 0 } => policy.Receive.Buffer,
            "SK_MEMINFO_RCVBUF" => endpoint.Settings.ReceiveBuffer > 0
                ? endpoint.Settings.ReceiveBuffer
                : kernel.Net.ReceiveBuffer * 2,
            "SK_MEMINFO_WMEM_QUEUED" when endpoint.Tcb.State == TcpState.SynSent && policy is not null =>
                (policy.SynPackets * SendMemory.BufferOverhead) + policy.SynText,
            "SK_MEMINFO_WMEM_QUEUED" => SendMemory.Taken(in kernel, socket),
            "SK_MEMINFO_RMEM_ALLOC" when policy is { Receive.Buffer: > 0 } => policy.Receive.Taken,
            "SK_MEMINFO_RMEM_ALLOC" when endpoint.Tcb.Unread == 0 && endpoint.Tcb.Held.IsEmpty => 0,
            // Nothing lingers in the device, no segment waits for the owner of a lock, and none is dropped.
            "SK_MEMINFO_WMEM_ALLOC" or "SK_MEMINFO_BACKLOG" or "SK_MEMINFO_DROPS" or "SK_MEMINFO_OPTMEM" => 0,
            _ => null,
        };
    }
}
