namespace Wakeline.Spec.Files;

/// <summary>Opens and finds open file descriptions.</summary>
public static class OpenFiles
{
    /// <summary>Whether a descriptor and an open file description are free.</summary>
    public static bool HasRoom(in Kernel kernel) => !kernel.Descriptors.IsFull && FreeSlot(in kernel) >= 0;

    /// <summary>Opens a file on the lowest free descriptor.</summary>
    /// <returns>The descriptor.</returns>
    /// <exception cref="BoundExceededException">There is no room; ask <see cref="HasRoom"/> first.</exception>
    public static int Open(ref Kernel kernel, FileKind kind, int target, bool nonblocking) =>
        kernel.Descriptors.Open(Create(ref kernel, kind, target, nonblocking));

    /// <summary>Makes an open file description that a descriptor is going to refer to.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="BoundExceededException">There is no room; ask <see cref="HasRoom"/> first.</exception>
    public static int Create(ref Kernel kernel, FileKind kind, int target, bool nonblocking)
    {
        var file = FreeSlot(in kernel);
        if (file < 0)
        {
            BoundExceededException.Throw(nameof(Kernel.Files), Capacity.Files);
        }

        kernel.Files[file] = new OpenFile
        {
            Kind = kind,
            Object = (byte)target,
            References = 1,
            Nonblocking = nonblocking,
        };
        return file;
    }

    /// <summary>Opens a regular file.</summary>
    /// <returns>The descriptor.</returns>
    public static int OpenRegular(ref Kernel kernel) => Open(ref kernel, FileKind.Regular, 0, false);

    /// <summary>Opens a device that is ready for nothing.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="device">Its index, below <see cref="Capacity.Devices"/>.</param>
    /// <returns>The descriptor.</returns>
    public static int OpenDevice(ref Kernel kernel, int device) => Open(ref kernel, FileKind.Device, device, false);

    /// <summary>Opens an eventfd.</summary>
    /// <returns>The descriptor.</returns>
    /// <exception cref="BoundExceededException">Every counter is in use.</exception>
    public static int OpenEvent(ref Kernel kernel, ulong count, bool nonblocking)
    {
        for (var index = 0; index < Capacity.EventCounters; index++)
        {
            if (!kernel.EventCounters[index].InUse)
            {
                kernel.EventCounters[index] = new EventCounter { InUse = true, Count = count };
                return Open(ref kernel, FileKind.Event, index, nonblocking);
            }
        }

        BoundExceededException.Throw(nameof(Kernel.EventCounters), Capacity.EventCounters);
        return -1;
    }

    /// <summary>Opens an epoll instance.</summary>
    /// <returns>The descriptor.</returns>
    /// <exception cref="BoundExceededException">Every instance is in use.</exception>
    public static int OpenEpoll(ref Kernel kernel)
    {
        for (var index = 0; index < Capacity.Epolls; index++)
        {
            if (!kernel.Epolls[index].InUse)
            {
                var descriptor = Open(ref kernel, FileKind.Epoll, index, false);
                kernel.Epolls[index].InUse = true;
                kernel.Epolls[index].File = kernel.Descriptors.FileOf(descriptor);
                return descriptor;
            }
        }

        BoundExceededException.Throw(nameof(Kernel.Epolls), Capacity.Epolls);
        return -1;
    }

    private static int FreeSlot(in Kernel kernel)
    {
        for (var file = 0; file < Capacity.Files; file++)
        {
            if (kernel.Files[file].Kind == FileKind.None)
            {
                return file;
            }
        }

        return -1;
    }
}
