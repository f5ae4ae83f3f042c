namespace Wakeline.Model.Oracle;

/// <content>What is still to come.</content>
internal sealed partial class ConnectionJudge
{
    /// <summary>Whether a state that has taken everything owes an answer that must not be left out.</summary>
    public bool IsAnswerOwed(long time)
    {
        if (Ending is not null)
        {
            return false;
        }

        BeginClosure();
        for (var index = 0; index < _closure.Count; index++)
        {
            if (_closure[index].Taken == _arrived && Obligations.AreBinding(in _closure[index]))
            {
                return true;
            }

            TakeNextPending(_closure[index], time);
        }

        return false;
    }
}
