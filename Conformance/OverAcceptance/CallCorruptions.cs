using System.Net;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>Corruptions of what calls return, and when.</summary>
internal static class CallCorruptions
{
    /// <summary>A call returns more or less.</summary>
    public static Corruption Result(
        string name, string meaning, string call, int difference,
        Func<IReadOnlyList<TraceEvent>, int, bool>? isPlace = null) =>
        new(name, meaning, (events, place) => events[place] is CallExit { Result: > 1 } exit && exit.Name == call
            && isPlace?.Invoke(events, place) != false
            ? With(events, place, exit with { Result = exit.Result + difference })
            : null);

    /// <summary>recv returns 0, before any FIN has come.</summary>
    public static Corruption Ended(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit { Name: "recv", Error: "EAGAIN" } exit
            ? With(events, place, exit with { Result = 0, Error = null })
            : null);

    /// <summary>recv finds nothing.</summary>
    public static Corruption Failed(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit { Name: "recv", Result: > 0 } exit
            ? With(events, place, exit with { Result = -1, Error = "EAGAIN" })
            : null);

    /// <summary>connect is refused.</summary>
    public static Corruption Refused(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit { Name: "connect", Result: 0 } exit
            ? With(events, place, exit with { Result = -1, Error = "ECONNREFUSED" })
            : null);

    /// <summary>recv tells of a reset.</summary>
    public static Corruption Reset(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit { Name: "recv", Error: "EAGAIN" } exit
            ? With(events, place, exit with { Error = "ECONNRESET" })
            : null);

    /// <summary>A call returns once more.</summary>
    public static Corruption Doubled(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        if (events[place] is not CallExit exit)
        {
            return null;
        }

        var changed = events.ToList();
        changed.Insert(place, exit);
        return changed;
    });

    /// <summary>Another thread returns.</summary>
    public static Corruption OfAnotherThread(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit exit ? With(events, place, exit with { Thread = exit.Thread + 1 }) : null);

    /// <summary>A thread returns from another call.</summary>
    public static Corruption OfAnotherCall(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit exit
            ? With(events, place, exit with { Name = exit.Name == "send" ? "recv" : "send" })
            : null);

    /// <summary>A call does not return, and another begins.</summary>
    public static Corruption ReturnLeftOut(string name, string meaning) => new(name, meaning, (events, place) =>
    {
        if (events[place] is not CallExit || !events.Skip(place).Any(each => each is CallEntry))
        {
            return null;
        }

        var changed = events.ToList();
        changed.RemoveAt(place);
        return changed;
    });

    /// <summary>accept tells another address.</summary>
    public static Corruption OfAnotherPeer(string name, string meaning) => new(name, meaning, (events, place) =>
        events[place] is CallExit { Name: "accept", Address: { } address } exit
            ? With(events, place, exit with { Address = new IPEndPoint(address.Address, address.Port ^ 1) })
            : null);

    /// <summary>A call returns before the segment that it waits for.</summary>
    public static Corruption Early(string name, string meaning, string call) => new(name, meaning, (events, place) =>
    {
        if (events[place] is not CallExit { Result: >= 0 } exit || exit.Name != call)
        {
            return null;
        }

        var entry = place - 1;
        while (events[entry] is not CallEntry)
        {
            entry--;
        }

        var arrival = 0;
        while (events[arrival] is not SegmentEvent { Passage: Passage.In })
        {
            arrival++;
        }

        // accept is called when it can return; both events move.
        var changed = events.ToList();
        changed.RemoveAt(place);
        if (entry > arrival)
        {
            changed.RemoveAt(entry);
            changed.Insert(arrival, events[entry] with { Time = events[arrival].Time });
            changed.Insert(arrival + 1, exit with { Time = events[arrival].Time });
        }
        else
        {
            changed.Insert(arrival, exit with { Time = events[arrival].Time });
        }

        return changed;
    });

    private static List<TraceEvent> With(IReadOnlyList<TraceEvent> events, int place, TraceEvent each)
    {
        var changed = events.ToList();
        changed[place] = each;
        return changed;
    }
}
