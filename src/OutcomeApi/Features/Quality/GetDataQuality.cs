using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Quality;

/// <summary>Reads the data quality of a tertial from a run.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Tertial">The tertial; null: the newest that has begun.</param>
/// <param name="Run">The run to read from.</param>
public sealed record GetDataQuality(string Project, Tertial? Tertial, RunHead Run) : IRequest<Result<DataQualityFigures>>
{
    internal static readonly QueryParameter TertialParameter =
        new("tertial", "The tertial; default: the newest that has begun.", "2024-T2") { IsTertial = true };

    /// <summary>Maps <c>GET /projects/{project}/data-quality</c>.</summary>
    public static void Map(RouteGroupBuilder quality) =>
        quality.MapGet(
            "/",
            async (string project, Query query, HttpContext http, IMediator mediator, DbSession session, RunHeads runs, KeptAnswers answers) =>
            {
                var run = await runs.FindAsync(session, project, http.RequestAborted);
                if (run.Id is null)
                {
                    return FiguresNotReady.Answer(http);
                }

                var upToDate = run.IsUpToDate(runs.Today);
                return await answers.AnswerAsync(http, $"{run.PublicId} {upToDate} {Caller.From(http).Role} {http.LanguageOf()}", async () =>
                    (await mediator.Send(new GetDataQuality(project, query.Tertial("tertial"), run), CancellationToken.None))
                        .Map(figures => AnswerBody.Json(DataQualityAnswer.From(http, project, figures) with { UpToDate = upToDate })));
            })
            .RequireAuthorization(Policies.DataQuality)
            .WithName("get-data-quality")
            .WithSummary("Get the data quality of a tertial.")
            .WithDescription(
                "Returns every check with the number of records or senders found. An error makes a figure of the report wrong and blocks its certification. "
                + "A warning marks something missing or unusual. A note is for information. Follow-ups that are not yet due are never reported. "
                + "Also returns how late registrations were received and how many participations each sender has registered. "
                + "Registrars get links to the records.")
            .WithQuery(TertialParameter)
            .Produces<DataQualityAnswer>()
            .WithStateTag();
}

/// <summary>The findings of a tertial.</summary>
public sealed record DataQualityFigures(
    Tertial Tertial,
    Cohort Cohort,
    DateOnly AsOf,
    IReadOnlyList<(string Code, string Class, int Count)> Findings,
    IReadOnlyList<StoredLateness> Lateness,
    IReadOnlyList<(StoredSenderVolume Volume, string? Name)> Senders);

public sealed class GetDataQualityHandler(DbSession session, ProjectStore projects) : IRequestHandler<GetDataQuality, Result<DataQualityFigures>>
{
    private const string SelectNamesSql = "SELECT public_id, name FROM api_keys WHERE public_id IN @Senders";

    public async Task<Result<DataQualityFigures>> Handle(GetDataQuality request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var begun = (await projects.FindAsync(session, request.Project, ct))!.Definition.Period.TertialsBegunBy(request.Run.AsOf!.Value).ToArray();
        if (begun.Length == 0 || await RunReports.FindAsync(session, request.Run.Id!.Value, request.Tertial ?? begun[^1], null, null, ct) is not { } stored)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var table = stored.ToExact().Table(ReportSection.DataQuality, Window.Tertial);
        var names = (await session.QueryAsync<NameRow>(SelectNamesSql, new { Senders = stored.Senders!.Select(s => s.Sender).ToArray() }, ct))
            .ToDictionary(n => n.PublicId, n => n.Name);
        return new DataQualityFigures(
            request.Tertial ?? begun[^1],
            table.Cohort,
            request.Run.AsOf.Value,
            [
                .. table.Rows
                    .Where(row => row.Label(DataQuality.Class) is not null)
                    .Select(row => (row.Key, row.Label(DataQuality.Class)!, (int)row[GenderGroup.Total]!))
            ],
            stored.Lateness,
            [.. stored.Senders!.Select(volume => (volume, names.GetValueOrDefault(volume.Sender)))]);
    }

    private sealed record NameRow
    {
        public required string PublicId { get; init; }

        public required string Name { get; init; }
    }
}

/// <summary>The tertial to check, with its project and its days.</summary>
internal sealed record CheckedTertial(ProjectDefinition Project, Tertial Tertial, Cohort Cohort)
{
    /// <summary>
    /// Finds the tertial, or the newest one that has begun. Null: there is no such project, or the tertial is not in the project or has not begun.
    /// </summary>
    public static async Task<CheckedTertial?> FindAsync(
        DbSession session, ProjectStore projects, BusinessDay day, string project, Tertial? tertial, CancellationToken ct)
    {
        if (await projects.FindAsync(session, project, ct) is not { Definition: var definition })
        {
            return null;
        }

        var begun = definition.Period.TertialsBegunBy(day.Today).ToArray();
        if (begun.Length == 0 || (tertial is { } wanted && !begun.Contains(wanted)))
        {
            return null;
        }

        var found = tertial ?? begun[^1];
        return new CheckedTertial(definition, found, definition.Period.CohortOf(found, Window.Tertial));
    }

    /// <summary>Loads a project's participations, without those registered in error, and its referrals.</summary>
    public static async Task<(IReadOnlyList<Participation> Participations, IReadOnlyList<Participation> Referrals)> FactsAsync(
        DbSession session, BusinessDay day, string project, CancellationToken ct) => (
            [.. (await ParticipationFacts.LoadAsync(session, day, project, ct)).Where(p => !p.RegisteredInError)],
            await ParticipationFacts.LoadReferralsAsync(session, project, ct));
}
