using Wakeline.Testing;

namespace Wakeline.Checker.Tests;

public sealed class SourceTreeTests
{
    [Fact]
    public void TheSourceTreeIsFound() => Assert.True(Directory.Exists(SourceTree.Root));
}
