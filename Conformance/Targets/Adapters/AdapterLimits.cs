namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>How much an adapter may take and say before it is given up.</summary>
internal sealed record AdapterLimits
{
    /// <summary>The time that it may be silent, beside the time that it is told to wait.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time until it greets, if that is another: a machine has to start first.</summary>
    public TimeSpan? Starting { get; init; }

    /// <summary>Limits for cases that have to be over in a time.</summary>
    /// <param name="most">The time.</param>
    public static AdapterLimits Within(TimeSpan most)
    {
        var usual = new AdapterLimits();
        return most < usual.Patience ? usual with { Patience = most, Starting = usual.Patience } : usual;
    }

    /// <summary>Lines that it may answer to one command.</summary>
    public int Lines { get; init; } = 10_000;

    /// <summary>Octets that it may answer to one command.</summary>
    public int Octets { get; init; } = 16 << 20;
}
