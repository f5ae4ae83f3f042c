namespace Wakeline.Spec.Epoll;

/// <summary>ep_poll_callback: what a wake-up of the watched file does to an item.</summary>
public static class PollCallback
{
    /// <summary>Calls the item for a wake-up.</summary>
    /// <returns>Whether the item consumes an exclusive wake-up (ewake).</returns>
    public static bool Call(ref Kernel kernel, int item, PollEvents key) => false;
}
