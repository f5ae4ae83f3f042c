namespace Wakeline.Model.Oracle;

/// <content>What is still to come.</content>
internal sealed partial class ConnectionJudge
{
    /// <summary>
    /// Whether an answer is owed that must not be left out, in every state that has taken everything: where one of them
    /// owes nothing, nothing has to come.
    /// </summary>
    public bool IsAnswerOwed(long time)
    {
        if (Ending is not null)
        {
            return false;
        }

        var isOwed = false;
        BeginClosure();
        for (var index = 0; index < _closure.Count; index++)
        {
            if (_closure[index].Taken == _arrived)
            {
                if (!Obligations.AreBinding(in _closure[index]))
                {
                    return false;
                }

                isOwed = true;
            }

            TakeNextPending(_closure[index], time);
        }

        return isOwed;
    }
}
