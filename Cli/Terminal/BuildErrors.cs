using Wakeline.Checking;
using Wakeline.Checking.Traces;

namespace Wakeline.Cli.Terminal;

/// <summary>
/// Verdicts in the form in which MSBuild and editors read errors, <c>file(line): error CODE: text</c>: on the row of
/// the last step of a counterexample, or on the property where there is none.
/// </summary>
internal sealed class BuildErrors(string sources)
{
    /// <summary>A property is violated.</summary>
    public const string Violation = "WKL8001";

    /// <summary>A property is not decided.</summary>
    public const string Indecision = "WKL8002";

    /// <summary>A property holds because nothing puts it to the test.</summary>
    public const string Vacuity = "WKL8003";

    private readonly Lazy<ILookup<string, string>> _filesByName = new(() =>
        Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileName(file)));

    /// <summary>A line for each property of a system that is to be looked at.</summary>
    public IEnumerable<string> Of(SystemInfo system, IEnumerable<PropertyResult> properties) =>
        properties.Select(property => LineOf(system, property)).OfType<string>();

    private string? LineOf(SystemInfo system, PropertyResult property)
    {
        var what = $"{system.Name}: {property.Name} ({property.Meaning})";
        return property.Verdict switch
        {
            Violated { Trace: { Steps: [.., var last] } trace } =>
                Line(PlaceOf(system, last), "error", Violation, $"{what} is violated: {trace.Why} {Story(trace)}"),
            Violated violated =>
                Line(PlaceOf(system, property), "error", Violation, $"{what} is violated: {violated.Why}"),
            BoundReached bound => Undecided(bound.Bound),
            NotChecked not => Undecided(not.Why),
            Holds { VacuousBecause: { } why } => Line(
                PlaceOf(system, property), "warning", Vacuity, $"{what} holds, but says nothing: {why}."),
            _ => null,
        };

        string Undecided(string why) =>
            Line(PlaceOf(system, property), "warning", Indecision, $"{what} is not decided: {why}.");
    }

    private static string Story(Trace trace)
    {
        var last = trace.Steps[^1];
        return $"{Figures.Counted(trace.Steps.Count, "step")} lead there, the last by {last.Lane}: "
            + $"{last.Machine}.{last.Rule}.";
    }

    private static string Line((string File, int Line) place, string severity, string code, string text) =>
        $"{place.File}({place.Line}): {severity} {code}: {text.ReplaceLineEndings(" ")}";

    private (string File, int Line) PlaceOf(SystemInfo system, TraceStep step) =>
        (Find(system.MachineOf(step.Step.Rule).Machine.File), system.Rules[step.Step.Rule].Line);

    private (string File, int Line) PlaceOf(SystemInfo system, PropertyResult property) =>
        (Find(system.File), property.Declared?.Line ?? 1);

    /// <summary>
    /// The file below the sources. What was compiled without a path map knows the name of its file and no more.
    /// </summary>
    private string Find(string file)
    {
        var named = Path.GetFullPath(Path.Combine(sources, file));
        return File.Exists(named) || _filesByName.Value[Path.GetFileName(file)].ToArray() is not [var only]
            ? named
            : Path.GetFullPath(only);
    }
}
