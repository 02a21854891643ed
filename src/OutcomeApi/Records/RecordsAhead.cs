using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Records;

/// <summary>
/// What the records of one step of a batch need of the register, read with one statement for all of them instead of one for each. All records are of one
/// kind, so none of them changes what is read here, apart from the keys and people that <see cref="Add"/> is told.
/// </summary>
public sealed class RecordsAhead
{
    private const string SelectEnrollmentsSql =
        "SELECT id, reference, anonymous, subproject, started_on, voided FROM enrollments WHERE project_id = @Project AND reference IN @References";

    private const string SelectExitsSql =
        """
        SELECT x.enrollment_id AS id, x.exited_on, x.reason
        FROM exits x
        JOIN enrollments e ON e.id = x.enrollment_id
        WHERE e.project_id = @Project AND e.reference IN @References AND x.voided = 0
        """;

    private const string SelectBelongingsSql =
        """
        SELECT e.reference, MIN(b.day) AS first, MAX(b.day) AS last, b.may_follow_exit
        FROM enrollments e
        JOIN (
            SELECT s.enrollment_id, s.taken_on AS day, 0 AS may_follow_exit
            FROM steps s
            WHERE s.voided = 0 AND s.enrollment_id IN @Ids
            UNION ALL
            SELECT p.enrollment_id, p.started_on, 0
            FROM placements p
            WHERE p.voided = 0 AND p.enrollment_id IN @Ids
            UNION ALL
            SELECT o.enrollment_id, o.offered_on, 1
            FROM job_offers o
            WHERE o.voided = 0 AND o.enrollment_id IN @Ids
            UNION ALL
            SELECT a.enrollment_id, a.assessed_on, CASE WHEN a.occasion = 'exit' THEN 1 ELSE 0 END
            FROM self_assessments a
            WHERE a.voided = 0 AND a.enrollment_id IN @Ids
        ) b ON b.enrollment_id = e.id
        GROUP BY e.reference, b.may_follow_exit
        """;

    private const string SelectPeopleSql = "SELECT DISTINCT participant FROM enrollments WHERE project_id = @Project AND participant IN @Participants";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);
    private Dictionary<string, (long Id, Enrollment Registration)> _enrollments = [];
    private Dictionary<long, Exit> _exits = [];
    private ILookup<string, BelongingDays> _belongings = Array.Empty<BelongingRow>().ToLookup(row => row.Reference, row => row.Days);

    private RecordsAhead()
    {
    }

    /// <summary>Reads what the records need.</summary>
    /// <param name="session">The session, in the transaction of the step.</param>
    /// <param name="table">The kind of record.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="keys">The keys of the records.</param>
    /// <param name="references">The references that their rows are found by: their own, or those of their enrollments.</param>
    /// <param name="enrollments">The references of the enrollments that they belong to.</param>
    /// <param name="participants">The people whom they name.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<RecordsAhead> ReadAsync(
        DbSession session, RecordTable table, string project, string[] keys, string[] references, string[] enrollments, string[] participants,
        CancellationToken ct)
    {
        var ahead = new RecordsAhead();
        ahead._taken.UnionWith(await session.QueryAsync<string>(table.Statements.TakenSql, new { Project = project, References = references }, ct));
        ahead._taken.UnionWith(await RecordHistory.GoneAsync(session, project, table.Name, keys, ct));
        if (enrollments.Length > 0)
        {
            await ahead.ReadEnrollmentsAsync(session, project, enrollments, ct);
        }

        if (participants.Length > 0)
        {
            ahead._people.UnionWith(await session.QueryAsync<string>(SelectPeopleSql, new { Project = project, Participants = participants }, ct));
        }

        return ahead;
    }

    /// <summary>Returns true if a record with the key is stored or was erased.</summary>
    public bool IsTaken(string key) => _taken.Contains(key);

    /// <summary>Returns true if the person may have an enrollment in the project.</summary>
    public bool IsKnown(string participant) => _people.Contains(participant);

    /// <summary>Notes a record that has been saved since.</summary>
    public void Add(string key, string? participant)
    {
        _taken.Add(key);
        if (participant is not null)
        {
            _people.Add(participant);
        }
    }

    /// <summary>Finds an enrollment, also a voided one. Null: there is none.</summary>
    public (long Id, Enrollment Registration)? EnrollmentOf(string? reference) =>
        reference is not null && _enrollments.TryGetValue(reference, out var found) ? found : null;

    /// <summary>Finds the exit of an enrollment. Null: the participation is running.</summary>
    public Exit? ExitOf(long enrollmentId) => _exits.GetValueOrDefault(enrollmentId);

    /// <summary>Returns the first and the last days of what belongs to an enrollment.</summary>
    public IReadOnlyList<BelongingDays> BelongingsOf(string? reference) => reference is null ? [] : [.. _belongings[reference]];

    private async Task ReadEnrollmentsAsync(DbSession session, string project, string[] references, CancellationToken ct)
    {
        var these = new { Project = project, References = references };
        _enrollments = (await session.QueryAsync<StoredRow, Enrollment, (StoredRow Row, Enrollment Registration)>(
            SelectEnrollmentsSql, (row, enrollment) => (row, enrollment), "reference", these, ct))
            .ToDictionary(found => found.Registration.Reference!, found => (found.Row.Id, found.Registration), StringComparer.Ordinal);
        if (_enrollments.Count == 0)
        {
            return;
        }

        _exits = (await session.QueryAsync<StoredRow, Exit, (StoredRow Row, Exit Registration)>(
            SelectExitsSql, (row, exit) => (row, exit), "exited_on", these, ct)).ToDictionary(found => found.Row.Id, found => found.Registration);
        var ids = _enrollments.Values.Select(enrollment => enrollment.Id).ToArray();
        _belongings = (await session.QueryAsync<BelongingRow>(SelectBelongingsSql, new { Ids = ids }, ct)).ToLookup(row => row.Reference, row => row.Days);
    }

    private sealed record BelongingRow
    {
        public required string Reference { get; init; }

        public required DateOnly First { get; init; }

        public required DateOnly Last { get; init; }

        public required bool MayFollowExit { get; init; }

        public BelongingDays Days => new() { First = First, Last = Last, MayFollowExit = MayFollowExit };
    }
}
