namespace OutcomeApi.Data;

/// <summary>
/// Thrown when another transaction has held a needed lock for too long, or when a reader blocks the work. The request has changed nothing and can
/// be sent again.
/// </summary>
public sealed class DatabaseBusyException : Exception
{
    /// <summary>Creates the exception with a message.</summary>
    public DatabaseBusyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the exception that caused it.</summary>
    public DatabaseBusyException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
