namespace Wakeline.Model.Transport;

/// <summary>What an acknowledgment turned out to be (the FLAG_ values of net/ipv4/tcp_input.c).</summary>
[Flags]
internal enum AckFlags
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>It came with text.</summary>
    Text = 0x01,
    /// <summary>It changed the window.</summary>
    WindowUpdate = 0x02,
    /// <summary>It acknowledged text or FIN.</summary>
    TextAcked = 0x04,
    /// <summary>Of that something had been sent again.</summary>
    ResentAcked = 0x08,
    /// <summary>It acknowledged the SYN.</summary>
    SynAcked = 0x10,
    /// <summary>It acknowledged something selectively that had not been.</summary>
    Sacked = 0x20,
    /// <summary>The peer tells of congestion (ECE).</summary>
    Congestion = 0x40,
    /// <summary>It shows a repetition to be lost.</summary>
    ResentLost = 0x80,
    /// <summary>It acknowledged, at once or selectively, what was sent once and before the recovery.</summary>
    OriginalAcked = 0x200,
    /// <summary>SND.UNA advanced.</summary>
    Advanced = 0x400,
    /// <summary>It tells of text that came twice.</summary>
    Duplicate = 0x800,
    /// <summary>The timer for what is on the way is to be set.</summary>
    SetTimer = 0x1000,
    /// <summary>What was selectively acknowledged is missing again.</summary>
    Reneged = 0x2000,
    /// <summary>The text that came twice is a probe of the tail.</summary>
    DuplicateProbe = 0x4000,
    /// <summary>The peer may have delayed it.</summary>
    MayBeDelayed = 0x8000,

    /// <summary>It acknowledged anything.</summary>
    Acked = TextAcked | SynAcked,
    /// <summary>It is no duplicate.</summary>
    NotDuplicate = Text | WindowUpdate | Acked,
    /// <summary>It calls for a closer look.</summary>
    Alert = Sacked | Congestion | Duplicate,
}
