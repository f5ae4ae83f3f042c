namespace Wakeline.Cli.CommandLine;

/// <summary>The user ended a check that can go on later.</summary>
internal sealed class CheckpointKeptException(string folder)
    : OperationCanceledException($"the checkpoint is in '{folder}', and the same command goes on from there");
