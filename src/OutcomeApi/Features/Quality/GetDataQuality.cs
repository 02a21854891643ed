using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Quality;

/// <summary>Checks the data of a tertial as they are registered now.</summary>
/// <param name="Project">The project.</param>
/// <param name="Tertial">The tertial; null: the newest that has begun.</param>
public sealed record GetDataQuality(string Project, Tertial? Tertial) : IRequest<Result<DataQualityFigures>>
{
    internal static readonly QueryParameter TertialParameter = new("tertial", "The tertial; the newest that has begun when absent.", "2024-T2") { IsTertial = true };

    /// <summary><c>GET /projects/{project}/data-quality</c></summary>
    public static void Map(RouteGroupBuilder quality) =>
        quality.MapGet("/", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetDataQuality(project, query.Tertial("tertial")), http.RequestAborted);
                return result.IsSuccess
                    ? Results.Json(DataQualityAnswer.Of(http, project, result.Value), Json.Options)
                    : Problems.Of(http, result.Faults);
            })
            .RequireAuthorization(Policies.DataQuality)
            .WithName("get-data-quality")
            .MayTakeLong()
            .WithSummary("Says what weakens the figures of a tertial.")
            .WithDescription(
                "Every check with how much it has found. An error makes a figure of the report wrong and blocks its certification; a warning is something missing or unusual; a note is good to know. "
                + "A follow-up whose day has not come is never found. With it how late registrations came, and how many participations each sender has registered. Registrars get a link to the records.")
            .WithQuery(TertialParameter)
            .Produces<DataQualityAnswer>();
}

/// <summary>What was found in a tertial.</summary>
public sealed record DataQualityFigures(
    Tertial Tertial, Cohort Cohort, DateOnly AsOf, IReadOnlyList<Finding> Findings, IReadOnlyList<Lateness> Lateness, IReadOnlyList<(SenderVolume Volume, string? Name)> Senders);

/// <summary>Reads in one snapshot, then checks without holding anything.</summary>
public sealed class GetDataQualityHandler(DbSession session, ProjectRegister projects, BusinessDay day) : IRequestHandler<GetDataQuality, Result<DataQualityFigures>>
{
    private const string SelectNamesSql = "SELECT public_id, name FROM api_keys WHERE public_id IN @Senders";

    public async Task<Result<DataQualityFigures>> Handle(GetDataQuality request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.BeginSnapshotAsync(ct);
        await session.LockAsync("project:" + request.Project, ct);
        if (await CheckedTertial.FindAsync(session, projects, day, request.Project, request.Tertial, ct) is not { } found)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var (participations, referrals) = await CheckedTertial.FactsAsync(session, day, request.Project, ct);
        var starts = await SenderStartsLoader.LoadAsync(session, request.Project, ct);
        var names = (await session.QueryAsync<NameRow>(SelectNamesSql, new { Senders = starts.Select(s => s.Sender).Distinct().ToArray() }, ct))
            .ToDictionary(n => n.PublicId, n => n.Name);
        await session.EndAsync();

        var senders = SenderVolumes.Of(found.Tertial, starts, found.Project.VolumeAlarm, day.Today);
        return new DataQualityFigures(
            found.Tertial,
            found.Cohort,
            day.Today,
            [
                .. DataQualityChecks.Of(found.Project, found.Cohort, participations, referrals, day.Today),
                .. SenderVolumes.Alarms(senders),
            ],
            Lateness.Of(found.Cohort, participations),
            [.. senders.Select(volume => (volume, names.GetValueOrDefault(volume.Sender)))]);
    }

    private sealed record NameRow
    {
        public required string PublicId { get; init; }

        public required string Name { get; init; }
    }
}

/// <summary>The tertial that is checked, in its project.</summary>
internal sealed record CheckedTertial(ProjectDefinition Project, Tertial Tertial, Cohort Cohort)
{
    /// <summary>Null: the project has no such tertial, or it has not begun.</summary>
    public static async Task<CheckedTertial?> FindAsync(
        DbSession session, ProjectRegister projects, BusinessDay day, string project, Tertial? tertial, CancellationToken ct)
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

    /// <summary>A project's participations, without those registered in error, and its referrals.</summary>
    public static async Task<(IReadOnlyList<Participation> Participations, IReadOnlyList<Participation> Referrals)> FactsAsync(
        DbSession session, BusinessDay day, string project, CancellationToken ct) => (
            [.. (await ParticipationFacts.LoadAsync(session, day, project, ct)).Where(p => !p.RegisteredInError)],
            await ParticipationFacts.LoadReferralsAsync(session, project, ct));
}
