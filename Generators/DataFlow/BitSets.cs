using Microsoft.CodeAnalysis.Operations;

namespace Wakeline.Generators.DataFlow;

/// <summary>Calls that touch one element of a <c>BitSet</c> and leave the others alone.</summary>
internal static class BitSets
{
    /// <summary>Whether a call asks for one number, puts it in or takes it out.</summary>
    public static bool IsElementCall(IInvocationOperation call, out bool writes)
    {
        writes = call.TargetMethod.Name != "Contains";
        return call is
        {
            Instance: not null,
            TargetMethod:
            {
                Name: "Contains" or "Add" or "Remove",
                IsGenericMethod: false,
                ContainingType: { Name: "BitSet", ContainingNamespace.Name: "Wakeline" },
            },
            Arguments.Length: 1,
        };
    }
}
