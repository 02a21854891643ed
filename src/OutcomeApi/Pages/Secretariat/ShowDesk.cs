using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.FollowUps;
using OutcomeApi.Features.Projects;
using OutcomeApi.Features.Quality;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Pages.Reminders;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>
/// The secretariat's desk: for every project that it reaches the state of every tertial report, the follow-ups that wait, and what is to be done.
/// </summary>
internal static class ShowDesk
{
    /// <summary>How many days before its deadline a report is among what is to be done.</summary>
    private const int DaysAhead = 30;

    /// <summary>Maps <c>GET /kansli</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(SecretariatPaths.Desk, AnswerAsync).RequireAuthorization(Policies.CertifyReports);

    private static async Task<IResult> AnswerAsync(HttpContext http, IMediator mediator, DbSession session, ProjectOwners owners, RunHeads runs)
    {
        var ct = http.RequestAborted;
        var caller = Caller.From(http);
        var projects = new List<DeskProject>();
        foreach (var row in await mediator.Send(new ListProjects(caller), ct))
        {
            if (await owners.ReachingAsync(session, caller, row.Id, ct) is { } reaching)
            {
                var definition = ProjectStore.Parse(row.Id, row.Content).Definition;
                projects.Add(await ReadAsync(http, reaching, definition, mediator, await runs.FindAsync(session, row.Id, ct), runs.Today));
            }
        }

        return await Site.PageAsync<DeskPage>(http, new Dictionary<string, object?> { [nameof(DeskPage.Projects)] = projects });
    }

    private static async Task<DeskProject> ReadAsync(
        HttpContext http, Caller reaching, ProjectDefinition project, IMediator mediator, RunHead run, DateOnly today)
    {
        var ct = http.RequestAborted;
        var reports = new List<DeskReport>();
        foreach (var listed in await mediator.Send(new ListTertialReports(reaching, project.Id), ct))
        {
            var lastDay = project.Period.CohortOf(listed.State.Tertial, Window.Tertial).To;
            var isCertified = listed.State.CertifiedVersion is not null;
            var quality = isCertified || run.Id is null || reaching.PartsOf(project.Id) is not null
                ? null
                : (await mediator.Send(new GetDataQuality(reaching, project.Id, null, listed.State.Tertial, run), ct)).Value;
            var isUrgent = !isCertified && lastDay < today && listed.State.Deadline <= today.AddDays(DaysAhead);
            reports.Add(new DeskReport(listed, lastDay < today, isUrgent || listed.ChangedSince == true, quality));
        }

        var dates = await mediator.Send(new ListReportDates(reaching, project.Id), ct);
        var reminders = new RemindersOfProject(new RemindedProject(reaching, project), PageFrame.From(http).Texts, today);
        return new DeskProject(project, reaching.PartsOf(project.Id) is null, reports)
        {
            Due = await mediator.Send(new CountDueFollowUps(reaching, project.Id, null), ct),
            Reminders = [.. reminders.OfFidelity(dates).OrderBy(reminder => reminder.On)],
        };
    }
}

/// <summary>A project on the secretariat's desk.</summary>
/// <param name="Definition">The project.</param>
/// <param name="IsWhole">Whether the reader reaches all of it, and so may certify its reports.</param>
/// <param name="Reports">Its reports, newest first.</param>
public sealed record DeskProject(ProjectDefinition Definition, bool IsWhole, IReadOnlyList<DeskReport> Reports)
{
    /// <summary>The follow-ups that are due, counted by referrer.</summary>
    public required DueFollowUpTally Due { get; init; }

    /// <summary>The next fidelity review, and what the development plan has not done yet, by day.</summary>
    public required IReadOnlyList<Reminder> Reminders { get; init; }
}

/// <summary>A report on the secretariat's desk.</summary>
/// <param name="Listed">Its state.</param>
/// <param name="HasEnded">Whether the tertial is over.</param>
/// <param name="IsToBeDone">Whether it is soon to be submitted, or late, or has changed since it was certified.</param>
/// <param name="Quality">What the checks have found. Null for a certified report, for parts of a project, and while nothing has been computed.</param>
public sealed record DeskReport(ListedReport Listed, bool HasEnded, bool IsToBeDone, DataQualityFigures? Quality)
{
    /// <summary>Returns how many records have a finding of a class.</summary>
    public int CountOf(FindingClass findingClass) => Quality!.Findings.Where(found => found.Class == Code.Format(findingClass)).Sum(found => found.Count);
}
