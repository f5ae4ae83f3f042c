using StopAndWait;
using Wakeline;
using Wakeline.Checking;
using Wakeline.Checking.Rendering;

// Every interleaving of sender, receiver and lossy wires, and then the same with a receiver that forgets the bit.
var shipped = Check.Run<StopAndWaitSystem, Link>(Parameters.Of(StopAndWaitSystem.Info));
Console.WriteLine($"{shipped.States} states, {shipped.Transitions} transitions, depth {shipped.Depth}");
foreach (var property in shipped.Properties)
{
    Console.WriteLine($"  {property.Name}: {property.Verdict.GetType().Name}");
}

var noBit = StopAndWaitSystem.Info.FindMutation("no-bit")!.Value;
var mutant = Check.Run<StopAndWaitSystem, Link>(Parameters.Of(StopAndWaitSystem.Info, "messages=2", noBit));
foreach (var (property, violated) in mutant.Violations)
{
    Console.WriteLine($"Without the bit, {property.Name} is violated: {violated.Why}");
    Console.WriteLine(SequenceDiagram.Render(violated.Trace!));
    break;
}

Console.WriteLine(Sender.ToMermaid());
return shipped.AllHold && mutant.Violations.Any() ? 0 : 1;
