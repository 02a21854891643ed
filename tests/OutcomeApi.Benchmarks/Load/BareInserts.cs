using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// What SQLite can do on this machine: one prepared insert for each row, and one commit on disk for all rows that wait (group commit). Nothing is checked.
/// </summary>
internal sealed class BareInserts : IAsyncDisposable
{
    private readonly Channel<(string Content, TaskCompletionSource Durable)> _rows = Channel.CreateUnbounded<(string, TaskCompletionSource)>();
    private readonly Task _writing;

    public BareInserts(string file) => _writing = Task.Factory.StartNew(() => Write(file), TaskCreationOptions.LongRunning);

    /// <summary>Inserts a row. Completes when it is on disk.</summary>
    public Task InsertAsync(string content)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rows.Writer.TryWrite((content, durable));
        return durable.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _rows.Writer.Complete();
        await _writing;
    }

    private void Write(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var setup = connection.CreateCommand();
        setup.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT)";
        setup.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (content) VALUES ($content)";
        var parameter = insert.Parameters.Add("$content", SqliteType.Text);
        var written = new List<TaskCompletionSource>();
        while (_rows.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            while (_rows.Reader.TryRead(out var row))
            {
                parameter.Value = row.Content;
                insert.ExecuteNonQuery();
                written.Add(row.Durable);
            }

            transaction.Commit();
            written.ForEach(durable => durable.SetResult());
            written.Clear();
        }
    }
}
