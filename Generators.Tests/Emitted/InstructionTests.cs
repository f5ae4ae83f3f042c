using System.Reflection;
using Wakeline.Generators.Tests.Harness;

namespace Wakeline.Generators.Tests.Emitted;

/// <summary>Emitted functions hold no instruction that allocates, boxes, calls a delegate or reflects.</summary>
public sealed class InstructionTests
{
    [Theory]
    [InlineData("Courier", 60)]
    [InlineData("Kettle", 12)]
    public void OfATestMachine(string machine, int least) =>
        Demand(Compiler.Load(Compiler.Generate(Sources.Read(machine)).Compilation), least);

    [Fact]
    public void OfTheShippedSpecifications() => Demand(typeof(Spec.Kernel).Assembly, 1000);

    [Theory]
    [InlineData(nameof(Faulty.Allocates), "newobj")]
    [InlineData(nameof(Faulty.AllocatesAnArray), "newarr")]
    [InlineData(nameof(Faulty.Boxes), "box")]
    [InlineData(nameof(Faulty.MakesADelegate), "ldftn")]
    [InlineData(nameof(Faulty.CallsADelegate), "callvirt")]
    [InlineData(nameof(Faulty.Casts), "castclass")]
    [InlineData(nameof(Faulty.Reflects), "call")]
    public void WhatCostsIsFound(string method, string instruction) => Assert.Contains(
        GeneratedFunctions.Faults(typeof(Faulty).GetMethod(method)!),
        fault => fault.Contains($": {instruction} ", StringComparison.Ordinal));

    [Fact]
    public void WhatCostsNothingIsLeftAlone() =>
        Assert.Empty(GeneratedFunctions.Faults(typeof(Faulty).GetMethod(nameof(Faulty.IsCheap))!));

    private static void Demand(Assembly assembly, int least)
    {
        var functions = GeneratedFunctions.Of(assembly);
        Assert.InRange(functions.Count, least, int.MaxValue);
        Assert.Empty(functions.SelectMany(GeneratedFunctions.Faults));
    }

    /// <summary>What emitted functions must not do.</summary>
    private static class Faulty
    {
        public static object Allocates() => new();

        public static int[] AllocatesAnArray(int length) => new int[length];

        public static bool Boxes(int number) => Equals(number, null);

        public static Func<object> MakesADelegate() => Allocates;

        public static int CallsADelegate(Func<int> function) => function();

        public static string Casts(object text) => (string)text;

        public static Type Reflects() => typeof(Faulty);

        public static int IsCheap(int number)
        {
            Span<int> some = stackalloc int[3];
            some[0] = new DateTime(number).Day;
            return number switch { 1 => 3, 2 => 5, 3 => 9, 4 => some[0], _ => number };
        }
    }
}
