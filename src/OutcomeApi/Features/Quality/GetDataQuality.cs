using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Quality;

/// <summary>Reads the data quality of a tertial from a run.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Subproject">The subproject to check alone; null: the whole project, or the only part that the caller reaches.</param>
/// <param name="Tertial">The tertial; null: the newest that has begun.</param>
/// <param name="Run">The run to read from.</param>
public sealed record GetDataQuality(Caller Caller, string Project, string? Subproject, Tertial? Tertial, RunHead Run) : IRequest<Result<DataQualityFigures>>
{
    internal static readonly QueryParameter<Tertial?> TertialParameter =
        QueryParameter.OfTertial("tertial", "The tertial; default: the newest that has begun.", "2024-T2");

    internal static readonly QueryParameter<string?> SubprojectParameter = QueryParameter.OfText(
        "subproject", "Check only what belongs to this subproject. Required of a caller who reaches several parts of the project only.", "sed");

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
                var caller = Caller.From(http);
                var request = new GetDataQuality(caller, project, query.Value(SubprojectParameter), query.Value(TertialParameter), run);
                return await answers.AnswerAsync(http, $"{run.PublicId} {upToDate} {caller.Role} {http.LanguageOf()}", async () =>
                    (await mediator.Send(request, CancellationToken.None))
                        .Map(figures => AnswerBody.Json(DataQualityAnswer.From(http, project, figures) with { UpToDate = upToDate })));
            })
            .RequireAuthorization(Policies.DataQuality)
            .ForParts()
            .WithName("get-data-quality")
            .WithSummary("Get the data quality of a tertial.")
            .WithDescription(
                "Returns every check with the number of records or senders found. An error makes a figure of the report wrong and blocks its certification. "
                + "A warning marks something missing or unusual. A note is for information. Follow-ups that are not yet due are never reported. "
                + "Also returns how late registrations were received and how many participations each sender has registered. "
                + "Registrars get links to the records. Senders are compared for the whole project only.")
            .WithQuery(TertialParameter, SubprojectParameter)
            .Produces<DataQualityAnswer>()
            .Produces(StatusCodes.Status422UnprocessableEntity)
            .WithStateTag();
}

/// <summary>The number of records that a check found, and how many of them have which reason.</summary>
public sealed record FoundCount(string Code, string Class, int Count, IReadOnlyDictionary<string, int>? Why)
{
    /// <summary>True if the check found records that can be listed. Senders are no records.</summary>
    public bool HasRecords => Count > 0 && Code is not (SenderVolumes.Jumped or SenderVolumes.Dropped);
}

/// <summary>The findings of a tertial.</summary>
public sealed record DataQualityFigures(
    string? Subproject,
    Tertial Tertial,
    Cohort Cohort,
    DateOnly AsOf,
    IReadOnlyList<FoundCount> Findings,
    IReadOnlyList<StoredLateness> Lateness,
    IReadOnlyList<(StoredSenderVolume Volume, string? Name)> Senders);

public sealed class GetDataQualityHandler(DbSession session, ProjectStore projects) : IRequestHandler<GetDataQuality, Result<DataQualityFigures>>
{
    private const string SelectNamesSql = "SELECT public_id, name FROM api_keys WHERE public_id IN @Senders";

    public async Task<Result<DataQualityFigures>> Handle(GetDataQuality request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var project = (await projects.FindAsync(session, request.Project, ct))!.Definition;
        var asked = AskedPart.From(request.Caller, project.Id, request.Subproject, [.. project.Subprojects.Select(s => s.Id)]);
        if (!asked.IsSuccess)
        {
            return asked.Faults.ToList();
        }

        var part = asked.Value.Subproject;
        var begun = project.Period.TertialsBegunBy(request.Run.AsOf!.Value).ToArray();
        if (begun.Length == 0 || await RunReports.FindAsync(session, request.Run.Id!.Value, request.Tertial ?? begun[^1], part, null, ct) is not { } stored)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var senders = stored.Senders ?? [];
        var table = stored.ToExact().Table(ReportSection.DataQuality, Window.Tertial);
        var names = (await session.QueryAsync<NameRow>(SelectNamesSql, new { Senders = senders.Select(s => s.Sender).ToArray() }, ct))
            .ToDictionary(n => n.PublicId, n => n.Name);
        return new DataQualityFigures(
            part,
            request.Tertial ?? begun[^1],
            table.Cohort,
            request.Run.AsOf.Value,
            [
                .. table.Rows
                    .Where(row => row.Label(DataQuality.Class) is not null)
                    .Select(row => new FoundCount(row.Key, row.Label(DataQuality.Class)!, (int)row[GenderGroup.Total]!, DataQuality.ReasonsOf(table, row.Key)))
            ],
            stored.Lateness,
            [.. senders.Select(volume => (volume, names.GetValueOrDefault(volume.Sender)))]);
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
}
