using Wakeline.Spec.Files;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Systems.Network;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>What is open when a script begins: a file of every kind, and sockets in several states.</summary>
internal static class AnswerScene
{
    /// <summary>A listener.</summary>
    public const int Listener = 0;

    /// <summary>An accepted connection on which nothing has come yet.</summary>
    public const int Silent = 1;

    /// <summary>An accepted connection on which one octet waits, with a low-water mark of two.</summary>
    public const int Waiting = 2;

    /// <summary>The far end of <see cref="Silent"/>.</summary>
    public const int SilentFar = 3;

    /// <summary>The far end of <see cref="Waiting"/>.</summary>
    public const int WaitingFar = 4;

    /// <summary>An epoll instance that watches <see cref="One"/>.</summary>
    public const int Instance = 5;

    /// <summary>An epoll instance that watches nothing.</summary>
    public const int OtherInstance = 6;

    /// <summary>An eventfd with the count 0.</summary>
    public const int Zero = 7;

    /// <summary>An eventfd with the count 1.</summary>
    public const int One = 8;

    /// <summary>A regular file.</summary>
    public const int Regular = 9;

    /// <summary>A socket of which nothing is known yet.</summary>
    public const int Fresh = 10;

    /// <summary>A socket that has asked for a connection and will not be heard.</summary>
    public const int Unheard = 11;

    /// <summary>The next descriptor that is opened.</summary>
    public const int Next = 12;

    /// <summary>A descriptor that is not open.</summary>
    public const int Unopened = 15;

    /// <summary>The scene.</summary>
    public static Kernel Begin(Parameters parameters)
    {
        var kernel = Scene.Of(parameters, 3, 1);
        NetworkScene.Install(ref kernel, NetworkNamespace.Small(2, 2, mss: 2), queues: 1);
        NetworkScene.Listen(ref kernel, backlog: 2);
        NetworkScene.Connect(ref kernel, Listener, peer: 0);
        NetworkScene.Connect(ref kernel, Listener, peer: 1);
        NetworkScene.TakeOver(ref kernel, peer: 0);
        NetworkScene.TakeOver(ref kernel, peer: 1);
        kernel.Bounds.Events = 1;
        NetworkScene.Arrive(ref kernel, peer: 1);
        kernel.Bounds.Events = 0;
        NetworkScene.SocketOf(ref kernel, Waiting).LowWater = 2;

        OpenFiles.OpenEpoll(ref kernel);
        OpenFiles.OpenEpoll(ref kernel);
        OpenFiles.OpenEvent(ref kernel, 0, nonblocking: false);
        OpenFiles.OpenEvent(ref kernel, 1, nonblocking: false);
        OpenFiles.OpenRegular(ref kernel);
        NetworkScene.Open(ref kernel);
        NetworkScene.Request(ref kernel, NetworkScene.Open(ref kernel));
        kernel.Nic.Wire.Clear();
        Scene.Watch(ref kernel, Instance, One, PollEvents.In);
        kernel.Bounds.Tasks = 0;
        return kernel;
    }

    /// <summary>Lets a task make calls; those before it make theirs at the same time.</summary>
    public static void Let(ref Kernel kernel, int task, params ReadOnlySpan<ScriptedCall> calls)
    {
        kernel.Bounds.Tasks = (byte)(task + 1);
        Scene.Program(ref kernel, task, calls);
    }

    /// <summary>Lets the world send a signal.</summary>
    public static void Signal(ref Kernel kernel) => kernel.Bounds.Signals = 1;

    /// <summary>Opens descriptors of the regular file until none is free.</summary>
    public static void Fill(ref Kernel kernel)
    {
        while (!kernel.Descriptors.IsFull)
        {
            Scene.Duplicate(ref kernel, Regular);
        }
    }
}
