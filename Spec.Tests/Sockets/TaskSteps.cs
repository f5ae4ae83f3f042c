using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Sockets;

namespace Wakeline.Spec.Tests.Sockets;

/// <summary>Lets a task take its next step, whichever call it is in.</summary>
internal static class TaskSteps
{
    public static bool Step(ref Kernel kernel, int task) =>
        SocketControl.Step(ref kernel, task) >= 0
        || Connect.Step(ref kernel, task) >= 0
        || Accept.Step(ref kernel, task) >= 0
        || Receive.Step(ref kernel, task) >= 0
        || Send.Step(ref kernel, task) >= 0
        || DescriptorCalls.Step(ref kernel, task) >= 0
        || EpollControl.Step(ref kernel, task) >= 0
        || EpollWait.Step(ref kernel, task) >= 0
        || FileRelease.Step(ref kernel, task) >= 0;
}
