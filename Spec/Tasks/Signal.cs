namespace Wakeline.Spec.Tasks;

/// <summary>The signals of the model. Each has a handler, without SA_RESTART.</summary>
public enum Signal : byte
{
    /// <summary>SIGUSR1.</summary>
    User1,
    /// <summary>SIGUSR2.</summary>
    User2,
    /// <summary>SIGIO: something happened to a file with O_ASYNC.</summary>
    InputOutput,
    /// <summary>SIGURG: an urgent octet is announced.</summary>
    Urgent,
}
