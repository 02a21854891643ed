namespace OutcomeApi.Data;

/// <summary>Somebody else has held what is needed for too long. The request has done nothing and can be sent again.</summary>
public sealed class DatabaseBusyException : Exception
{
    public DatabaseBusyException(string message)
        : base(message)
    {
    }

    public DatabaseBusyException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
