using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// Urgent text is part of the stream, and the pointer tells where it ends (RFC 9293 3.8.5). Linux takes its last octet out
/// and keeps it aside; a stack that reads it in its place keeps to the text (RFC 6093 3.1, 4).
/// </content>
internal sealed partial class ConnectionJudge
{
    /// <summary>An urgent octet was announced; it may be read in its place.</summary>
    /// <param name="before">What was urgent before the segment.</param>
    /// <param name="taken">The connection after it, which keeps the octet aside.</param>
    /// <param name="into">Takes the connection that does not.</param>
    private void KeepUrgentInLine(UrgentOctet before, in Hypothesis taken, HypothesisSet into)
    {
        if (_settings.Profile.Departs || before != UrgentOctet.None || taken.Tcb.Urgent == UrgentOctet.None)
        {
            return;
        }

        var inLine = taken;
        inLine.Tcb.Urgent = UrgentOctet.None;
        AddTo(into, inLine);
    }
}
