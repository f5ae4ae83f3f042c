namespace Wakeline.Conformance.Tests.Verification;

/// <summary>
/// Tests that count what the whole process does: rules that fire, threads, descriptors. They run alone.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "one at a time";
}
