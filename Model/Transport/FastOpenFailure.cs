namespace Wakeline.Model.Transport;

/// <summary>Why a client's text did not go, or stay, on its SYN (include/uapi/linux/tcp.h tcp_fastopen_client_fail).
/// </summary>
internal enum FastOpenFailure : byte
{
    /// <summary>It did, or was not to.</summary>
    None,
    /// <summary>There is no cookie (TFO_COOKIE_UNAVAILABLE).</summary>
    NoCookie,
    /// <summary>The peer did not take all of it (TFO_DATA_NOT_ACKED).</summary>
    TextLost,
    /// <summary>The SYN went again without it (TFO_SYN_RETRANSMITTED).</summary>
    SynResent,
}
