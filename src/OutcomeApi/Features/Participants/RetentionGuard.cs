namespace OutcomeApi.Features.Participants;

/// <summary>Why a night's retention is stopped.</summary>
public enum RetentionStop
{
    /// <summary>More than 10 records, more than 5 % of the project's, and more than were ever removed in one night.</summary>
    UnusuallyMany,

    /// <summary>Nobody has registered anything in the service for 14 days. The clock may be wrong.</summary>
    NothingRegistered,
}

/// <summary>
/// Keeps a wrong clock or a mistyped period from erasing a project: retention removes nothing for the clock's word alone. An administrator can
/// let a single night go ahead.
/// </summary>
public sealed class RetentionGuard(DbSession session, BusinessDay day)
{
    /// <summary>A night may always remove this many records.</summary>
    public const int AlwaysAllowed = 10;

    /// <summary>A night may always remove this share of the project's records, in percent.</summary>
    public const int AllowedPercent = 5;

    /// <summary>For how many days after the newest registration in the service the clock is believed.</summary>
    public const int BelievedDays = 14;

    private const string CountStoredSql =
        """
        SELECT (SELECT COUNT(*) FROM enrollments WHERE project_id = @Project) + (SELECT COUNT(*) FROM referrals WHERE project_id = @Project)
        """;

    private const string SelectMostSql =
        "SELECT COALESCE(MAX(enrollments + referrals), 0) FROM erasures WHERE project_id = @Project AND reason = 'retention'";

    private const string SelectNewestSql =
        """
        SELECT recorded_at
        FROM record_history
        WHERE id = (SELECT MAX(id) FROM record_history WHERE kind NOT IN ('project', 'goal', 'erasure') AND version > 0)
        """;

    private const string SelectConfirmedSql =
        """
        SELECT confirmed_at
        FROM retention_confirmations
        WHERE id = (SELECT MAX(id) FROM retention_confirmations WHERE project_id = @Project AND used_at IS NULL)
        """;

    private const string InsertSql =
        "INSERT INTO retention_confirmations (project_id, confirmed_at, confirmed_by) VALUES (@Project, @Now, @By)";

    private const string UseSql = "UPDATE retention_confirmations SET used_at = @Now WHERE project_id = @Project AND used_at IS NULL";

    /// <summary>For how long a confirmation holds: the night that follows it.</summary>
    public static readonly TimeSpan Confirmed = TimeSpan.FromDays(1);

    /// <summary>Judges what a night would remove.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="records">Number of enrollments and referrals that would be removed.</param>
    /// <param name="ct">Cancels the question.</param>
    public async Task<RetentionJudgement> JudgeAsync(string project, int records, CancellationToken ct)
    {
        var parameters = new { Project = project };
        var stored = await session.ScalarAsync<int>(CountStoredSql, parameters, ct);
        var most = await session.ScalarAsync<int>(SelectMostSql, parameters, ct);
        var newest = await session.ScalarAsync<DateTimeOffset?>(SelectNewestSql, null, ct);
        var confirmed = await session.ScalarAsync<DateTimeOffset?>(SelectConfirmedSql, parameters, ct);
        var confirmedUntil = confirmed + Confirmed is { } until && until >= day.Now ? until : (DateTimeOffset?)null;
        var stops = new List<RetentionStop>();
        if (records > AlwaysAllowed && records * 100L > stored * (long)AllowedPercent && records > most)
        {
            stops.Add(RetentionStop.UnusuallyMany);
        }

        if (records > 0 && (newest is not { } registered || day.Today.DayNumber - day.Of(registered).DayNumber > BelievedDays))
        {
            stops.Add(RetentionStop.NothingRegistered);
        }

        return new RetentionJudgement(records, stored, most, newest, stops, confirmedUntil);
    }

    /// <summary>Lets the next night go ahead.</summary>
    public Task ConfirmAsync(string project, string by, CancellationToken ct) =>
        session.ExecuteAsync(InsertSql, new { Project = project, day.Now, By = by }, ct);

    /// <summary>Ends every confirmation of a project, because its night has been.</summary>
    public Task UseAsync(string project, CancellationToken ct) => session.ExecuteAsync(UseSql, new { Project = project, day.Now }, ct);
}

/// <summary>What the guard says of a night's retention.</summary>
/// <param name="Records">Number of enrollments and referrals that would be removed.</param>
/// <param name="Stored">Number of enrollments and referrals that the project has.</param>
/// <param name="MostOnANight">The most that retention has removed from the project in one night.</param>
/// <param name="NewestRegistration">When something was last registered in the service. Null: never, or all of it is erased.</param>
/// <param name="Stops">Why nothing may be removed. Empty: nothing stands in the way.</param>
/// <param name="ConfirmedUntil">Until when an administrator has let retention go ahead all the same. Null: nobody has.</param>
public sealed record RetentionJudgement(
    int Records,
    int Stored,
    int MostOnANight,
    DateTimeOffset? NewestRegistration,
    IReadOnlyList<RetentionStop> Stops,
    DateTimeOffset? ConfirmedUntil)
{
    /// <summary>Whether the records are removed.</summary>
    public bool GoesAhead => Stops.Count == 0 || ConfirmedUntil is not null;
}
