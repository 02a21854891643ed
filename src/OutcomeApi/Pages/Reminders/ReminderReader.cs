using System.Globalization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Features.FollowUps;
using OutcomeApi.Features.SelfAssessments;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Reminders;

/// <summary>A project that somebody is reminded of.</summary>
/// <param name="Caller">The reader, as it reaches the project: as a whole, or in parts.</param>
/// <param name="Definition">The project.</param>
/// <param name="K">Threshold of the steering group view: a count of 1 to K − 1 is not told exactly. 1 tells every count.</param>
/// <param name="State">Everything that the project's reminders depend on, apart from the day.</param>
internal sealed record RemindedProject(Caller Caller, ProjectDefinition Definition, int K = 1, string State = "");

/// <summary>Reads what a calendar reminds of.</summary>
internal sealed class ReminderReader(
    DbSession session, IMediator mediator, ProjectStore projects, ProjectOwners owners, RunHeads runs, ReportHeads heads)
{
    /// <summary>Finds the projects of a share link.</summary>
    public async Task<IReadOnlyList<RemindedProject>> FindAsync(ShareLink link, CancellationToken ct)
    {
        IReadOnlyList<ProjectDefinition> definitions = link.AssociationId is { } association
            ? await ProjectOfAssociation.DefinitionsAsync(session, association, ct)
            : await projects.FindAsync(session, link.ProjectId!, ct) is { } stored ? [stored.Definition] : [];
        var found = new List<RemindedProject>();
        foreach (var definition in definitions)
        {
            if (await owners.ReachingAsync(session, link.ToCaller(), definition.Id, ct) is { } reaching)
            {
                var run = await runs.FindAsync(session, definition.Id, ct);
                found.Add(new RemindedProject(reaching, definition, runs.ThresholdOf(run), await StateAsync(reaching, definition, run, ct)));
            }
        }

        return found;
    }

    /// <summary>Reads the reminders of projects.</summary>
    public async Task<IReadOnlyList<Reminder>> ReadAsync(
        IReadOnlyList<RemindedProject> found, ReportTexts texts, DateOnly today, CancellationToken ct)
    {
        var reminders = new List<Reminder>();
        foreach (var project in found)
        {
            var (caller, id) = (project.Caller, project.Definition.Id);
            var ofProject = new RemindersOfProject(project, texts, today);
            var dates = await mediator.Send(new ListReportDates(caller, id), ct);
            reminders.AddRange(ofProject.OfReports(dates));
            reminders.AddRange(ofProject.OfFidelity(dates));
            reminders.AddRange(ofProject.OfFollowUps(await mediator.Send(new CountComingFollowUps(caller, id), ct)));
            reminders.AddRange(ofProject.OfSelfAssessments(await mediator.Send(new CountComingSelfAssessments(caller, id), ct)));
        }

        return reminders;
    }

    private async Task<string> StateAsync(Caller reaching, ProjectDefinition definition, RunHead run, CancellationToken ct)
    {
        var reports = new List<string>();
        foreach (var tertial in definition.Period.TertialsBegunBy(runs.Today))
        {
            var head = await heads.FindAsync(session, definition.Id, tertial, ct);
            reports.Add(string.Create(CultureInfo.InvariantCulture, $"{head.CertifiedVersion}:{head.AssociationVersion}"));
        }

        return $"{definition.Id} {run.PublicId} {run.NewestEntry} {runs.ThresholdOf(run)} {string.Join(',', reaching.PartsOf(definition.Id) ?? [])} "
            + string.Join(',', reports);
    }
}
