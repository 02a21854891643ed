using System.Text.Json;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>Reads everything that a project holds about a participant.</summary>
public sealed record GetExtract(Caller Caller, string Project, string Participant, string? Purpose) : IRequest<Result<ParticipantExtract>>
{
    /// <summary>Maps <c>GET /projects/{project}/participants/{participant}/extract</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/participants/{participant}/extract", async (string project, string participant, HttpContext http, IMediator mediator) =>
            {
                var request = new GetExtract(Caller.From(http), project, participant, PurposeFilter.Of(http));
                var result = await mediator.Send(request, http.RequestAborted);
                return Reply.Ok(http, result);
            })
            .RequireAuthorization(Policies.PersonRows)
            .ForParts()
            .WithTags("participants")
            .WithName("get-participant-extract")
            .IsCostly()
            .WithSummary("Get everything that a project holds about a participant.")
            .WithDescription(
                "Answers a person who asks what is registered about them. Returns every version of every referral, enrollment, exit, follow-up, "
                + "step, job offer, placement and self-assessment, with when it was received and which credential sent it. The read is audited.")
            .Produces<ParticipantExtract>();
}

/// <summary>Everything that a project holds about a participant.</summary>
public sealed record ParticipantExtract
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The reference of the participant.</summary>
    public required string Participant { get; init; }

    /// <summary>When the extract was made.</summary>
    public required DateTimeOffset ExtractedAt { get; init; }

    /// <summary>The records, referrals and enrollments first.</summary>
    public required IReadOnlyList<ExtractedRecord> Records { get; init; }
}

/// <summary>A record with all its versions.</summary>
public sealed record ExtractedRecord
{
    /// <summary>The kind of the record, for example <c>enrollment</c>.</summary>
    public required string Record { get; init; }

    /// <summary>The sender's key of the record.</summary>
    public required string Reference { get; init; }

    /// <summary>The versions of the record, oldest first. The last one is current.</summary>
    public required IReadOnlyList<ExtractedVersion> Versions { get; init; }
}

/// <summary>A version of a record.</summary>
public sealed record ExtractedVersion
{
    /// <summary>Number of the version, starting with 1.</summary>
    public required int Version { get; init; }

    /// <summary>When the version was received.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Id of the credential that sent the version.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Why the previous version was corrected; null: no reason was given, or this is the first version.</summary>
    public required string? Correction { get; init; }

    /// <summary>The members of the record as they were sent. Members that were absent are left out.</summary>
    public required JsonElement Content { get; init; }
}

public sealed class GetExtractHandler(DbSession session, RecordTables tables, BusinessDay day) : IRequestHandler<GetExtract, Result<ParticipantExtract>>
{
    private const string SelectSql =
        """
        SELECT version, recorded_at, recorded_by, correction, content
        FROM record_history
        WHERE project_id = @Project AND kind = @Kind AND record_key = @Key
        ORDER BY version
        """;

    public async Task<Result<ParticipantExtract>> Handle(GetExtract request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var found = await PersonRecords.OfParticipantAsync(session, tables, request.Project, request.Participant, ct);
        var records = new List<ExtractedRecord>();
        foreach (var record in found.Records)
        {
            if (!await record.Table.IsReachedAsync(session, request.Caller, request.Project, record.Key, ct))
            {
                continue;
            }

            var versions = await session.QueryAsync<VersionRow>(SelectSql, new { request.Project, Kind = record.Table.Name, record.Key }, ct);
            records.Add(new ExtractedRecord { Record = record.Table.Name, Reference = record.Key, Versions = [.. versions.Select(v => v.Show())] });
        }

        if (records.Count == 0)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var entry = new AuditEntry(request.Caller, "extract", "participant")
        {
            Project = request.Project,
            Count = records.Count,
            Purpose = request.Purpose,
        };
        await AuditLog.WriteReadAsync(session, entry, day.Now, ct);
        return new ParticipantExtract { Project = request.Project, Participant = request.Participant, ExtractedAt = day.Now, Records = records };
    }

    private sealed record VersionRow
    {
        public required int Version { get; init; }

        public required DateTimeOffset RecordedAt { get; init; }

        public required string RecordedBy { get; init; }

        public string? Correction { get; init; }

        public required string Content { get; init; }

        public ExtractedVersion Show() => new()
        {
            Version = Version,
            RecordedAt = RecordedAt,
            RecordedBy = RecordedBy,
            Correction = Correction,
            Content = JsonElement.Parse(Content),
        };
    }
}
