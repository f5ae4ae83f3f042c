namespace Wakeline.Spec.Select;

/// <summary>What poll and select share: keys, the visit of a descriptor, the queues (fs/select.c).</summary>
public static class PollTable
{
    /// <summary>The bits that make a descriptor of the read set ready (POLLIN_SET).</summary>
    public const PollEvents ReadSet = PollEvents.In | PollEvents.RdNorm | PollEvents.RdBand | PollEvents.Hup
        | PollEvents.Err | PollEvents.Nval;

    /// <summary>The bits that make a descriptor of the write set ready (POLLOUT_SET).</summary>
    public const PollEvents WriteSet = PollEvents.Out | PollEvents.WrNorm | PollEvents.WrBand | PollEvents.Err
        | PollEvents.Nval;

    /// <summary>The bits that make a descriptor of the exception set ready (POLLEX_SET).</summary>
    public const PollEvents ExceptionSet = PollEvents.Pri | PollEvents.Nval;

    /// <summary>The events for which a task in poll or select lets a file wake it (poll_table_entry.key).</summary>
    public static PollEvents KeyOf(in Kernel kernel, int task, int file)
    {
        var key = PollEvents.None;
        var isSelect = kernel.Tasks[task].Arguments.Call == SystemCall.Select;
        foreach (var request in kernel.Tasks[task].Arguments.Polled.Items)
        {
            if (request.QueuedOn == file)
            {
                key |= isSelect ? SelectKey(request.Asked) : request.Asked | PollEvents.Err | PollEvents.Hup;
            }
        }

        return key;
    }

    private static PollEvents SelectKey(PollEvents asked) =>
        ExceptionSet
        | ((asked & PollEvents.In) != 0 ? ReadSet : PollEvents.None)
        | ((asked & PollEvents.Out) != 0 ? WriteSet : PollEvents.None);
}
