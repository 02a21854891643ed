using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary>A participation and what has been given of it by an instrument.</summary>
/// <param name="EnrollmentReference">The sender's reference of the enrollment.</param>
/// <param name="Instrument">Id of the instrument.</param>
/// <param name="Subproject">Id of the subproject. Null when there is none.</param>
/// <param name="StartedOn">The first day of the participation.</param>
/// <param name="Exit">The exit. Null while there is none.</param>
/// <param name="ProjectStartsOn">The first day of the project.</param>
/// <param name="Given">The self-assessments by the instrument.</param>
public sealed record AssessedParticipation(
    string EnrollmentReference,
    string Instrument,
    string? Subproject,
    DateOnly StartedOn,
    (DateOnly On, ExitReason Reason)? Exit,
    DateOnly ProjectStartsOn,
    IReadOnlyCollection<(AssessmentOccasion Occasion, DateOnly On)> Given);

/// <summary>Reads what says which self-assessments are due, from what is stored now.</summary>
public sealed class AssessedParticipations(DbSession session, ProjectStore projects)
{
    private const string SelectParticipationsSql =
        """
        SELECT id, reference, subproject, started_on, exited_on, reason
        FROM participation_facts
        WHERE project_id = @Project AND anonymous = 0
        """;

    private const string SelectGivenSql =
        "SELECT enrollment_id, instrument, occasion, assessed_on FROM self_assessments WHERE project_id = @Project AND voided = 0";

    /// <summary>
    /// Reads the participations within the reach of a caller, once for each instrument that the project uses. Who shows them to the caller writes that into
    /// the audit log.
    /// </summary>
    public async Task<IReadOnlyList<AssessedParticipation>> ReadAsync(Caller caller, string project, CancellationToken ct)
    {
        var startsOn = (await projects.FindAsync(session, project, ct))!.Definition.Period.StartsOn;
        var participations = await session.QueryAsync<ParticipationRow>(SelectParticipationsSql, new { Project = project }, ct);
        var given = await session.QueryAsync<GivenRow>(SelectGivenSql, new { Project = project }, ct);
        var known = given.ToLookup(row => (row.EnrollmentId, row.Instrument), row => (Code.Parse<AssessmentOccasion>(row.Occasion), row.AssessedOn));
        return
        [
            .. from instrument in given.Select(row => row.Instrument).Distinct().Order(StringComparer.Ordinal)
               from row in participations
               where caller.ReachesPart(project, row.Subproject)
               select new AssessedParticipation(
                   row.Reference, instrument, row.Subproject, row.StartedOn, row.Exit, startsOn, [.. known[(row.Id, instrument)]])
        ];
    }

    private sealed record ParticipationRow
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public string? Subproject { get; init; }

        public required DateOnly StartedOn { get; init; }

        public DateOnly? ExitedOn { get; init; }

        public string? Reason { get; init; }

        public (DateOnly On, ExitReason Reason)? Exit => ExitedOn is { } on ? (on, Code.Parse<ExitReason>(Reason!)) : null;
    }

    private sealed record GivenRow
    {
        public required long EnrollmentId { get; init; }

        public required string Instrument { get; init; }

        public required string Occasion { get; init; }

        public required DateOnly AssessedOn { get; init; }
    }
}
