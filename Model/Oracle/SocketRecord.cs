using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What is known of a socket behind descriptors.</summary>
internal sealed class SocketRecord
{
    /// <summary>How many descriptors refer to it.</summary>
    public int References { get; set; } = 1;

    /// <summary>The address it was bound to; port 0 for none.</summary>
    public Endpoint Bound { get; set; }

    /// <summary>What its options say.</summary>
    public SocketTerms Terms { get; set; } = SocketTerms.Default;

    /// <summary>Whether it listens.</summary>
    public bool IsListening { get; set; }

    /// <summary>Its connection, if it has one.</summary>
    public ConnectionJudge? Connection { get; set; }
}
