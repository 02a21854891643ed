namespace OutcomeApi.Data.Dialects;

/// <summary>A lock that a transaction takes.</summary>
/// <param name="Resource">Name of what is locked.</param>
/// <param name="IsShared">True if others may share the resource meanwhile. False if they must wait.</param>
public readonly record struct ResourceLock(string Resource, bool IsShared = false);
