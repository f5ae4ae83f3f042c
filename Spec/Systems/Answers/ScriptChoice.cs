using static Wakeline.Spec.Systems.Answers.ScriptChoiceStep;

namespace Wakeline.Spec.Systems.Answers;

/// <summary>The steps of the choice.</summary>
public enum ScriptChoiceStep : byte
{
    /// <summary>Nothing is chosen.</summary>
    Open,

    /// <summary>A script is chosen.</summary>
    Chosen,
}

/// <summary>Gives the tasks one of the scripts; then they run.</summary>
[Machine]
public static partial class ScriptChoice
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, ScriptChoiceStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Chosen)

        .In(Open)
            .Choose(Scripts).Do(Begin).Goto(Chosen).Named("a script");

    private static ref ScriptChoiceStep Location(ref Kernel kernel) => ref kernel.Ledger.ScriptChoice;

    private static int Scripts(in Kernel kernel, int self) =>
        DescriptorScripts.Count + ReadinessScripts.Count + SocketScripts.Count + TransferScripts.Count
        + SleepScripts.Count + PipeScripts.Count;

    private static void Begin(ref Kernel kernel, int self, int choice)
    {
        if (choice < DescriptorScripts.Count)
        {
            DescriptorScripts.Begin(ref kernel, choice);
            return;
        }

        choice -= DescriptorScripts.Count;
        if (choice < ReadinessScripts.Count)
        {
            ReadinessScripts.Begin(ref kernel, choice);
            return;
        }

        choice -= ReadinessScripts.Count;
        if (choice < SocketScripts.Count)
        {
            SocketScripts.Begin(ref kernel, choice);
            return;
        }

        choice -= SocketScripts.Count;
        if (choice < TransferScripts.Count)
        {
            TransferScripts.Begin(ref kernel, choice);
            return;
        }

        choice -= TransferScripts.Count;
        if (choice < SleepScripts.Count)
        {
            SleepScripts.Begin(ref kernel, choice);
        }
        else
        {
            PipeScripts.Begin(ref kernel, choice - SleepScripts.Count);
        }
    }
}
