using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Unix;

namespace Wakeline.Spec;

/// <summary>
/// Everything a host's kernel knows, at the grain of its locks: the one state that all shipped machines work on. The
/// tasks are threads of one process and share its descriptors. Unused slots are zero, so equal kernels are equal bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Kernel
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>The bounds of the run; constant during a run.</summary>
    public Bounds Bounds;

    /// <summary>Threads of the process.</summary>
    public InlineArray4<TaskControl> Tasks;

    /// <summary>What each thread does in user mode; empty where a host calls instead.</summary>
    public InlineArray4<Program> Programs;

    /// <summary>The process may keep the system from suspending (CAP_BLOCK_SUSPEND); constant during a run.</summary>
    public bool MayBlockSuspend;

    /// <summary>The process's descriptor table.</summary>
    public DescriptorTable Descriptors;

    /// <summary>Open file descriptions (struct file).</summary>
    public InlineArray16<OpenFile> Files;

    /// <summary>Counters behind files of kind <see cref="FileKind.Event"/>.</summary>
    public InlineArray4<EventCounter> EventCounters;

    /// <summary>Ready bits behind files of kind <see cref="FileKind.Device"/>.</summary>
    public InlineArray2<PollEvents> Devices;

    /// <summary>Epoll instances (struct eventpoll).</summary>
    public InlineArray6<EpollInstance> Epolls;

    /// <summary>Interest items of all epoll instances (struct epitem).</summary>
    public InlineArray12<EpollItem> Items;

    /// <summary>
    /// 1 + the task that holds the lock under which loops are looked for (epnested_mutex); 0 for none.
    /// </summary>
    public byte LoopCheckOwnerAndOne;

    /// <summary>Sockets, also those without a file: embryonic ones and ones waiting for accept.</summary>
    public InlineArray12<Socket> Sockets;

    /// <summary>UNIX stream sockets, each an end of a pair.</summary>
    public InlineArray6<UnixSocket> UnixSockets;

    /// <summary>Pipes.</summary>
    public InlineArray2<Pipe> Pipes;

    /// <summary>Segments that wait for the owners of sockets' locks.</summary>
    public Backlog Backlog;

    /// <summary>Settings of the network stack, and its open choices.</summary>
    public NetworkNamespace Net;

    /// <summary>The network card with its receive ring, and the softirq that drains it.</summary>
    public NetworkInterface Nic;

    /// <summary>What an observer outside the kernel remembers, so that properties can speak of history.</summary>
    public Ledger Ledger;

    /// <summary>The mutation in force, as tables ask for it.</summary>
    public static Mutation MutationIn(in Kernel kernel) => kernel.Mutation;
}
