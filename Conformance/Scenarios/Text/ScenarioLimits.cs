using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Scenarios.Text;

/// <summary>What a call of a scenario may ask for, so that model and kernel can both be asked.</summary>
internal static class ScenarioLimits
{
    /// <summary>The most octets of a call: they are kept on the stack of the thread that makes it.</summary>
    private const int OctetsMost = 256 * 1024;

    /// <summary>Tests a call.</summary>
    /// <exception cref="ProgramSyntaxException">It asks for too much, or stands in the wrong place; the message says
    /// why, but not where.</exception>
    public static void Require(CallStep step, bool isSetup)
    {
        var name = VerbShape.Of(step.Verb).Name;
        Require(
            VerbShape.Of(step.Verb).Scope != VerbScope.Programs,
            $"{name} is for programs that are run step by step; a thread of a scenario always waits for its call.");
        Require(
            !isSetup || VerbShape.Of(step.Verb).Scope != VerbScope.Scenarios,
            $"{name} has no meaning in the setup, where no thread runs yet.");
        Require(
            !isSetup || step.Verb is not (Verb.SetSignalMask or Verb.GetPendingSignals),
            $"{name} is about one thread's signals, and no thread runs in the setup.");
        Require(
            step.Verb is not (Verb.Send or Verb.Receive or Verb.Read) || step.Number is >= 0 and <= OctetsMost,
            $"{name} moves 0 to {OctetsMost} octets here.");
        Require(
            step.Verb != Verb.Write || step.Number <= OctetsMost, $"{name} writes at most {OctetsMost} here.");
        Require(
            step.Verb != Verb.EpollControl || step.Number is >= byte.MinValue and <= byte.MaxValue,
            "the user data of an item is a number from 0 to 255 here.");
        Require(
            step.Polled.Count <= Capacity.Polled, $"{name} takes at most {Capacity.Polled} descriptors here.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ProgramSyntaxException(otherwise);
        }
    }
}
