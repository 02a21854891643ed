using System.Data.Common;

namespace OutcomeApi.Data.Dialects;

/// <summary>A transaction that writes. Disposing it takes back what has not been committed, and lets the next writer begin.</summary>
public interface IWriteTransaction : IAsyncDisposable
{
    /// <summary>The connection that all statements of the transaction use.</summary>
    DbConnection Connection { get; }

    /// <summary>The transaction of the connection. Null when the connection itself is in the transaction.</summary>
    DbTransaction? Transaction { get; }

    /// <summary>Commits. Returns once what was written survives a crash.</summary>
    Task CommitAsync();
}
