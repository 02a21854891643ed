using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Quality;

/// <summary>Lists the records that a check of data quality found.</summary>
public sealed record ListFoundRecords(Caller Caller, string Project, string? Subproject, string Finding, Tertial? Tertial, int Skip, int Take)
    : IRequest<Result<FoundRecordPage>>
{
    /// <summary>Maps <c>GET /projects/{project}/data-quality/{finding}</c>.</summary>
    public static void Map(RouteGroupBuilder quality) =>
        quality.MapGet(
            "/{finding}",
            async (string project, string finding, Query query, HttpContext http, IMediator mediator, RecordTables tables) =>
            {
                var request = new ListFoundRecords(
                    Caller.From(http),
                    project,
                    query.Value(GetDataQuality.SubprojectParameter),
                    finding,
                    query.Value(GetDataQuality.TertialParameter),
                    query.Skip,
                    query.Limit);
                var result = await mediator.Send(request, http.RequestAborted);
                return Reply.Ok(http, result, page =>
                {
                    var meta = PageMeta.From(query, page.Records.Count, page.Total);
                    return new FoundRecordList
                    {
                        Items =
                        [
                            .. page.Records.Select(r => new FoundRecordItem
                            {
                                Record = r.Kind,
                                Reference = r.Reference,
                                Months = r.Months,
                                Why = r.Why,
                                Links = new SelfLinks(new Link(http.UrlOf(tables[r.Kind].AddressOf(project, r.Reference)))),
                            })
                        ],
                        Meta = meta,
                        Links = PageLinks.From(http, meta),
                    };
                });
            })
            .RequireAuthorization(Policies.PersonRows)
            .ForParts()
            .WithName("list-found-records")
            .WithSummary("List the records that a data quality check found.")
            .WithDescription(
                "Returns the kind, the reference and the address of each record. A check whose findings are not records of people has no list.")
            .WithQuery(GetDataQuality.TertialParameter, GetDataQuality.SubprojectParameter, QueryParameter.Limit, QueryParameter.Page)
            .Produces<FoundRecordList>()
            .Produces(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>A page of found records, with the total number of records.</summary>
public sealed record FoundRecordPage(IReadOnlyList<FoundRecord> Records, int Total);

/// <summary>A record that a check found.</summary>
public sealed record FoundRecordItem
{
    /// <summary>The kind of the record, for example <c>exit</c>.</summary>
    public required string Record { get; init; }

    /// <summary>The reference of the record. For an exit, the reference of its enrollment.</summary>
    public required string Reference { get; init; }

    /// <summary>For a finding about a follow-up: the months after the exit. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Months { get; init; }

    /// <summary>For an exit that no goal counts: why. Absent otherwise.</summary>
    [CodeOf(typeof(UncountedBecause))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }

    /// <summary>Link to the record.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A page of found records.</summary>
public sealed record FoundRecordList
{
    /// <summary>The records of this page.</summary>
    public required IReadOnlyList<FoundRecordItem> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListFoundRecordsHandler(DbSession session, ProjectStore projects, BusinessDay day)
    : IRequestHandler<ListFoundRecords, Result<FoundRecordPage>>
{
    public async Task<Result<FoundRecordPage>> Handle(ListFoundRecords request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        CheckedTertial? found;
        string? part;
        ReportFacts facts;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            found = await CheckedTertial.FindAsync(session, projects, day, request.Project, request.Tertial, ct);
            if (found is null)
            {
                return new Fault(FaultCodes.NotFound, string.Empty);
            }

            var asked = AskedPart.From(request.Caller, request.Project, request.Subproject, [.. found.Project.Subprojects.Select(s => s.Id)]);
            if (!asked.IsSuccess)
            {
                return asked.Faults.ToList();
            }

            part = asked.Value.Subproject;
            var registered = await ProjectFacts.LoadAsync(session, projects, day, request.Project, ct);
            facts = (await ReportFactsLoader.LoadAsync(session, registered, ct)).Counted();
        }

        if (DataQualityChecks.Find(found.Project, found.Cohort, part is null ? facts : facts.Where(id => id == part), day.Today)
            .FirstOrDefault(f => f.Code == request.Finding) is not { } finding)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        FoundRecord[] page = [.. finding.Records.Skip(request.Skip).Take(request.Take)];
        var entry = new AuditEntry(request.Caller, "read", "finding") { Project = request.Project, Count = page.Length };
        await AuditLog.WriteReadAsync(session, entry, day.Now, ct);
        return new FoundRecordPage(page, finding.Found.Count);
    }
}
