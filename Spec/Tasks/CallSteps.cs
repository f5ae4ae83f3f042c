using System.Runtime.InteropServices;
using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Select;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Unix;

namespace Wakeline.Spec.Tasks;

/// <summary>How far a task is in each machine that handles a call; all but one of them are idle.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct CallSteps
{
    /// <summary>Calls on descriptors that are over in one step.</summary>
    public DescriptorCallStep DescriptorCall;

    /// <summary>read on an eventfd.</summary>
    public EventReadStep EventRead;

    /// <summary>write on an eventfd.</summary>
    public EventWriteStep EventWrite;

    /// <summary>epoll_ctl.</summary>
    public EpollControlStep EpollControl;

    /// <summary>epoll_wait.</summary>
    public EpollWaitStep EpollWait;

    /// <summary>poll.</summary>
    public PollStep Poll;

    /// <summary>select.</summary>
    public SelectStep Select;

    /// <summary>Calls on sockets that do not sleep.</summary>
    public SocketControlStep SocketControl;

    /// <summary>connect.</summary>
    public ConnectStep Connect;

    /// <summary>accept.</summary>
    public AcceptStep Accept;

    /// <summary>recv.</summary>
    public ReceiveStep Receive;

    /// <summary>send.</summary>
    public SendStep Send;

    /// <summary>send and write on a UNIX socket.</summary>
    public UnixSendStep UnixSend;

    /// <summary>recv and read on a UNIX socket.</summary>
    public UnixReceiveStep UnixReceive;

    /// <summary>Calls on UNIX sockets that do not sleep.</summary>
    public UnixControlStep UnixControl;

    /// <summary>read on a pipe.</summary>
    public PipeReadCallStep PipeRead;

    /// <summary>write on a pipe.</summary>
    public PipeWriteCallStep PipeWrite;

    /// <summary>Calls on the task's own signals.</summary>
    public SignalCallStep SignalCall;

    /// <summary>The end of a call that put a file for the last time.</summary>
    public FileReleaseStep FileRelease;
}
