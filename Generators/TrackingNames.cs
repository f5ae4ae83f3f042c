namespace Wakeline.Generators;

/// <summary>Names of the incremental steps, for tests of what an edit re-runs.</summary>
internal static class TrackingNames
{
    public const string Machine = nameof(Machine);
    public const string MachineCode = nameof(MachineCode);
    public const string SharedNames = nameof(SharedNames);
    public const string HasStateless = nameof(HasStateless);
    public const string System = nameof(System);
    public const string SystemCode = nameof(SystemCode);
}
