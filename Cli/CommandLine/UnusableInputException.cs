namespace Wakeline.Cli.CommandLine;

/// <summary>What was given cannot be used. The message is the one line the user sees.</summary>
internal sealed class UnusableInputException(string message) : Exception(message);
