using System.Runtime.CompilerServices;
using System.Text.Json;
using OutcomeApi.Records;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>Stores batches, their chunks and the results of their records.</summary>
public sealed class BatchStore(DbSession session, IEnumerable<IRecordIntake> intakes, BusinessDay day)
{
    private const string InsertSql =
        """
        INSERT INTO batches (
            public_id, project_id, caller, mode, dry_run, status, received, done, created, unchanged, corrected, rejected, with_warnings, late, errors,
            warnings, layout, created_at, completed_at)
        VALUES (
            @PublicId, @ProjectId, @Caller, @Mode, @DryRun, @Status, @Received, @Done, @Created, @Unchanged, @Corrected, @Rejected, @WithWarnings, @Late,
            @Errors, @Warnings, @Layout, @CreatedAt, @CompletedAt)
        """;

    private const string InsertChunkSql =
        "INSERT INTO batch_chunks (batch, turn, kind, waiting, results, findings) VALUES (@Batch, @Turn, @Kind, @Waiting, @Results, @Findings)";

    private const string QueueSql =
        """
        UPDATE batches
        SET status = 'queued', received = @Received, mode = @Mode, dry_run = @DryRun, layout = @Layout
        WHERE public_id = @PublicId AND status = 'receiving'
        """;

    private const string DeleteChunksSql = "DELETE FROM batch_chunks WHERE batch = @Batch";

    private const string DeleteSql = "DELETE FROM batches WHERE public_id = @Batch";

    private const string SelectSql = $"SELECT {BatchRow.Columns} FROM batches WHERE public_id = @Batch AND status IN ('queued', 'running')";

    private const string SelectWaitingSql =
        "SELECT id, kind, waiting AS content FROM batch_chunks WHERE batch = @Batch AND waiting IS NOT NULL ORDER BY turn, id";

    private const string ResultSql = "UPDATE batch_chunks SET waiting = NULL, results = @Results, findings = @Findings WHERE id = @Id";

    // The condition on status leaves a batch alone that has been cancelled in the meantime.
    private const string ProgressSql =
        """
        UPDATE batches
        SET status = @Status, done = @Done, created = @Created, unchanged = @Unchanged, corrected = @Corrected, rejected = @Rejected,
            with_warnings = @WithWarnings, late = @Late, errors = @Errors, warnings = @Warnings, completed_at = @CompletedAt
        WHERE public_id = @PublicId AND status IN ('queued', 'running')
        """;

    private const string FindSql =
        $"SELECT {BatchRow.Columns} FROM batches WHERE project_id = @Project AND public_id = @Batch AND status <> 'receiving'";

    private const string EndSql =
        "UPDATE batches SET status = @Status, completed_at = @Now WHERE public_id = @Batch AND status IN ('queued', 'running', 'receiving')";

    private const string ForgetWaitingSql = "UPDATE batch_chunks SET waiting = NULL WHERE batch = @Batch";

    private const string SelectKindsSql = "SELECT DISTINCT kind FROM batch_chunks WHERE batch = @Batch AND findings >= @Least AND results IS NOT NULL";

    private const string SelectResultsSql =
        """
        SELECT id, kind, results AS content
        FROM batch_chunks
        WHERE batch = @Batch AND kind = @Kind AND findings >= @Least AND results IS NOT NULL AND id > @After
        ORDER BY id
        """;

    private readonly Dictionary<string, IRecordIntake> _intakes = intakes.ToDictionary(intake => intake.Name);

    /// <summary>Inserts a batch, in the session's transaction.</summary>
    public Task InsertAsync(BatchRow row, CancellationToken ct)
    {
        var parameters = new Dapper.DynamicParameters(row);
        parameters.AddDynamicParams(new { CreatedAt = day.Now, CompletedAt = row.Status == "completed" ? day.Now : (DateTimeOffset?)null });
        return session.ExecuteAsync(InsertSql, parameters, ct);
    }

    /// <summary>Stores chunks that wait, in the session's transaction.</summary>
    /// <param name="batch">Id of the batch.</param>
    /// <param name="chunks">The chunks, each with what <see cref="BatchChunk.Write"/> gives: it is made before, so that no writer waits for it.</param>
    /// <param name="ct">Cancels the writing.</param>
    internal async Task WaitAsync(string batch, IEnumerable<(BatchChunk Chunk, string Waiting)> chunks, CancellationToken ct)
    {
        foreach (var (chunk, waiting) in chunks)
        {
            var row = new { Batch = batch, chunk.Turn, chunk.Kind, Waiting = waiting, Results = (string?)null, Findings = 0 };
            await session.ExecuteAsync(InsertChunkSql, row, ct);
        }
    }

    /// <summary>Stores a chunk that has been worked through, in the session's transaction.</summary>
    internal Task InsertResultsAsync(string batch, BatchChunk chunk, IReadOnlyList<BatchRecordResult> results, CancellationToken ct) => session.ExecuteAsync(
        InsertChunkSql,
        new { Batch = batch, chunk.Turn, chunk.Kind, Waiting = (string?)null, Results = Write(results), Findings = FindingsOf(results) },
        ct);

    /// <summary>Lets a batch that has been received whole wait for its job. False: it has been cancelled.</summary>
    public async Task<bool> QueueAsync(BatchRow row, CancellationToken ct) => await session.ExecuteAsync(QueueSql, row, ct) > 0;

    /// <summary>Deletes a batch that could not be received whole.</summary>
    public Task DiscardAsync(string batch, CancellationToken ct) => session.WriteAsync(
        async () =>
        {
            await session.ExecuteAsync(DeleteChunksSql, new { Batch = batch }, ct);
            await session.ExecuteAsync(DeleteSql, new { Batch = batch }, ct);
        },
        ct);

    /// <summary>Finds a batch that is queued or running. Null: there is none.</summary>
    public Task<BatchRow?> FindUndoneAsync(string batch, CancellationToken ct) => session.QueryOneAsync<BatchRow>(SelectSql, new { Batch = batch }, ct);

    /// <summary>Finds a batch, if the caller may know about it.</summary>
    public async Task<BatchRow?> FindAsync(Caller caller, string project, string batch, CancellationToken ct) =>
        await session.QueryOneAsync<BatchRow>(FindSql, new { Project = project, Batch = batch }, ct) is { } row
        && BatchReach.Includes(caller, project, row.Caller)
            ? row
            : null;

    /// <summary>Adds a page of what was found in its records to a batch.</summary>
    /// <param name="row">The batch.</param>
    /// <param name="page">Number of the page of faults, and of that of warnings.</param>
    /// <param name="limit">The most faults, and the most warnings, on a page.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<ShownBatch> ShowAsync(BatchRow row, int page, int limit, CancellationToken ct)
    {
        var from = (page - 1L) * limit;
        var (errors, warnings) = (new List<FoundInRecord>(), new List<FoundInRecord>());
        var (skippedErrors, skippedWarnings) = (0L, 0L);
        if (from < Math.Max(row.Errors, row.Warnings))
        {
            await foreach (var result in ResultsAsync(row.PublicId, onlyFindings: true, ct))
            {
                Take(result, result.Result.Errors, errors, ref skippedErrors);
                Take(result, result.Result.Warnings, warnings, ref skippedWarnings);
                if ((errors.Count == limit || row.Errors <= from) && (warnings.Count == limit || row.Warnings <= from))
                {
                    break;
                }
            }
        }

        return new ShownBatch(row, page, limit, errors, warnings);

        void Take(ResultOfRecord result, IReadOnlyList<StoredFault>? found, List<FoundInRecord> into, ref long skipped)
        {
            foreach (var fault in found ?? [])
            {
                if (skipped < from)
                {
                    skipped++;
                }
                else if (into.Count < limit)
                {
                    into.Add(new FoundInRecord(result, fault));
                }
            }
        }
    }

    /// <summary>Reads the chunk whose turn it is. Null: all have been worked through.</summary>
    internal async Task<(long Id, BatchChunk Chunk)?> NextAsync(string batch, CancellationToken ct) =>
        (await session.QueryAsync<ChunkRow>(session.Dialect.Page(SelectWaitingSql), new { Batch = batch, Skip = 0, Take = 1 }, ct)) is [var row]
            ? (row.Id, Read(row))
            : null;

    /// <summary>Reads all chunks that wait, in their order, one after the other. Nothing of them may be changed meanwhile.</summary>
    internal async IAsyncEnumerable<(long Id, BatchChunk Chunk)> AllAsync(string batch, [EnumeratorCancellation] CancellationToken ct)
    {
        var skip = 0;
        while ((await session.QueryAsync<ChunkRow>(session.Dialect.Page(SelectWaitingSql), new { Batch = batch, Skip = skip++, Take = 1 }, ct)) is [var row])
        {
            yield return (row.Id, Read(row));
        }
    }

    /// <summary>Puts the results of a chunk in the place of what waited.</summary>
    public Task KeepResultsAsync(long chunk, IReadOnlyList<BatchRecordResult> results, CancellationToken ct) =>
        session.ExecuteAsync(ResultSql, new { Id = chunk, Results = Write(results), Findings = FindingsOf(results) }, ct);

    /// <summary>
    /// Writes into the audit log what a completed batch has told instead of stored: a dry run compares every record with the register, and so does a
    /// refusal.
    /// </summary>
    public async Task NoteReadAsync(BatchRow row, Caller caller, CancellationToken ct)
    {
        var told = row.DryRun ? row.Received : row.Rejected;
        if (told > 0)
        {
            await AuditLog.WriteAsync(session, new AuditEntry(caller, "read", "batch") { Project = row.ProjectId, Count = told }, day.Now, ct);
        }
    }

    /// <summary>Stores how far a batch has come. False: it has been cancelled.</summary>
    public async Task<bool> ProgressAsync(BatchRow row, CancellationToken ct)
    {
        var parameters = new Dapper.DynamicParameters(row);
        parameters.AddDynamicParams(new { CompletedAt = row.Status == "completed" ? day.Now : (DateTimeOffset?)null });
        return await session.ExecuteAsync(ProgressSql, parameters, ct) > 0;
    }

    /// <summary>Ends a batch that is not done, in the session's transaction. What waits is forgotten; results stay.</summary>
    public async Task EndAsync(string batch, BatchStatus status, CancellationToken ct)
    {
        if (await session.ExecuteAsync(EndSql, new { Batch = batch, Status = Code.Format(status), day.Now }, ct) > 0)
        {
            await session.ExecuteAsync(ForgetWaitingSql, new { Batch = batch }, ct);
        }
    }

    /// <summary>
    /// Reads the results of a batch in the order in which its records were sent. Of each kind one chunk at a time is held, so that memory does not grow with
    /// the batch.
    /// </summary>
    /// <param name="batch">Id of the batch.</param>
    /// <param name="onlyFindings">True to read only chunks in which something was found.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async IAsyncEnumerable<ResultOfRecord> ResultsAsync(string batch, bool onlyFindings, [EnumeratorCancellation] CancellationToken ct)
    {
        var least = onlyFindings ? 1 : 0;
        var next = new PriorityQueue<(IAsyncEnumerator<BatchRecordResult> Results, string Kind), int>();
        foreach (var kind in await session.QueryAsync<string>(SelectKindsSql, new { Batch = batch, Least = least }, ct))
        {
            await TakeAsync(ResultsOfKindAsync(batch, kind, least, ct).GetAsyncEnumerator(ct), kind);
        }

        while (next.TryDequeue(out var first, out _))
        {
            yield return new ResultOfRecord(first.Kind, first.Results.Current);
            await TakeAsync(first.Results, first.Kind);
        }

        async Task TakeAsync(IAsyncEnumerator<BatchRecordResult> results, string kind)
        {
            if (await results.MoveNextAsync())
            {
                next.Enqueue((results, kind), results.Current.Position);
            }
        }
    }

    private async IAsyncEnumerable<BatchRecordResult> ResultsOfKindAsync(
        string batch, string kind, int least, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = 0L;
        var sql = session.Dialect.Page(SelectResultsSql);
        while ((await session.QueryAsync<ChunkRow>(sql, new { Batch = batch, Kind = kind, Least = least, After = after, Skip = 0, Take = 1 }, ct)) is [var row])
        {
            after = row.Id;
            foreach (var result in JsonSerializer.Deserialize<BatchRecordResult[]>(row.Content, StoredJson.Options)!)
            {
                yield return result;
            }
        }
    }

    private static string Write(IReadOnlyList<BatchRecordResult> results) => JsonSerializer.Serialize(results, StoredJson.Options);

    private static int FindingsOf(IReadOnlyList<BatchRecordResult> results) =>
        results.Count(result => result.Errors is not null || result.Warnings is not null);

    private BatchChunk Read(ChunkRow row) => BatchChunk.Read(row.Content, row.Kind.Length == 0 ? null : _intakes[row.Kind]);

    private sealed record ChunkRow
    {
        public required long Id { get; init; }

        public required string Kind { get; init; }

        public required string Content { get; init; }
    }
}
