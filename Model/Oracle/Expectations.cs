using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What the states that explain a connection may send next.</summary>
internal static class Expectations
{
    /// <summary>How many of them are shown.</summary>
    public const int StatesShown = 4;

    private const int OutputsMost = 8;

    /// <summary>The outputs, each with the rule that emits it.</summary>
    public static IReadOnlyList<string> Of(HypothesisSet states)
    {
        var texts = new List<string>();
        for (var index = 0; index < Math.Min(states.Count, StatesShown); index++)
        {
            var before = texts.Count;
            var copy = states[index].Tcb;
            Add(texts, copy, "");
            for (var armed = copy.Timers.Word; armed != 0; armed &= (ushort)(armed - 1))
            {
                var timer = (TcpTimer)ushort.TrailingZeroCount(armed);
                var expired = copy;
                Connection.Expire(ref expired, timer);
                expired.Owed.Remove(TcpOutput.Ack);
                Add(texts, expired, $" when the timer {timer} expires");
            }

            if (texts.Count == before)
            {
                texts.Add($"nothing: {copy.State} owes nothing and has nothing to send");
            }
        }

        return [.. texts.Distinct()];
    }

    /// <summary>The rule that emits what is owed first.</summary>
    public static RuleInfo? FirstRule(in Hypothesis hypothesis)
    {
        var copy = hypothesis.Tcb;
        var rule = Connection.TryEmit(ref copy, out _);
        return rule < 0 ? null : Connection.Info.Rules[rule];
    }

    private static void Add(List<string> texts, Tcb copy, string when)
    {
        for (var count = 0; count < OutputsMost; count++)
        {
            var offered = copy.RcvWnd;
            var rule = Connection.TryEmit(ref copy, out var made);
            if (rule < 0)
            {
                return;
            }

            var expected = SegmentText.Expected(in made, offered, copy.RcvScale);
            texts.Add($"{expected}{when} ({Connection.Info.Rules[rule].Name})");
            if (made.Length > 0 && copy.Owed.IsEmpty)
            {
                return;
            }
        }
    }
}
