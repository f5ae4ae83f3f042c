namespace Wakeline.Cli.Reports;

/// <summary>A file of a report.</summary>
/// <param name="Name">Name within the folder, with forward slashes.</param>
/// <param name="Text">Content.</param>
internal sealed record ReportFile(string Name, string Text);
