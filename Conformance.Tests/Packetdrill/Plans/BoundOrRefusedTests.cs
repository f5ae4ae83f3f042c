using System.Globalization;
using System.Text;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Plans.Assertions;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Tests.Packetdrill.OnModel;

namespace Wakeline.Conformance.Tests.Packetdrill.Plans;

/// <summary>
/// Whatever a script says in its commands, code, options and arguments means something or has a fault, soon and in
/// little memory.
/// </summary>
public sealed class BoundOrRefusedTests
{
    private const int LengthMost = 5000;

    private static readonly string[] s_pieces =
    [
        "sysctl -q ", "net.ipv4.tcp_sack=0", "net/ipv4/tcp_rmem=1 2 3", "echo 1 >", "/proc/sys/net/ipv4/tcp_ecn",
        "<", ">", ">>", "2>&1", "&>", "|", "||", "&&", "&", ";", "#", "\"", "'", "\\", "\n", "\t", "\v", "\f",
        "\u00a0", "\0", "$(", "`", "true", "tee", "set ", "cd ", "sh x.sh", "\"\"", "%{", "}%", "assert ", "print ",
        "if ", "else", "elif", "tcpi_cwnd", " in ", "range(", "(", ")", "[", "]", "{", "}", ",", "=", "==", "**",
        "<<", "not ", "-", "~", "or ", "1e99", "0x", "99999999999999999999", "--define=A=A+A", "--define=B=A*A",
        "--tolerance_usecs=", "A", "B", "...", "htons(", "SOCK_STREAM", "O_RDWR|",
    ];

    [Fact]
    public void WhateverIsReadIsBoundOrRefused()
    {
        string[] scripts = [.. ShippedScripts.Names.Select(row => ShippedScripts.TextOf(row.Data))
            .Where(text => text.Length < LengthMost)];
        FuzzTrials.OfTexts(random => Mutate(scripts[random.Next(scripts.Length)], random), RequireBoundOrRefused);
    }

    /// <summary>Commands alone, which are read most loosely.</summary>
    [Fact]
    public void WhateverIsCommandedIsSetOrRefused() => FuzzTrials.OfTexts(
        random => string.Concat(Enumerable.Range(0, random.Next(1, 9))
            .Select(_ => s_pieces[random.Next(s_pieces.Length)] + (random.Next(2) == 0 ? " " : ""))),
        text =>
        {
            try
            {
                CommandBinder.Bind(text, null);
            }
            catch (UnsupportedException lacking)
            {
                Assert.NotEmpty(lacking.Message);
            }
        });

    [Theory]
    [InlineData("`{0}`", "true | ")]
    [InlineData("`{0}`", "true || ")]
    [InlineData("`{0}`", "true ; ")]
    [InlineData("`{0}`", "<")]
    [InlineData("`{0}`", "\v")]
    [InlineData("`{0}`", "> ")]
    [InlineData("`{0}`", "''")]
    [InlineData("+0 %{{ assert {0}1 }}%", "1 or ")]
    [InlineData("+0 %{{ assert {0}1 }}%", "1 if 1 else ")]
    [InlineData("+0 %{{ assert {0}1 }}%", "not ")]
    [InlineData("+0 %{{ assert {0}1 }}%", "(")]
    [InlineData("+0 %{{ assert {0}1 }}%", "2 ** ")]
    [InlineData("+0 %{{ {0}pass }}%", "if 1:\n")]
    public void NoCommandAndNoCodeIsTooDeepOrTooLong(string around, string piece) => RequireBoundOrRefused(
        string.Format(
            CultureInfo.InvariantCulture, around,
            string.Concat(Enumerable.Repeat(piece, 50_000))) + "\n+0 close(3) = 0");

    /// <summary>Words that stand for words, each for many of the next.</summary>
    [Fact]
    public void NoDefinitionIsTooLong()
    {
        var definitions = Enumerable.Range(0, 8).ToDictionary(
            word => $"W{word}", word => string.Join('+', Enumerable.Repeat($"W{word + 1}", 100)));
        definitions["W8"] = "1";
        var lacking = Assert.Throws<UnsupportedException>(() => AssertionReader.Read("assert W0 == 1", definitions));
        Assert.Contains("parts", lacking.Message, StringComparison.Ordinal);
    }

    private static void RequireBoundOrRefused(string text)
    {
        if (Bind(text) is { Plan: null } bound)
        {
            Assert.True(bound.Faults.Count + bound.Unsupported.Count > 0);
        }
    }

    private static BoundScript? Bind(string text) => ScriptText.Parse(text).Script is { } script
        ? PlanBinder.Bind(script, new RunSettings(), new Dictionary<string, string>())
        : null;

    private static string Mutate(string text, Random random)
    {
        var mutant = new StringBuilder(text);
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = PlaceIn(text, mutant.Length, random);
            var length = Math.Min(random.Next(8), mutant.Length - at);
            switch (random.Next(4))
            {
                case 0:
                    mutant.Remove(at, length);
                    break;
                case 1:
                    mutant.Insert(at, mutant.ToString(at, length));
                    break;
                case 2:
                    mutant.Insert(at, (char)random.Next(256));
                    break;
                default:
                    mutant.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }
        }

        return mutant.ToString();
    }

    /// <summary>Anywhere, or within the first command or code, which only binding looks into.</summary>
    private static int PlaceIn(string text, int length, Random random)
    {
        var start = random.Next(2) == 0 ? text.IndexOf('`', StringComparison.Ordinal)
            : text.IndexOf("%{", StringComparison.Ordinal) + 1;
        return start <= 0 || random.Next(3) == 0
            ? random.Next(length + 1)
            : Math.Min(start + 1 + random.Next(60), length);
    }
}
