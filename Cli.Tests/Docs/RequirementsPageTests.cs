using System.Globalization;
using System.Text;
using Wakeline.Cli.Requirements;
using Wakeline.Cli.Terminal;
using Wakeline.Spec.Tcp;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Docs;

/// <summary>The page of requirements is what the tables cite.</summary>
public sealed class RequirementsPageTests
{
    private static readonly string _path = Path.Combine(SourceTree.Root, "docs", "requirements.md");

    [Fact]
    public void ThePageIsWhatTheTablesCite() => Golden.VerifyFile(
        GeneratedBlocks.Rewrite(File.ReadAllText(_path), "requirements", _ => Matrix()), _path);

    private static string Matrix()
    {
        var table = new StringBuilder("| id | section | what | standing | rules | note |\n|---|---|---|---|---|---|\n");
        foreach (var row in RequirementMatrix.Of(Catalogue.Shipped, RequirementCatalogue.All))
        {
            var machines = row.Rules.CountBy(rule => rule.Machine.Name).Select(each => $"{each.Value} of {each.Key}");
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Requirement.Id} | {row.Requirement.Section} | {row.Requirement.Text} "
                + $"| {RequirementText.NameOf(row.Standing)} | {string.Join(", ", machines)} "
                + $"| {row.Requirement.Note} |\n");
        }

        return table.ToString();
    }
}
