namespace Wakeline.Spec.Aio;

/// <summary>The queue of the file is woken, with a key that does not say for what.</summary>
public readonly record struct FileWoken;
