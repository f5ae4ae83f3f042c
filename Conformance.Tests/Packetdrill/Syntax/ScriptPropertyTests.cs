using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;

namespace Wakeline.Conformance.Tests.Packetdrill.Syntax;

/// <summary>What holds of every script, and of every text.</summary>
public sealed class ScriptPropertyTests
{
    private static readonly string[] s_pieces =
    [
        "+0", "*", "0.1~0.2", "+1...2", "<", ">", "S.", "P.", "-", "0:0(0)", "1:1001(1000)", "ack", "win", "<mss",
        ",", "nop", "sack 1:2", "TS val 1 ecr 2", ">", "[", "]", "{", "}", "(", ")", "=", "...", "\"", "`", "%{", "}%",
        "//", "/*", "*/", "#!", "--define=A=B", "--define=B=A A", "-D A=1", "A", "B", "-1", "0x", "0xffffffffffffffff",
        "99999999999999999999", "1.2.3.4", "::", "a:b:c", "udp (", "icmp", "mtu", "|", "~", "\\", "\0", "\n", "é",
        "((((((((((((((((((((((((((((((((((((", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "- - - -", "~~~~~~~~~~~~~",
    ];

    [Fact]
    public void WhatIsWrittenIsReadAsTheSame() => Prop.ForAll(
        ScriptGenerators.Script.ToArbitrary(),
        script =>
        {
            var text = ScriptPrinter.Write(script);
            var read = ScriptText.Parse(text);
            Assert.True(
                read.Script is not null,
                string.Join('\n', read.Faults.Select(fault => $"{fault}").Append(text)));
            Assert.Equal(script, read.Script);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>Printed scripts, cut, doubled and mixed up, by tokens and by characters. What is read is written as
    /// what is read as the same; what is not has faults in the order of the text.</summary>
    [Fact]
    public void WhateverIsWrittenIsReadOrRefused()
    {
        string[] scripts = [.. ScriptGenerators.Script.Sample(200, 20).Select(ScriptPrinter.Write)];
        FuzzTrials.OfTexts(random => Mutate(scripts[random.Next(scripts.Length)], random), RequireReadOrRefused);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("f(")]
    [InlineData("~")]
    [InlineData("1|")]
    [InlineData("1,")]
    [InlineData("X ")]
    [InlineData("/*")]
    public void NoTextIsTooDeepOrTooLong(string piece)
    {
        var text = $"--define=X=1\n+0 f({string.Concat(Enumerable.Repeat(piece, 200_000))}1) = 0";
        Assert.NotEmpty(ScriptText.Parse(text).Faults);
    }

    private static void RequireReadOrRefused(string text)
    {
        var (script, faults) = ScriptText.Parse(text);
        if (script is null)
        {
            Assert.NotEmpty(faults);
            Assert.All(faults, fault => Assert.True(fault.Position.Line >= 1 && fault.Position.Column >= 1));
            return;
        }

        Assert.Empty(faults);
        var again = ScriptText.Parse(ScriptPrinter.Write(script));
        Assert.True(script.Equals(again.Script), string.Join(' ', again.Faults.Select(fault => fault.Message)));
    }

    private static string Mutate(string text, Random random)
    {
        var mutant = new StringBuilder(text);
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(mutant.Length + 1);
            var length = Math.Min(random.Next(12), mutant.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    mutant.Remove(at, length);
                    break;
                case 1:
                    mutant.Insert(at, mutant.ToString(at, length));
                    break;
                case 2:
                    mutant.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 3:
                    mutant.Insert(at, $" {s_pieces[random.Next(s_pieces.Length)]} ");
                    break;
                default:
                    mutant.Insert(at, (char)random.Next(256));
                    break;
            }
        }

        return mutant.ToString();
    }
}
