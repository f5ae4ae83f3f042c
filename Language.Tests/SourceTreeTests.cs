using Wakeline.Testing;

namespace Wakeline.Language.Tests;

public sealed class SourceTreeTests
{
    [Fact]
    public void TheSourceTreeIsFound() => Assert.True(Directory.Exists(SourceTree.Root));
}
