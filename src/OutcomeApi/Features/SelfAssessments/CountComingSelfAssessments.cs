using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary>
/// Counts the self-assessments that wait or will, within the reach of a caller: by month, and how many are overdue. Those to come are of the participations
/// that run today, as long as the project does.
/// </summary>
public sealed record CountComingSelfAssessments(Caller Caller, string Project) : IRequest<DueByMonth>;

public sealed class CountComingSelfAssessmentsHandler(DbSession session, ProjectStore projects, AssessedParticipations participations, BusinessDay day)
    : IRequestHandler<CountComingSelfAssessments, DueByMonth>
{
    public async Task<DueByMonth> Handle(CountComingSelfAssessments request, CancellationToken cancellationToken)
    {
        var asOf = day.Today;
        var endsOn = (await projects.FindAsync(session, request.Project, cancellationToken))!.Definition.Period.EndsOn;
        var until = endsOn < DueByMonth.LastDay(asOf) ? endsOn : DueByMonth.LastDay(asOf);
        var read = await participations.ReadAsync(request.Caller, request.Project, cancellationToken);
        return DueByMonth.From(
            read.SelectMany(one => AssessmentSchedule.DueOf(one.StartedOn, one.Exit, one.ProjectStartsOn, one.Given, asOf)
                .Concat(AssessmentSchedule.ComingOf(one.StartedOn, one.Exit, one.ProjectStartsOn, one.Given, asOf, until))
                .Select(assessment => assessment.DueOn)),
            asOf);
    }
}
