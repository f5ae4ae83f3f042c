using Wakeline.Spec;

namespace Wakeline.Conformance.Programs;

/// <summary>Spells event masks as the manual pages do, without the prefix: <c>IN|OUT|ET</c>.</summary>
internal static class EventText
{
    private static readonly (PollEvents Bit, string Name)[] s_names =
    [
        (PollEvents.In, "IN"), (PollEvents.Pri, "PRI"), (PollEvents.Out, "OUT"), (PollEvents.Err, "ERR"),
        (PollEvents.Hup, "HUP"), (PollEvents.Nval, "NVAL"), (PollEvents.RdNorm, "RDNORM"),
        (PollEvents.RdBand, "RDBAND"), (PollEvents.WrNorm, "WRNORM"), (PollEvents.WrBand, "WRBAND"),
        (PollEvents.RdHup, "RDHUP"), (PollEvents.Exclusive, "EXCLUSIVE"), (PollEvents.WakeUp, "WAKEUP"),
        (PollEvents.OneShot, "ONESHOT"), (PollEvents.EdgeTriggered, "ET"),
    ];

    public static string Print(PollEvents events)
    {
        var named = s_names.Where(each => events.HasFlag(each.Bit)).ToList();
        var rest = events & ~named.Aggregate(PollEvents.None, (sum, each) => sum | each.Bit);
        var words = named.Select(each => each.Name);
        return events == PollEvents.None ? "0"
            : string.Join('|', rest == PollEvents.None ? words : words.Append($"0x{(uint)rest:x}"));
    }

    public static PollEvents? Read(string text)
    {
        if (text == "0")
        {
            return PollEvents.None;
        }

        var events = PollEvents.None;
        foreach (var word in text.Split('|'))
        {
            var bit = s_names.FirstOrDefault(each => each.Name == word).Bit;
            if (bit == PollEvents.None)
            {
                return null;
            }

            events |= bit;
        }

        return events;
    }
}
