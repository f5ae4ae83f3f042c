using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>Since when outputs are owed, and whether one was left out.</summary>
internal static class Obligations
{
    private static readonly bool[] s_isChallenge =
        [.. Connection.Info.Rules.Select(rule => rule.Citations.Any(IsOfChallenges))];

    private static readonly bool[] s_isOutOfPlace =
        [.. Connection.Info.Rules.Select(rule => rule.Effects.Contains("NoteDuplicate"))];

    private static readonly bool[] s_beginsTimeWait =
        [.. Connection.Info.Rules.Select(rule => rule.Arms.Contains(nameof(TcpTimer.TimeWait)))];

    /// <summary>Notes what a segment that arrived, or a call, has made the connection owe.</summary>
    /// <param name="hypothesis">The connection after it.</param>
    /// <param name="before">What was owed before.</param>
    /// <param name="isOptional">Whether an acknowledgment that is owed now may be left out.</param>
    /// <param name="time">When.</param>
    public static void Note(ref Hypothesis hypothesis, BitSet<ushort> before, bool isOptional, long time)
    {
        var owed = hypothesis.Tcb.Owed;
        if (owed.Word == 0)
        {
            hypothesis.IsAckOptional = hypothesis.IsUpdateOwed = false;
            hypothesis.Beside.AckOwedSince = hypothesis.Beside.AnswerOwedSince = 0;
            return;
        }

        if (!owed.Contains(TcpOutput.Ack))
        {
            hypothesis.IsAckOptional = hypothesis.IsUpdateOwed = false;
            hypothesis.Beside.AckOwedSince = 0;
        }
        else if (!before.Contains(TcpOutput.Ack) || (hypothesis.IsAckOptional && !isOptional))
        {
            hypothesis.IsAckOptional = isOptional;
            hypothesis.Beside.AckOwedSince = time;
        }

        if (!OwesAnswer(owed))
        {
            hypothesis.Beside.AnswerOwedSince = 0;
        }
        else if (!OwesAnswer(before))
        {
            hypothesis.Beside.AnswerOwedSince = time;
        }
    }

    /// <summary>Whether what the rule makes the connection owe may be throttled.</summary>
    public static bool IsChallenge(int rule) => rule >= 0 && s_isChallenge[rule];

    /// <summary>
    /// Whether the rule answers what is out of place, which Linux does not do again soon (tcp_oow_rate_limited).
    /// </summary>
    public static bool IsOutOfPlace(int rule) => rule >= 0 && s_isOutOfPlace[rule];

    /// <summary>Whether TIME-WAIT begins with the rule, or begins anew.</summary>
    public static bool BeginsTimeWait(int rule) => rule >= 0 && s_beginsTimeWait[rule];

    /// <summary>Whether an output is owed that must not be left out.</summary>
    public static bool AreBinding(in Hypothesis hypothesis) =>
        (hypothesis.Tcb.Owed.Contains(TcpOutput.Ack) && !hypothesis.IsAckOptional)
        || OwesAnswer(hypothesis.Tcb.Owed);

    /// <summary>Whether something that was owed should have been seen by now.</summary>
    public static bool IsOverdue(in Hypothesis hypothesis, OracleSettings settings, long time) =>
        settings.HasSegments && ((hypothesis.Tcb.Owed.Contains(TcpOutput.Ack) && !hypothesis.IsAckOptional
            && time - hypothesis.Beside.AckOwedSince > settings.AcknowledgmentMost)
        || (OwesAnswer(hypothesis.Tcb.Owed) && time - hypothesis.Beside.AnswerOwedSince > settings.AnswerMost));

    private static bool OwesAnswer(BitSet<ushort> owed) =>
        owed.Contains(TcpOutput.Reset) || owed.Contains(TcpOutput.Syn) || owed.Contains(TcpOutput.SynAck);

    private static bool IsOfChallenges(string citation) => citation.StartsWith("RFC 5961", StringComparison.Ordinal);
}
