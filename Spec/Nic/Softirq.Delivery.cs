using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Nic;

/// <content>How a frame finds its socket and what it does there.</content>
public static partial class Softirq
{
    private static int Found(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].FoundAndOne - 1;

    private static bool FoundNothing(in Kernel kernel, int queue) => Found(in kernel, queue) < 0;

    private static bool FoundListener(in Kernel kernel, int queue) =>
        !FoundNothing(in kernel, queue)
        && kernel.Sockets[Found(in kernel, queue)].Tcb.State == TcpState.Listen
        && kernel.Sockets[Found(in kernel, queue)].Bound.Port == kernel.Nic.Queues[queue].Frame.Destination.Port;

    /// <summary>Whether what was found still is the connection of the frame; it is found without a lock.</summary>
    private static bool FoundMatches(in Kernel kernel, int queue) =>
        !FoundNothing(in kernel, queue)
        && SocketTable.Matches(
            in kernel.Sockets[Found(in kernel, queue)].Tcb, in kernel.Nic.Queues[queue].Frame);

    private static bool FoundRequest(in Kernel kernel, int queue) =>
        FoundMatches(in kernel, queue) && kernel.Sockets[Found(in kernel, queue)].IsRequest;

    /// <summary>
    /// Whether the request that was found without a lock has got its child meanwhile (inet_ehash_insert: own_req).
    /// </summary>
    private static bool IsReplaced(in Kernel kernel, int queue) =>
        SocketTable.FindConnection(in kernel, in kernel.Nic.Queues[queue].Frame) != Found(in kernel, queue);

    private static bool FoundTimeWait(in Kernel kernel, int queue) =>
        FoundMatches(in kernel, queue) && kernel.Sockets[Found(in kernel, queue)].Tcb.State == TcpState.TimeWait;

    private static bool FoundConnection(in Kernel kernel, int queue) =>
        FoundMatches(in kernel, queue) && !kernel.Sockets[Found(in kernel, queue)].IsRequest;

    private static bool IsOwned(in Kernel kernel, int queue) => kernel.Sockets[Found(in kernel, queue)].IsOwned;

    private static bool BacklogIsFull(in Kernel kernel, int queue) =>
        kernel.Backlog.IsFull;

    /// <summary>A SYN that LISTEN would take.</summary>
    private static bool IsOpening(in Kernel kernel, int queue) =>
        (kernel.Nic.Queues[queue].Frame.Flags & (SegmentFlags.Syn | SegmentFlags.Ack | SegmentFlags.Rst))
            == SegmentFlags.Syn
        && !(kernel.Nic.Queues[queue].Frame.Has(SegmentFlags.Fin)
            && (kernel.Net.Deviations & Deviations.SynWithFinIsDropped) != 0);

    /// <summary>The listener of the frame in hand: found itself, or the one of the request that was found.</summary>
    private static int Listener(in Kernel kernel, int queue)
    {
        var found = Found(in kernel, queue);
        return found >= 0 && kernel.Sockets[found].Tcb.State != TcpState.Listen
            ? kernel.Sockets[found].ListenerAndOne - 1
            : found;
    }

    private static bool ListenerListens(in Kernel kernel, int queue) =>
        Listener(in kernel, queue) >= 0
        && kernel.Sockets[Listener(in kernel, queue)].Tcb.State == TcpState.Listen;

    /// <summary>
    /// Without cookies a SYN is dropped that finds as many requests as the listener may have, or less than a quarter of
    /// the places for requests free (net.ipv4.tcp_max_syn_backlog).
    /// </summary>
    private static bool RequestQueueIsFull(in Kernel kernel, int queue) =>
        kernel.Net.CookieUse == CookieUse.Never
        && (HasMoreRequestsThanBacklog(in kernel, queue)
            || kernel.Net.RequestsMost - SocketTable.RequestsOf(in kernel, Listener(in kernel, queue))
                < kernel.Net.RequestsMost >> 2);

    private static bool AcceptQueueIsNearlyFull(in Kernel kernel, int queue)
    {
        ref readonly var listener = ref kernel.Sockets[Listener(in kernel, queue)];
        return listener.AcceptQueue.Count >= listener.Backlog;
    }

    private static bool AcceptQueueIsFull(in Kernel kernel, int queue) =>
        kernel.Sockets[Listener(in kernel, queue)].AcceptQueueIsFull;

    private static bool AbortsOnOverflow(in Kernel kernel, int queue) => kernel.Net.AbortOnOverflow;

    private static bool CompletesHandshake(in Kernel kernel, int queue) =>
        Connection.CompletesHandshake(
            in kernel.Sockets[Found(in kernel, queue)].Tcb, in kernel.Nic.Queues[queue].Frame);

    /// <summary>TCP_DEFER_ACCEPT: whether the handshake would end without text, and may not yet.</summary>
    private static bool WaitsForText(in Kernel kernel, int queue)
    {
        ref readonly var tcb = ref kernel.Sockets[Found(in kernel, queue)].Tcb;
        return tcb.Retries < tcb.DeferAccept && kernel.Nic.Queues[queue].Frame.End == tcb.Irs + 1;
    }

    private static void NotePeer(ref Kernel kernel, int queue) =>
        kernel.Sockets[Found(in kernel, queue)].Tcb.AwaitsText = true;

    /// <summary>
    /// A SYN beyond the old connection's numbers, or with a later time stamp, for somebody who listens (RFC 9293 MAY-2,
    /// RFC 6191).
    /// </summary>
    private static bool ReopensTimeWait(in Kernel kernel, int queue)
    {
        ref readonly var frame = ref kernel.Nic.Queues[queue].Frame;
        ref readonly var tcb = ref kernel.Sockets[Found(in kernel, queue)].Tcb;
        return IsOpening(in kernel, queue) && Connection.Reopens(in tcb, in frame)
            && SocketTable.FindListener(in kernel, in frame.Destination) != SocketTable.None;
    }

    private static void Look(ref Kernel kernel, int queue)
    {
        ref var source = ref kernel.Nic.Queues[queue];
        var found = SocketTable.FindConnection(in kernel, in source.Frame);
        if (found == SocketTable.None)
        {
            found = SocketTable.FindListener(in kernel, in source.Frame.Destination);
        }

        source.FoundAndOne = (byte)(found == SocketTable.None ? 0 : found + 1);
    }

    private static void Refuse(ref Kernel kernel, int queue)
    {
        kernel.Ledger.NoteDelivery(queue, in kernel.Nic.Queues[queue].Frame);
        Transmission.Refuse(ref kernel, in kernel.Nic.Queues[queue].Frame);
        DropFrame(ref kernel, queue);
    }

    private static void AnswerForListener(ref Kernel kernel, int queue)
    {
        Transmission.AnswerForListener(ref kernel, in kernel.Nic.Queues[queue].Frame);
        DropFrame(ref kernel, queue);
    }

    private static void Feed(ref Kernel kernel, int queue)
    {
        var frame = kernel.Nic.Queues[queue].Frame;
        var socket = Found(in kernel, queue);
        DropFrame(ref kernel, queue);
        SocketInput.Feed(ref kernel, socket, in frame);
    }

    private static void AddToBacklog(ref Kernel kernel, int queue)
    {
        kernel.Backlog.Add(Found(in kernel, queue), in kernel.Nic.Queues[queue].Frame);
        DropFrame(ref kernel, queue);
    }

    /// <summary>The record makes room for a new connection between the same ends (TCP_TW_SYN).</summary>
    private static void EndTimeWait(ref Kernel kernel, int queue) =>
        SocketInput.EndTimeWait(ref kernel, Found(in kernel, queue));

    private static void OpenRequest(ref Kernel kernel, int queue)
    {
        var request = CreateRequest(ref kernel, queue, SocketTable.NextSequence(ref kernel));
        var frame = kernel.Nic.Queues[queue].Frame;
        DropFrame(ref kernel, queue);
        SocketInput.Take(ref kernel, request, in frame);
    }

    private static int CreateRequest(ref Kernel kernel, int queue, SequenceNumber initial)
    {
        var listener = Found(in kernel, queue);
        var request = SocketTable.Create(ref kernel);
        kernel.Sockets[request].ListenerAndOne = (byte)(listener + 1);
        kernel.Sockets[request].Tcb = FreshRequest(in kernel, listener, initial);
        if (ServesFastOpen(in kernel, listener))
        {
            kernel.Sockets[request].Tcb.FastOpening = kernel.Net.FastOpenServer;
        }

        return request;
    }

    private static Tcb FreshRequest(in Kernel kernel, int listener, SequenceNumber initial)
    {
        var tcb = SocketTable.FreshTcb(in kernel.Net, in kernel.Sockets[listener].Settings);
        tcb.RetriesMost = kernel.Net.SynAckRetries;
        tcb.State = TcpState.Listen;
        tcb.Iss = initial;
        tcb.RcvBuffer = kernel.Sockets[listener].Tcb.RcvBuffer;
        return tcb;
    }

    /// <summary>
    /// Whether a listener has room for one more connection that is open before its handshake has ended
    /// (tcp_fastopen_queue_check).
    /// </summary>
    private static bool ServesFastOpen(in Kernel kernel, int listener)
    {
        ref readonly var endpoint = ref kernel.Sockets[listener];
        var most = endpoint.FastOpenQueue > 0 ? endpoint.FastOpenQueue
            : kernel.Net.ListenersServeFastOpen ? endpoint.Backlog : 0;
        return kernel.Net.FastOpenServer.Serves && OpenFastOf(in kernel, in endpoint) < most;
    }

    /// <summary>
    /// Whether a child has not yet heard from its peer again, or only by a reset after it was accepted
    /// (reqsk_fastopen_remove).
    /// </summary>
    private static bool MayBeForged(in Socket child) =>
        child.State == TcpState.SynReceived || (child.State == TcpState.Closed && child.HasFile);

    private static int OpenFastOf(in Kernel kernel, in Socket listener)
    {
        var count = 0;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var candidate = ref kernel.Sockets[socket];
            count += candidate.InUse && candidate.Tcb.IsFastOpen && candidate.Tcb.Origin == Origin.Child
                && MayBeForged(in candidate) && candidate.Tcb.Local.Port == listener.Bound.Port ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether the SYN opens its connection at once.</summary>
    private static bool OpensFast(in Kernel kernel, int queue)
    {
        var listener = new Tcb { FastOpening = kernel.Net.FastOpenServer };
        return ServesFastOpen(in kernel, Found(in kernel, queue))
            && Connection.OpensFast(in listener, in kernel.Nic.Queues[queue].Frame);
    }

    /// <summary>The child waits for accept while its handshake goes on (tcp_fastopen_create_child).</summary>
    private static void OpenFast(ref Kernel kernel, int queue)
    {
        var child = CreateRequest(ref kernel, queue, SocketTable.NextSequence(ref kernel));
        ref readonly var listener = ref kernel.Sockets[Found(in kernel, queue)];
        ref var socket = ref kernel.Sockets[child];
        socket.Bound = kernel.Nic.Queues[queue].Frame.Destination;
        socket.AddressLocked = listener.AddressLocked;
        socket.Linger = listener.Linger;
        socket.LowWater = listener.LowWater;
        socket.Settings = listener.Settings;
        socket.Tcb.Shutdown = listener.Tcb.Shutdown;
        SocketInput.Take(ref kernel, child, in kernel.Nic.Queues[queue].Frame);
        kernel.Sockets[Found(in kernel, queue)].AcceptQueue.Enqueue((byte)child);
    }

    private static void HideRequest(ref Kernel kernel, int queue) =>
        kernel.Sockets[Found(in kernel, queue)].IsHidden = true;

    /// <summary>A full socket with all that the request and its listener know (tcp_create_openreq_child).</summary>
    private static void InsertChild(ref Kernel kernel, int queue)
    {
        var child = SocketTable.Allocate(ref kernel);
        ref readonly var request = ref kernel.Sockets[Found(in kernel, queue)];
        ref readonly var listener = ref kernel.Sockets[Listener(in kernel, queue)];
        var tcb = request.Tcb;
        tcb.Origin = Origin.Child;
        tcb.Shutdown = listener.Tcb.Shutdown;
        kernel.Sockets[child] = new Socket
        {
            InUse = true,
            Tcb = tcb,
            Bound = tcb.Local,
            AddressLocked = listener.AddressLocked,
            ListenerAndOne = request.ListenerAndOne,
            Linger = listener.Linger,
            LowWater = listener.LowWater,
            Settings = listener.Settings,
        };
        kernel.Nic.Queues[queue].ChildAndOne = (byte)(child + 1);
    }

    private static void QueueChild(ref Kernel kernel, int queue)
    {
        var child = kernel.Nic.Queues[queue].ChildAndOne - 1;
        kernel.Sockets[Listener(in kernel, queue)].AcceptQueue.Enqueue((byte)child);
    }

    /// <summary>The listener is gone; its child is reset (inet_child_forget).</summary>
    private static void ForgetChild(ref Kernel kernel, int queue)
    {
        var child = kernel.Nic.Queues[queue].ChildAndOne - 1;
        kernel.Sockets[child].ListenerAndOne = 0;
        SocketInput.Call(ref kernel, child, default(Abort));
        kernel.Nic.Queues[queue].ChildAndOne = 0;
    }

    /// <summary>Takes the request out of the table; the listener stays at hand.</summary>
    private static void RemoveRequest(ref Kernel kernel, int queue)
    {
        var request = Found(in kernel, queue);
        kernel.Nic.Queues[queue].FoundAndOne = kernel.Sockets[request].ListenerAndOne;
        kernel.Sockets[request] = default;
    }

    private static int Child(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].ChildAndOne - 1;

    private static bool ChildIsOwned(in Kernel kernel, int queue) =>
        kernel.Sockets[Child(in kernel, queue)].IsOwned;

    private static void AddToChildsBacklog(ref Kernel kernel, int queue)
    {
        kernel.Backlog.Add(Child(in kernel, queue), in kernel.Nic.Queues[queue].Frame);
        DropFrame(ref kernel, queue);
    }

    private static void FeedToChild(ref Kernel kernel, int queue)
    {
        var frame = kernel.Nic.Queues[queue].Frame;
        SocketInput.Feed(ref kernel, Child(in kernel, queue), in frame);
    }

    private static void CallListener(ref Kernel kernel, int queue)
    {
        Callbacks.Fire(ref kernel, Found(in kernel, queue), default(ConnectionQueued));
        DropFrame(ref kernel, queue);
    }

    private static void DropFrame(ref Kernel kernel, int queue)
    {
        ref var source = ref kernel.Nic.Queues[queue];
        source.Frame = default;
        source.FoundAndOne = 0;
        source.ChildAndOne = 0;
    }
}
