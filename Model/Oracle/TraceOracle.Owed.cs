namespace Wakeline.Model.Oracle;

/// <content>What is still to come.</content>
public sealed partial class TraceOracle
{
    /// <summary>
    /// Whether the specification still expects a segment that must not be left out: whoever drives the stack has reason
    /// to wait for it.
    /// </summary>
    /// <param name="time">The time in nanoseconds.</param>
    public bool IsAnswerOwed(long time)
    {
        foreach (var judge in _flows.All)
        {
            if (judge.IsAnswerOwed(time))
            {
                return true;
            }
        }

        return false;
    }
}
