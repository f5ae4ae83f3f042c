using System.Text;

namespace Wakeline.Generators.Tests.Random;

/// <summary>Writes the <see cref="Driver"/> of a random machine.</summary>
internal static class DriverCode
{
    public static string Of(RandomMachine machine, string name)
    {
        var self = machine.HasInstances ? ", self" : "";
        var mutation = machine.CarriesMutation ? "" : ", mutation";
        var code = new StringBuilder($$"""
            public sealed class {{name}}Driver : Driver
            {
                            public override Interpreter<World, Place> Interpret(Mutation mutation) =>
                                {{name}}.Interpret(mutation);
                public override int Step(ref World world, int self, Mutation mutation) =>
                    {{name}}.Step(ref world{{self}}{{mutation}});
                public override void Successors(in World world, int self, Mutation mutation, ref SuccessorList sink) =>
                    {{name}}.Successors(in world{{self}}, 100, ref sink{{mutation}});

            """);
        foreach (var type in new[] { nameof(Ping), nameof(Pong) })
        {
            if (machine.Has(TriggerKind.Event, type))
            {
                code.Append($"""
                        public override int Fire(ref World world, int self, in {type} e, Mutation mutation) =>
                            {name}.Fire(ref world{self}, in e{mutation});
                        public override void Successors(
                            in World world, int self, in {type} e, Mutation mutation, ref SuccessorList sink) =>
                            {name}.Successors(in world{self}, in e, 100, ref sink{mutation});

                    """);
            }
        }

        AppendOutputs(code, machine, name, self, mutation);
        if (!machine.IsMutated)
        {
            AppendStateless(code, machine, name, self);
        }

        return code.Append("}\n").ToString();
    }

    private static void AppendOutputs(
        StringBuilder code, RandomMachine machine, string name, string self, string mutation)
    {
        if (machine.HasTimers)
        {
            code.Append($"""
                    public override int Expire(ref World world, int self, Clock clock, Mutation mutation) =>
                        {name}.Expire(ref world{self}, clock{mutation});

                """);
        }

        foreach (var type in new[] { nameof(Note), nameof(Letter) })
        {
            if (machine.Has(TriggerKind.Emission, type))
            {
                code.Append($"""
                        public override int TryEmit(ref World world, int self, out {type} made, Mutation mutation) =>
                            {name}.TryEmit(ref world{self}, out made{mutation});
                        public override bool Admits(in World world, int self, in {type} seen, Mutation mutation) =>
                            {name}.Admits(in world{self}, in seen{mutation});
                        public override int Accept(ref World world, int self, in {type} seen, Mutation mutation) =>
                            {name}.Accept(ref world{self}, in seen{mutation});

                    """);
            }
        }
    }

    private static void AppendStateless(StringBuilder code, RandomMachine machine, string name, string self)
    {
        code.Append($$"""
                private readonly StateHolder<World> _holder = new(default);
                private readonly Stateless.StateMachine<Place, {{name}}.Trigger>?[] _machines = [null, null];
                public override World? RunStateless(World world, Operation operation)
                {
                    int self = operation.Self;
                    _holder.State = world;
                    var machine = _machines[self] ??= {{name}}.ToStateless(_holder{{self}});
                    switch (operation.Kind)
                    {

            """);
        var shipped = machine with { Mutants = [] };
        if (shipped.Rows.Any(row => row.Kind == TriggerKind.Step))
        {
            code.AppendLine($"case OperationKind.Step: machine.Fire({name}.Trigger.Step); break;");
        }

        foreach (var type in new[] { nameof(Ping), nameof(Pong) }.Where(type => shipped.Has(TriggerKind.Event, type)))
        {
            code.AppendLine(
                $"case OperationKind.{type}: machine.Fire(new Stateless.StateMachine<Place, {name}.Trigger>"
                + $".TriggerWithParameters<{type}>({name}.Trigger.{type}), new {type}(operation.Value)); break;");
        }

        foreach (var clock in Enum.GetValues<Clock>().Where(clock => shipped.Has(TriggerKind.Timer, $"{clock}")))
        {
            code.AppendLine(
                $"case OperationKind.Expire when operation.Value == {(int)clock}: "
                + $"machine.Fire({name}.Trigger.{clock}Expires); break;");
        }

        code.AppendLine("}\nreturn _holder.State;\n}");
    }
}
