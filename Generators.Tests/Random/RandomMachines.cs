using FsCheck;
using FsCheck.Fluent;

namespace Wakeline.Generators.Tests.Random;

/// <summary>Generates random machines. Whatever comes out is a valid table.</summary>
internal static class RandomMachines
{
    private static readonly string[] StateGuards =
    [
        nameof(Vocabulary.AIs0), nameof(Vocabulary.AIs1), nameof(Vocabulary.ABelow2), nameof(Vocabulary.BBelow3),
        nameof(Vocabulary.AEqualsB), nameof(Vocabulary.MyAIs0), nameof(Vocabulary.MyAIs2),
        nameof(Vocabulary.MyABelowB), nameof(Vocabulary.MyBBelow2),
    ];

    private static readonly string[] EventGuards =
    [
        nameof(Vocabulary.IsOdd), nameof(Vocabulary.IsLarge), nameof(Vocabulary.Exceeds), nameof(Vocabulary.MyMatch),
    ];

    private static readonly string[] StateEffects =
    [
        nameof(Vocabulary.IncreaseA), nameof(Vocabulary.DoubleB), nameof(Vocabulary.MyIncreaseB),
        nameof(Vocabulary.MyAddBToA), nameof(Vocabulary.MyJump),
    ];

    private static readonly string[] EventEffects = [nameof(Vocabulary.Add), nameof(Vocabulary.MyAdd)];

    private static readonly string[] ChoiceGuards =
        [nameof(Vocabulary.ChoiceIsB), nameof(Vocabulary.ChoiceIsOdd)];

    private static Gen<Level> Levels { get; } = Gen.Elements(Level.None, Level.Low, Level.High);

    private static Gen<Place> Places { get; } = Gen.Elements(Enum.GetValues<Place>());

    /// <summary>Machines of three to nine rows and up to two mutants.</summary>
    public static Gen<RandomMachine> Machines { get; } =
        from instances in Gen.Elements(true, false)
        from carries in Gen.Elements(true, false)
        from mutated in Gen.Elements(true, false)
        from count in Gen.Choose(3, 9)
        from rows in Rows("row", count)
        from mutantCount in Gen.Choose(0, 2)
        from mutants in Mutants(rows, mutantCount)
        select new RandomMachine
        {
            HasInstances = instances,
            CarriesMutation = carries,
            IsMutated = mutated,
            Rows = rows,
            Mutants = mutants,
        };

    private static Gen<IReadOnlyList<RandomRow>> Rows(string prefix, int count) =>
        from rows in Gen.CollectToSequence(Enumerable.Range(0, count), index => Row($"{prefix}{index}"))
        select (IReadOnlyList<RandomRow>)[.. rows];

    private static Gen<IReadOnlyList<RandomMutant>> Mutants(IReadOnlyList<RandomRow> rows, int count) =>
        from mutants in Gen.CollectToSequence(Enumerable.Range(0, count), index =>
            from removed in Gen.SubListOf(rows.Select(row => row.Name))
            from own in Gen.Choose(0, 2)
            from added in Rows($"mutant{index}row", own)
            select new RandomMutant($"mutant{index}", [.. removed.Take(2)], added))
        select (IReadOnlyList<RandomMutant>)[.. mutants];

    private static Gen<RandomRow> Row(string name) =>
        from kind in Gen.Frequency((4, Gen.Constant(TriggerKind.Step)), (5, Gen.Constant(TriggerKind.Event)),
            (2, Gen.Constant(TriggerKind.Timer)), (2, Gen.Constant(TriggerKind.Emission)))
        from @from in From
        from trigger in Trigger(kind)
        let hasChoices = kind == TriggerKind.Step && trigger.Length > 0
        from guards in Terms(Guard(kind, hasChoices), 2)
        from effects in Terms(Effect(kind, hasChoices), 2)
        from sets in Sets
        from producer in kind == TriggerKind.Emission ? Producer(trigger) : Gen.Constant("")
        from admission in kind == TriggerKind.Emission
            ? Gen.Elements("", nameof(Vocabulary.AtLeastA), nameof(Vocabulary.MyAtMostB))
            : Gen.Constant("")
        from discharges in Gen.Elements<Due?>(null, Due.D0, Due.D1)
        from stays in Gen.Choose(0, 2)
        from to in Places
        from alternative in Gen.Choose(0, 3)
        select new RandomRow
        {
            Name = name,
            From = @from,
            Kind = kind,
            Trigger = trigger,
            Guards = guards,
            Effects = effects,
            Cancels = sets.Cancels,
            Arms = sets.Arms,
            Owes = sets.Owes,
            Producer = producer,
            Admission = admission,
            Discharges = kind == TriggerKind.Emission ? discharges : null,
            To = stays == 0 ? null : to,
            IsAlternative = alternative == 0,
        };

    private static Gen<IReadOnlyList<Place>> From { get; } = Gen.Frequency(
        (1, Gen.Constant<IReadOnlyList<Place>>([])),
        (4, from place in Places select (IReadOnlyList<Place>)[place]),
        (2, from first in Places from second in Places select (IReadOnlyList<Place>)[first, second]));

    private static Gen<(IReadOnlyList<Clock> Cancels, IReadOnlyList<Clock> Arms, IReadOnlyList<Due> Owes)> Sets
    {
        get;
    } =
        from cancels in Few(Enum.GetValues<Clock>())
        from arms in Few(Enum.GetValues<Clock>())
        from owes in Few(Enum.GetValues<Due>())
        select (cancels, arms, owes);

    private static Gen<IReadOnlyList<T>> Few<T>(T[] values) => Gen.Frequency(
        (3, Gen.Constant<IReadOnlyList<T>>([])),
        (1, from value in Gen.Elements(values) select (IReadOnlyList<T>)[value]));

    private static Gen<string> Trigger(TriggerKind kind) => kind switch
    {
        TriggerKind.Event => Gen.Elements(nameof(Ping), nameof(Pong)),
        TriggerKind.Timer => Gen.Elements(Enum.GetNames<Clock>()),
        TriggerKind.Emission => Gen.Elements(nameof(Note), nameof(Letter)),
        _ => Gen.Elements("", "", "", nameof(Vocabulary.ChoicesOfA), nameof(Vocabulary.ChoicesOfB)),
    };

    private static Gen<string> Producer(string output) => output == nameof(Note)
        ? Gen.Elements(nameof(Vocabulary.NoteOfA), nameof(Vocabulary.MyNoteOfB))
        : Gen.Elements(nameof(Vocabulary.LetterOfA), nameof(Vocabulary.MyLetter));

    private static Gen<IReadOnlyList<RandomTerm>> Terms(Gen<RandomTerm> term, int most) =>
        from count in Gen.Choose(0, most)
        from terms in Gen.ListOf(term, count)
        select (IReadOnlyList<RandomTerm>)[.. terms];

    private static Gen<RandomTerm> Guard(TriggerKind kind, bool hasChoices) =>
        from method in Gen.Elements([
            .. StateGuards,
            .. kind == TriggerKind.Event ? EventGuards : [],
            .. hasChoices ? ChoiceGuards : []])
        from negated in Gen.Elements(true, false)
        from level in Levels
        from takesArgument in Gen.Choose(0, 5)
        select takesArgument == 0
            ? new RandomTerm(nameof(Vocabulary.LevelIs), false, level)
            : new RandomTerm(method, negated, null);

    private static Gen<RandomTerm> Effect(TriggerKind kind, bool hasChoices) =>
        from method in Gen.Elements([
            .. StateEffects,
            .. kind is TriggerKind.Event or TriggerKind.Emission ? EventEffects : [],
            .. hasChoices ? [nameof(Vocabulary.AddChoice)] : Array.Empty<string>()])
        from level in Levels
        from takesArgument in Gen.Choose(0, 4)
        select takesArgument == 0
            ? new RandomTerm(nameof(Vocabulary.SetLevel), false, level)
            : new RandomTerm(method, false, null);
}
