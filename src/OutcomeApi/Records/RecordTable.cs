using Dapper;
using OutcomeApi.Data.TypeHandlers;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Holds what the check of a registration has found.</summary>
public sealed class Findings(IEnumerable<Fault> faults, IEnumerable<Fault>? warnings = null)
{
    /// <summary>Faults that prevent the record from being saved.</summary>
    public List<Fault> Faults { get; } = [.. faults];

    /// <summary>Points that are worth checking but do not prevent saving.</summary>
    public List<Fault> Warnings { get; } = [.. warnings ?? []];

    /// <summary>Keys of other rows that the record's own row refers to.</summary>
    public object? Keys { get; set; }

    /// <summary>Further changes that the record causes. They are made in the same transaction, after its row has been written.</summary>
    public Func<CancellationToken, Task>? AfterSave { get; set; }

    /// <summary>True if the further changes remove what was known about a person.</summary>
    public bool Forgets { get; set; }
}

/// <summary>
/// Gives a check what it needs: the project, today's date, the tables of all kinds and the database inside the command's transaction. Further
/// changes that the check causes are written to the history.
/// </summary>
public sealed record RegisterView(
    DbSession Session, ProjectDefinition Project, DateOnly Today, RecordHistory History, Caller Caller, RecordTables Tables)
{
    /// <summary>True if other records about the same participation may follow in the same batch.</summary>
    public bool IsInBatch { get; init; }

    /// <summary>What was read for several records at once. Null for a single record.</summary>
    public RecordsAhead? Ahead { get; init; }
}

/// <summary>Describes a kind of record to those who treat all kinds alike: its names, its rank, and the SQL about its rows.</summary>
/// <param name="name">Name of the kind.</param>
/// <param name="collection">Name of the kind in paths.</param>
/// <param name="definition">How the records are stored.</param>
public abstract class RecordTable(string name, string collection, TableDefinition definition)
{
    /// <summary>Name of the kind in the history, in batches and in the audit, for example <c>enrollment</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Name of the kind in paths, for example <c>enrollments</c>.</summary>
    public string Collection { get; } = collection;

    /// <summary>
    /// Order in which a batch saves kinds, lowest first: referrals, enrollments, exits, then the records that depend on these. Rows are deleted
    /// in the opposite order.
    /// </summary>
    public virtual int Rank => 3;

    /// <summary>Returns the address of a record below the API's base.</summary>
    public string AddressOf(string project, string? key) => $"/projects/{project}/{Collection}/{key}";

    /// <summary>Names the lock of a record within its project. Whoever writes the record takes it first, then those of what its checks read.</summary>
    public string LockOf(string key) => LockOf(Name, key);

    protected static string LockOf(string kind, string key) => $"{kind}:{key}";

    /// <summary>How the records are stored.</summary>
    public TableDefinition Definition { get; } = definition;

    /// <summary>The SQL about the rows of the kind.</summary>
    public RecordStatements Statements { get; } = new(definition);

    /// <summary>
    /// Returns true if the caller may know about the record under a key. The caller already has access to the project: who is limited to parts of it
    /// reaches what belongs to them. Some kinds restrict access further.
    /// </summary>
    public virtual async Task<bool> IsReachedAsync(DbSession session, Caller caller, string project, string key, CancellationToken ct) =>
        caller.PartsOf(project) is null
        || (Statements.FindPartSql is { } sql
            && caller.ReachesPart(project, await session.ScalarAsync<string>(sql, ByKey(project, key), ct)));

    /// <summary>Returns the parameters of a statement that finds one record. Those that the statement does not name are left out.</summary>
    protected static object ByKey(string project, string key) => new { Project = project, Key = key, Reference = ReferenceIn(key) };

    /// <summary>Returns the enrollment's reference, with which a key that is composed begins.</summary>
    protected static string ReferenceIn(string key) => key[..Math.Max(0, key.LastIndexOf('/'))];
}

/// <summary>
/// Defines one kind of record: how it is stored, and its checks. The life cycle of a record (create, send again, correct, void, history, audit)
/// is the same for every kind, see <see cref="SaveRecord{T}"/>. So are extract, erasure, withdrawal of consent and retention: a kind that hangs
/// on enrollments is part of them by its <see cref="TableDefinition"/>.
/// </summary>
/// <typeparam name="T">The type of registration that senders send.</typeparam>
public abstract class RecordTable<T>(string name, string collection, TableDefinition definition) : RecordTable(name, collection, definition)
    where T : Registration
{
    private static readonly Func<T, string?>? Enrollments = MemberOf("EnrollmentReference");

    private static readonly Func<T, string?>? Participants = MemberOf("Participant");

    private static readonly Func<T, string?>? Referrals = MemberOf("ReferralReference");

    // The filled columns with the member that states each, or null for those that the service sets.
    private readonly (string Member, MemberAccess? Stated)[] _columns =
    [
        .. definition.FilledColumns.Select(column => (column.Member, column.IsStated ? MemberAccess.To(typeof(T).GetProperty(column.Member)!) : null)),
    ];

    /// <summary>Returns the sender's key of the record.</summary>
    public abstract string? KeyOf(T registration);

    /// <summary>Returns the registration in the form in which it is compared and stored.</summary>
    /// <param name="registration">What was sent.</param>
    /// <param name="faults">The list that faults are added to.</param>
    public T Prepare(T registration, List<Fault> faults) => (T)Conceal(registration, faults).Normalised();

    /// <summary>
    /// Returns the registration without what must not be stored, not even while the record waits. Example: a personal identity number becomes a
    /// reference.
    /// </summary>
    /// <param name="registration">What was sent.</param>
    /// <param name="faults">The list that faults are added to.</param>
    public virtual T Conceal(T registration, List<Fault> faults) => registration;

    /// <summary>
    /// Returns true if the registration itself says something about a person, which it must not do again once the person has been forgotten.
    /// </summary>
    public virtual bool IsAboutPerson(T registration) => false;

    /// <summary>JSON Pointer to the key.</summary>
    public virtual string KeyPointer => "/reference";

    /// <summary>
    /// True if the key is a reference of the record's own. It can be taken by a record of another part; a key that names an enrollment is out of reach
    /// together with it.
    /// </summary>
    public bool HasOwnReference => KeyPointer == "/reference";

    /// <summary>Returns the reference of the enrollment that a record hangs on. Null for kinds that hang on none.</summary>
    public string? EnrollmentOf(T registration) => Enrollments?.Invoke(registration);

    /// <summary>Returns the person whom the record names. Null for kinds that name nobody.</summary>
    public string? ParticipantOf(T registration) => Participants?.Invoke(registration);

    /// <summary>Names the locks of what the checks of some registrations read beside them, in the order in which everybody takes them.</summary>
    public static IEnumerable<string> LocksAround(IReadOnlyCollection<T> registrations)
    {
        return Named("enrollment", Enrollments).Concat(Named("referral", Referrals)).Concat(Named("participant", Participants));

        IEnumerable<string> Named(string kind, Func<T, string?>? referenceOf) =>
            (referenceOf is null ? [] : registrations.Select(referenceOf)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(reference => LockOf(kind, reference));
    }

    /// <summary>Returns the subproject that a registration states, for kinds that state one.</summary>
    public virtual string? SubprojectOf(T registration) => null;

    /// <summary>True if the registration states its subproject. False if it belongs to that of its enrollment, or to the project as a whole.</summary>
    public virtual bool StatesSubproject => false;

    /// <summary>Members that are checked together. If one of them could not be read, the others are not checked.</summary>
    public virtual IReadOnlyList<string> JudgedTogether => [];

    /// <summary>Checks a registration against the project and the register, and finds the other rows that it affects.</summary>
    /// <param name="view">What the check may use.</param>
    /// <param name="registration">What is stated. Members that could not be read are absent.</param>
    /// <param name="stored">What is stored under the same key. Null if nothing is.</param>
    /// <param name="ct">Cancels the work.</param>
    public abstract Task<Findings> CheckAsync(RegisterView view, T registration, T? stored, CancellationToken ct);

    /// <summary>
    /// Returns the records as they are shown. Usually that is what the senders stated. But a referral is shown as started once an
    /// enrollment refers to it.
    /// </summary>
    public virtual Task<IReadOnlyList<Stored<T>>> ShownAsync(DbSession session, string project, IReadOnlyList<Stored<T>> records, CancellationToken ct) =>
        Task.FromResult(records);

    /// <summary>Returns the faults of sending different content under a key that is already in use.</summary>
    public virtual IEnumerable<Fault> Conflict(IReadOnlyList<string> differences, string address) =>
        differences.Select(pointer => new Fault(FaultCodes.ContentDiffers, pointer, address));

    /// <summary>Finds a record that is usually not there, which costs less than <see cref="FindAsync"/> when it is not.</summary>
    public async Task<Stored<T>?> FindRareAsync(DbSession session, string project, string key, CancellationToken ct) =>
        await session.ReadRowsAsync(
            Statements.ExistsSql, Definition.KeyIsComposed ? [project, ReferenceIn(key), key] : [project, key], row => row.GetInt32(0), ct) is [0]
            ? null
            : await FindAsync(session, project, key, ct);

    public async Task<Stored<T>?> FindAsync(DbSession session, string project, string? key, CancellationToken ct) =>
        key is null
            ? null
            : (await session.QueryAsync<StoredRow, T, Stored<T>>(
                Statements.FindSql, Combine, RecordStatements.FirstColumn, ByKey(project, key), ct)).SingleOrDefault();

    /// <summary>Finds a record within the caller's reach. The fault tells whether it has been erased, or is not there for the caller.</summary>
    public async Task<Result<Stored<T>>> FindReachedAsync(DbSession session, Caller caller, string project, string key, CancellationToken ct)
    {
        if (await IsReachedAsync(session, caller, project, key, ct) && await FindAsync(session, project, key, ct) is { } stored)
        {
            return stored;
        }

        var isGone = await RecordHistory.IsGoneAsync(session, caller, project, Name, key, ct);
        return new Fault(isGone ? FaultCodes.Erased : FaultCodes.NotFound, string.Empty);
    }

    /// <summary>Returns the parameters of the condition <see cref="TableDefinition.Reach"/>.</summary>
    protected virtual object? ReachOf(Caller caller) => null;

    public async Task<(IReadOnlyList<Stored<T>> Page, int Total)> ListAsync(
        DbSession session, Caller caller, string project, int skip, int take, CancellationToken ct)
    {
        var parameters = new DynamicParameters(new { Project = project, Skip = skip, Take = take });
        parameters.AddDynamicParams(ReachOf(caller));
        var (list, count) = (Statements.ListSql, Statements.CountSql);
        if (caller.PartsOf(project) is { } parts)
        {
            parameters.AddDynamicParams(new { Parts = parts.ToArray() });
            (list, count) = (Statements.ListInPartsSql!, Statements.CountInPartsSql!);
        }

        return (
            await session.QueryAsync<StoredRow, T, Stored<T>>(session.Dialect.Page(list), Combine, RecordStatements.FirstColumn, parameters, ct),
            await session.ScalarAsync<int>(count, parameters, ct));
    }

    public ValueTask InsertAsync(DbSession session, string project, T registration, object? keys, DateTimeOffset now, CancellationToken ct) =>
        session.WriteRowAsync(Statements.InsertSql, [project, .. ColumnsOf(registration, keys), 1, registration.Voided, now], ct);

    public Task UpdateAsync(DbSession session, long id, int version, T registration, object? keys, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(Statements.UpdateSql, Parameters(registration, keys, new { Id = id, Version = version, Now = now }), ct);

    /// <summary>Inserts the first versions of several records at once.</summary>
    public Task InsertAsync(
        DbSession session, string project, IReadOnlyList<(T Registration, object? Keys)> records, DateTimeOffset now, CancellationToken ct) =>
        session.BulkInsertAsync(
            Definition.Name,
            ["project_id", .. Definition.FilledColumns.Select(column => column.Name), "version", "voided", "received_at", "changed_at"],
            records.Select(record => (object?[])
            [
                project, .. ColumnsOf(record.Registration, record.Keys), 1, record.Registration.Voided, now, now,
            ]),
            ct);

    private IEnumerable<object?> ColumnsOf(T registration, object? keys) => _columns.Select(column => SqlTypes.ToColumn(
        column.Stated is { } stated ? stated.Get(registration) : keys?.GetType().GetProperty(column.Member)!.GetValue(keys)));

    private static Func<T, string?>? MemberOf(string name) => typeof(T).GetProperty(name)?.GetMethod?.CreateDelegate<Func<T, string?>>();

    private static Stored<T> Combine(StoredRow row, T registration) => new(row, registration);

    private static DynamicParameters Parameters(T registration, object? keys, object row)
    {
        var parameters = new DynamicParameters(registration);
        parameters.AddDynamicParams(keys);
        parameters.AddDynamicParams(row);
        return parameters;
    }
}
