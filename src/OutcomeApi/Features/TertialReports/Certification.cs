using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.TertialReports;

/// <summary>What is signed: the report of a project and of each of its subprojects, with exact numbers, and what the signature is about.</summary>
public sealed record CertifiedReport
{
    /// <summary>GenderGroup certified it, when, and from what.</summary>
    public required CertificationFacts Certification { get; init; }

    /// <summary>The report of the project.</summary>
    public required TertialReportAnswer Report { get; init; }

    /// <summary>The report of each subproject.</summary>
    public required IReadOnlyList<TertialReportAnswer> Subprojects { get; init; }
}

/// <summary>What a certification says beside the report.</summary>
public sealed record CertificationFacts
{
    /// <summary>1 for the first; every restatement makes the next.</summary>
    public required int Version { get; init; }

    /// <summary>When it was certified.</summary>
    public required DateTimeOffset CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified it.</summary>
    public required string CertifiedBy { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Position, in the history of the project's records, of the newest one that is in the figures.</summary>
    public required long DataCutOff { get; init; }

    /// <summary>The versions of the goals that made the figures.</summary>
    public required IReadOnlyList<GoalVersionUsed> GoalVersions { get; init; }

    /// <summary>Why it was certified in spite of errors in the data; null: it was not said.</summary>
    public required string? Exception { get; init; }

    /// <summary>Why it was certified anew; null: it was not said.</summary>
    public required string? Reason { get; init; }

    internal StoredCertification ToStored() => new(
        Version, CertifiedAt, CertifiedBy, AsOf, DataCutOff, [.. GoalVersions.Select(goal => new StoredGoalVersion(goal.Goal, goal.Version))], Exception, Reason);

    internal static CertificationFacts From(StoredCertification stored) => new()
    {
        Version = stored.Version,
        CertifiedAt = stored.CertifiedAt,
        CertifiedBy = stored.CertifiedBy,
        AsOf = stored.AsOf,
        DataCutOff = stored.DataCutOff,
        GoalVersions = [.. stored.GoalVersions.Select(goal => new GoalVersionUsed { Goal = goal.Goal, Version = goal.Version })],
        Exception = stored.Exception,
        Reason = stored.Reason,
    };
}

/// <summary>What the readers of a certified report are told of its certification.</summary>
public sealed record ReportSignature
{
    /// <summary>1 for the first; every restatement makes the next.</summary>
    public required int Version { get; init; }

    /// <summary>When it was certified.</summary>
    public required DateTimeOffset CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified it.</summary>
    public required string CertifiedBy { get; init; }

    /// <summary>Name of the credential; null when it is no API key of the service.</summary>
    public required string? CertifiedByName { get; init; }

    /// <summary>SHA-256 of the signed bytes, in hexadecimal. Null for steering groups: by the hash of exact numbers a guess at those withheld could be checked.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Why it was certified in spite of errors in the data; null: it was not said, or not to steering groups.</summary>
    public required string? Exception { get; init; }

    /// <summary>Why it was certified anew; null: it was not said, or not to steering groups.</summary>
    public required string? Reason { get; init; }
}

/// <summary>A version of a goal.</summary>
public sealed record GoalVersionUsed
{
    /// <summary>Key of the goal.</summary>
    public required string Goal { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }
}

/// <summary>A certified version, with the views of it that were read. It is read back, never computed again.</summary>
internal sealed record CertifiedReports(CertificationFacts Certification, IReadOnlyList<CertifiedView> Views)
{
    private const string SelectVersionSql =
        """
        SELECT c.version, c.sha256, c.shown, k.name AS certified_by_name
        FROM certified_reports c
        LEFT JOIN api_keys k ON k.public_id = c.certified_by
        WHERE c.project_id = @Project AND c.tertial = @Tertial
          AND c.version = COALESCE(@Version, (SELECT MAX(n.version) FROM certified_reports n WHERE n.project_id = @Project AND n.tertial = @Tertial))
        """;

    private const string SelectViewsSql =
        """
        SELECT part, audience, content
        FROM certified_views
        WHERE project_id = @Project AND tertial = @Tertial AND version = @Version AND (@Audience IS NULL OR audience = @Audience)
        ORDER BY part
        """;

    /// <summary>SHA-256 of the signed bytes, in hexadecimal; null: they are not stored yet.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Name of the credential that certified it; null when it is no API key of the service.</summary>
    public string? CertifiedByName { get; init; }

    /// <summary>Reads a version.</summary>
    /// <param name="session">The session.</param>
    /// <param name="project">The project.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="version">The version; null: the newest.</param>
    /// <param name="audience">Whose views; null: everybody's.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null: there is no such version, or the report is open.</returns>
    public static async Task<CertifiedReports?> FindAsync(DbSession session, string project, Tertial tertial, int? version, Audience? audience, CancellationToken ct)
    {
        var key = new { Project = project, Tertial = tertial.Index, Version = version };
        if (await session.QueryOneAsync<VersionRow>(SelectVersionSql, key, ct) is not { } row)
        {
            return null;
        }

        // Versions of before this service kept views by themselves hold them in one text.
        var views = row.Shown.Length > 0
            ? [.. ShownForm1.Read(row.Shown).ToViews().Select(view => CertifiedView.From(view.Part, view.ForSteeringGroup ? Audience.SteeringGroup : Audience.Exact, view.Report))]
            : (await session.QueryAsync<ViewRow>(
                SelectViewsSql, new { Project = project, Tertial = tertial.Index, row.Version, Audience = audience is { } one ? Code.Format(one) : null }, ct))
            .Select(view => CertifiedView.From(view.Part.Length == 0 ? null : view.Part, Code.Parse<Audience>(view.Audience), StoredJson.Unpack<StoredShownReport>(view.Content)))
            .ToArray();
        return new CertifiedReports(views[0].Shown.Certification!, views) { Sha256 = row.Sha256, CertifiedByName = row.CertifiedByName };
    }

    /// <summary>The report as a role sees it; null: it holds none of that part.</summary>
    public ShownReport? For(Role role, string? part) =>
        Views.SingleOrDefault(view => view.Part == part && view.Audience == Audiences.For(role)) is { } view ? view.Shown with { Signature = SignatureFor(role) } : null;

    /// <summary>What is wrong with a subproject that it has not.</summary>
    public Fault SubprojectUnknown() => ReportAddress.NoSubproject(Views.Select(view => view.Part).Distinct());

    /// <summary>What is signed.</summary>
    public CertifiedReport ToCertifiedReport() => new()
    {
        Certification = Certification,
        Report = TertialReportAnswer.From(For(Role.Secretariat, null)!),
        Subprojects =
        [
            .. Views.Where(view => view is { Part: not null, Audience: Audience.Exact }).Select(view => TertialReportAnswer.From(For(Role.Secretariat, view.Part)!))
        ],
    };

    /// <summary>Its canonical JSON.</summary>
    public byte[] ToCanonicalJson() => CanonicalJson.Write(JsonSerializer.SerializeToElement(ToCertifiedReport(), Json.Options));

    private ReportSignature? SignatureFor(Role role) => Sha256 is null ? null : new ReportSignature
    {
        Version = Certification.Version,
        CertifiedAt = Certification.CertifiedAt,
        CertifiedBy = Certification.CertifiedBy,
        CertifiedByName = CertifiedByName,
        Sha256 = role == Role.SteeringGroup ? null : Sha256,
        Exception = role == Role.SteeringGroup ? null : Certification.Exception,
        Reason = role == Role.SteeringGroup ? null : Certification.Reason,
    };

    private sealed record VersionRow
    {
        public required int Version { get; init; }

        public required string Sha256 { get; init; }

        public required string Shown { get; init; }

        public string? CertifiedByName { get; init; }
    }

    private sealed record ViewRow
    {
        public required string Part { get; init; }

        public required string Audience { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>GenderGroup sees the same numbers.</summary>
internal enum Audience
{
    /// <summary>Everything.</summary>
    Exact,

    /// <summary>Small groups merged.</summary>
    SteeringGroup,
}

internal static class Audiences
{
    public static Audience For(Role role) => role == Role.SteeringGroup ? Audience.SteeringGroup : Audience.Exact;
}

/// <summary>A certified report as an audience sees it.</summary>
/// <param name="Part">Id of the subproject; null: the project's report.</param>
/// <param name="Audience">Whose view it is.</param>
/// <param name="Shown">The report.</param>
internal sealed record CertifiedView(string? Part, Audience Audience, ShownReport Shown)
{
    // Nothing is required, so that goals of before a member existed can be read.
    private static readonly JsonSerializerOptions GoalsAsTheyWere = new(Json.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                type =>
                {
                    foreach (var property in type.Properties)
                    {
                        property.IsRequired = false;
                    }
                },
            },
        },
    };

    public static CertifiedView From(string? part, Audience audience, StoredShownReport stored) => new(part, audience, new ShownReport
    {
        Report = stored.Report.ToReport(),
        Goals = stored.Goals.Deserialize<IReadOnlyList<AttainmentItem>>(GoalsAsTheyWere)!,
        GoalTexts = stored.GoalTexts,
        Balances = stored.Balances.ToDictionary(
            balance => Code.Parse<Window>(balance.Key), balance => new FlowBalances { Flow = balance.Value.Flow, FollowUpsByMonth = balance.Value.FollowUpsByMonth }),
        Deadline = stored.Deadline,
        ComputedAt = stored.ComputedAt,
        Comment = stored.Comment,
        AssociationName = stored.AssociationName,
        SmallNumberThreshold = stored.SmallNumberThreshold,
        Certification = CertificationFacts.From(stored.Certification),
    });

    public StoredShownReport ToStored() => new()
    {
        Form = StoredShownReport.Newest,
        Certification = Shown.Certification!.ToStored(),
        Report = StoredReport.From(Shown.Report),
        Goals = JsonSerializer.SerializeToElement(Shown.Goals, Json.Options),
        GoalTexts = Shown.GoalTexts,
        Balances = Shown.Balances.ToDictionary(balance => Code.Format(balance.Key), balance => new StoredBalances(balance.Value.Flow, balance.Value.FollowUpsByMonth)),
        Deadline = Shown.Deadline,
        ComputedAt = Shown.ComputedAt,
        Comment = Shown.Comment,
        AssociationName = Shown.AssociationName,
        SmallNumberThreshold = Shown.SmallNumberThreshold,
    };
}
