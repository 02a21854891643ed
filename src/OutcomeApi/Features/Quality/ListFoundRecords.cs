using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Quality;

/// <summary>The records that a check has found.</summary>
public sealed record ListFoundRecords(Caller Caller, string Project, string Finding, Tertial? Tertial, int Skip, int Take) : IRequest<Result<FoundRecordPage>>
{
    /// <summary><c>GET /projects/{project}/data-quality/{finding}</c></summary>
    public static void Map(RouteGroupBuilder quality) =>
        quality.MapGet("/{finding}", async (string project, string finding, Query query, HttpContext http, IMediator mediator, IEnumerable<IRecordIntake> doors) =>
            {
                var result = await mediator.Send(
                    new ListFoundRecords(Caller.From(http), project, finding, query.Tertial("tertial"), query.Skip, query.Limit), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                var (records, total) = result.Value;
                var collections = doors.ToDictionary(d => d.Name, d => d.Collection);
                var meta = PageMeta.From(query, records.Count, total);
                var list = new FoundRecordList
                {
                    Items =
                    [
                        .. records.Select(r => new FoundRecordItem
                        {
                            Record = r.Kind,
                            Reference = r.Reference,
                            Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/{collections[r.Kind]}/{r.Reference}"))),
                        })
                    ],
                    Meta = meta,
                    Links = PageLinks.From(http, meta),
                };
                return Results.Json(list, Json.Options);
            })
            .RequireAuthorization(Policies.PersonRows)
            .WithName("list-found-records")
            .WithSummary("Lists the records that a check of data quality has found.")
            .WithDescription("By kind and reference, with where each record stands. A check that finds no records of people has no list.")
            .WithQuery(GetDataQuality.TertialParameter, QueryParameter.Limit, QueryParameter.Page)
            .Produces<FoundRecordList>();
}

/// <summary>A page of found records, and how many there are.</summary>
public sealed record FoundRecordPage(IReadOnlyList<FoundRecord> Records, int Total);

/// <summary>A record that a check has found.</summary>
public sealed record FoundRecordItem
{
    /// <summary>Kind of record.</summary>
    public required string Record { get; init; }

    /// <summary>Its reference; of an exit that of its enrollment.</summary>
    public required string Reference { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A page of found records.</summary>
public sealed record FoundRecordList
{
    /// <summary>The records of this page.</summary>
    public required IReadOnlyList<FoundRecordItem> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListFoundRecordsHandler(DbSession session, ProjectStore projects, BusinessDay day) : IRequestHandler<ListFoundRecords, Result<FoundRecordPage>>
{
    public async Task<Result<FoundRecordPage>> Handle(ListFoundRecords request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.BeginSnapshotAsync(ct);
        await session.LockAsync("project:" + request.Project, ct);
        if (await CheckedTertial.FindAsync(session, projects, day, request.Project, request.Tertial, ct) is not { } found)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var (participations, referrals) = await CheckedTertial.FactsAsync(session, day, request.Project, ct);
        await session.EndAsync();
        if (DataQualityChecks.Find(found.Project, found.Cohort, participations, referrals, day.Today).FirstOrDefault(f => f.Code == request.Finding) is not { } finding)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        FoundRecord[] page = [.. finding.Records.Skip(request.Skip).Take(request.Take)];
        await session.WriteAsync(
            () => AuditLog.WriteAsync(session, request.Caller, "read", request.Project, "finding", page.Length, null, null, day.Now, ct), ct);
        return new FoundRecordPage(page, finding.Records.Count);
    }
}
