using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>A follow-up that has neither an answer nor a reason for having none.</summary>
/// <param name="EnrollmentReference">The sender's reference of the enrollment.</param>
/// <param name="Months">Number of months after the exit.</param>
/// <param name="ExitedOn">The day of the exit.</param>
/// <param name="DueOn">The due date.</param>
/// <param name="State">Its state on the day that was asked for: not due, due or overdue.</param>
/// <param name="Referrer">The organisation that referred the person. Null when it is not known.</param>
/// <param name="Subproject">Id of the subproject. Null when there is none.</param>
public sealed record UnansweredFollowUp(
    string EnrollmentReference, int Months, DateOnly ExitedOn, DateOnly DueOn, FollowUpState State, string? Referrer, string? Subproject);

/// <summary>Reads the follow-ups of a project that have not been answered, from what is stored now.</summary>
public sealed class UnansweredFollowUps(DbSession session, ProjectStore projects)
{
    private const string SelectExitsSql =
        """
        SELECT id, reference, subproject, referrer, exited_on, reason
        FROM participation_facts
        WHERE project_id = @Project AND exited_on IS NOT NULL AND anonymous = 0
        """;

    private const string SelectReportedSql = "SELECT enrollment_id, months FROM follow_ups WHERE project_id = @Project AND voided = 0";

    /// <summary>Reads those within the reach of a caller, by due date. Who shows them to the caller writes that into the audit log.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="asOf">The day that counts as today.</param>
    /// <param name="ct">Cancels the queries.</param>
    public async Task<IReadOnlyList<UnansweredFollowUp>> ReadAsync(Caller caller, string project, DateOnly asOf, CancellationToken ct)
    {
        var definition = (await projects.FindAsync(session, project, ct))!.Definition;
        var exits = await session.QueryAsync<ExitRow>(SelectExitsSql, new { Project = project }, ct);
        var reported = (await session.QueryAsync<ReportedRow>(SelectReportedSql, new { Project = project }, ct))
            .Select(r => (r.EnrollmentId, r.Months))
            .ToHashSet();
        return
        [
            .. from months in definition.FollowUpMonths
               from exit in exits
               where caller.ReachesReferredBy(exit.Referrer) && caller.ReachesPart(project, exit.Subproject)
               where ExitReasons.AreFollowedUp(Code.Parse<ExitReason>(exit.Reason)) && !reported.Contains((exit.Id, months))
               let dueOn = FollowUpSchedule.DueOn(exit.ExitedOn, months)
               orderby dueOn, exit.Reference, months
               select new UnansweredFollowUp(
                   exit.Reference, months, exit.ExitedOn, dueOn, FollowUpSchedule.StateOf(dueOn, asOf), exit.Referrer, exit.Subproject)
        ];
    }

    private sealed record ExitRow
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public string? Subproject { get; init; }

        public string? Referrer { get; init; }

        public required DateOnly ExitedOn { get; init; }

        public required string Reason { get; init; }
    }

    private sealed record ReportedRow
    {
        public required long EnrollmentId { get; init; }

        public required int Months { get; init; }
    }
}
