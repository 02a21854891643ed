using Dapper;
using OutcomeApi.Data;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>What a check of a registration has found.</summary>
public sealed class Findings
{
    /// <summary>What stands in the way.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>What is worth a second look.</summary>
    public List<Fault> Warnings { get; } = [];

    /// <summary>Keys of other rows that the record's own row holds.</summary>
    public object? Keys { get; set; }

    /// <summary>What else the record brings about, in the same transaction, once its row stands.</summary>
    public Func<CancellationToken, Task>? AfterSave { get; set; }

    /// <summary>Does what it brings about remove what was known of a person?</summary>
    public bool Forgets { get; set; }
}

/// <summary>Where a check looks: the project, today, and the database inside the command's transaction; and where it notes what else it changes.</summary>
public sealed record RegisterView(DbSession Session, ProjectDefinition Project, DateOnly Today, RecordHistory History, Caller Caller);

/// <summary>
/// One kind of record: its registrations in SQL and its checks. The life of a record – create, send again, correct, take back, history, audit –
/// is the same for every kind and stands in <see cref="SaveRecord{T}"/>.
/// </summary>
/// <typeparam name="T">The registration that senders make.</typeparam>
public abstract class RecordTable<T>
    where T : Registration
{
    /// <summary>Name in the history, in batches and in the audit, for example <c>enrollment</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Path word, for example <c>enrollments</c>.</summary>
    public abstract string Collection { get; }

    /// <summary>In a batch kinds of lower rank are saved first: referrals, enrollments, exits, then what hangs on those.</summary>
    public virtual int Rank => 3;

    /// <summary>Selects a record by <c>@Project</c> and <c>@Key</c>: id, version, received_at, changed_at, then the registration from <see cref="FirstColumn"/> on.</summary>
    protected abstract string FindSql { get; }

    /// <summary>The same columns for all records of <c>@Project</c>, ordered.</summary>
    protected abstract string ListSql { get; }

    protected abstract string CountSql { get; }

    protected abstract string InsertSql { get; }

    protected abstract string UpdateSql { get; }

    /// <summary>The first column of the registration.</summary>
    protected virtual string FirstColumn => "reference";

    /// <summary>The sender's key of the record.</summary>
    public abstract string? KeyOf(T registration);

    /// <summary>The registration in the form in which it is compared and stored.</summary>
    /// <param name="registration">What was sent.</param>
    /// <param name="faults">Where faults are added.</param>
    public T Prepare(T registration, List<Fault> faults) => (T)Conceal(registration, faults).Normalised();

    /// <summary>The registration without what must neither be stored nor wait anywhere: a personal identity number becomes a reference.</summary>
    /// <param name="registration">What was sent.</param>
    /// <param name="faults">Where faults are added.</param>
    public virtual T Conceal(T registration, List<Fault> faults) => registration;

    /// <summary>JSON Pointer to the key.</summary>
    public virtual string KeyPointer => "/reference";

    /// <summary>Members that are judged together: when one of them could not be read, nothing is said of the others.</summary>
    public virtual IReadOnlyList<string> JudgedTogether => [];

    /// <summary>Checks a registration against the project and the register, and finds what it touches.</summary>
    /// <param name="view">Where to look.</param>
    /// <param name="registration">What is stated; members that could not be read are absent.</param>
    /// <param name="stored">What is stored under the same key.</param>
    /// <param name="ct">Cancels.</param>
    public abstract Task<Findings> CheckAsync(RegisterView view, T registration, T? stored, CancellationToken ct);

    /// <summary>
    /// The records as they are shown. Mostly that is what their senders stated; a referral that an enrollment has followed is shown as started.
    /// </summary>
    public virtual Task<IReadOnlyList<Stored<T>>> ShownAsync(DbSession session, string project, IReadOnlyList<Stored<T>> records, CancellationToken ct) =>
        Task.FromResult(records);

    /// <summary>The faults of sending other content under a key that is taken.</summary>
    public virtual IEnumerable<Fault> Conflict(IReadOnlyList<string> differences, string address) =>
        differences.Select(pointer => new Fault(FaultCodes.ContentDiffers, pointer, address));

    public async Task<Stored<T>?> FindAsync(DbSession session, string project, string? key, CancellationToken ct) =>
        key is null ? null : (await session.QueryAsync<StoredRow, T, Stored<T>>(FindSql, Combine, FirstColumn, new { Project = project, Key = key }, ct)).SingleOrDefault();

    /// <summary>May the caller know of the record under a key? Beyond the project's own reach that is a question only for some kinds.</summary>
    public virtual Task<bool> IsReachedAsync(DbSession session, Caller caller, string project, string key, CancellationToken ct) => Task.FromResult(true);

    /// <summary>What the list's and the count's SQL needs to know of the caller.</summary>
    protected virtual object? ReachOf(Caller caller) => null;

    public async Task<(IReadOnlyList<Stored<T>> Page, int Total)> ListAsync(
        DbSession session, Caller caller, string project, int skip, int take, CancellationToken ct)
    {
        var parameters = new DynamicParameters(new { Project = project, Skip = skip, Take = take });
        parameters.AddDynamicParams(ReachOf(caller));
        return (
            await session.QueryAsync<StoredRow, T, Stored<T>>(session.Dialect.Page(ListSql), Combine, FirstColumn, parameters, ct),
            await session.ScalarAsync<int>(CountSql, parameters, ct));
    }

    public Task InsertAsync(DbSession session, string project, T registration, object? keys, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(InsertSql, Parameters(registration, keys, new { Project = project, Version = 1, Now = now }), ct);

    public Task UpdateAsync(DbSession session, long id, int version, T registration, object? keys, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(UpdateSql, Parameters(registration, keys, new { Id = id, Version = version, Now = now }), ct);

    private static Stored<T> Combine(StoredRow row, T registration) => new(row, registration);

    private static DynamicParameters Parameters(T registration, object? keys, object row)
    {
        var parameters = new DynamicParameters(registration);
        parameters.AddDynamicParams(keys);
        parameters.AddDynamicParams(row);
        return parameters;
    }
}
