using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// The signed content of a certified version: the report of a project and of each of its subprojects with exact figures, and the facts of the
/// certification.
/// </summary>
public sealed record CertifiedReport
{
    /// <summary>Who certified the report, when, and from which data.</summary>
    public required CertificationFacts Certification { get; init; }

    /// <summary>Report of the whole project.</summary>
    public required TertialReportAnswer Report { get; init; }

    /// <summary>Report of each subproject.</summary>
    public required IReadOnlyList<TertialReportAnswer> Subprojects { get; init; }
}

/// <summary>Facts of a certification.</summary>
public sealed record CertificationFacts
{
    /// <summary>Version number, starting at 1. Every restatement creates the next version.</summary>
    public required int Version { get; init; }

    /// <summary>When the report was certified.</summary>
    public required DateTimeOffset CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified the report.</summary>
    public required string CertifiedBy { get; init; }

    /// <summary>Day that was treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Position, in the history of the project's records, of the newest registration included in the figures.</summary>
    public required long DataCutOff { get; init; }

    /// <summary>Goal versions that the figures were computed with.</summary>
    public required IReadOnlyList<GoalVersionUsed> GoalVersions { get; init; }

    /// <summary>Reason for certifying despite errors in the data. Null when none was stated.</summary>
    public required string? Exception { get; init; }

    /// <summary>Reason for certifying again. Null when none was stated.</summary>
    public required string? Reason { get; init; }

    /// <summary>Warnings that were acknowledged, each with the reason. Absent when none was stated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AcknowledgedWarning>? Acknowledgements { get; init; }

    internal StoredCertification ToStored() => new(
        Version,
        CertifiedAt,
        CertifiedBy,
        AsOf,
        DataCutOff,
        [.. GoalVersions.Select(goal => new StoredGoalVersion(goal.Goal, goal.Version))],
        Exception,
        Reason,
        Acknowledgements?.Select(one => new StoredAcknowledgement(one.Finding!, one.Reason!)).ToArray());

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
        Acknowledgements = AcknowledgedWarning.From(stored.Acknowledgements),
    };
}

/// <summary>Certification details that are shown to readers of a certified report.</summary>
public sealed record ReportSignature
{
    /// <summary>Version number, starting at 1. Every restatement creates the next version.</summary>
    public required int Version { get; init; }

    /// <summary>When the report was certified.</summary>
    public required DateTimeOffset CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified the report.</summary>
    public required string CertifiedBy { get; init; }

    /// <summary>Name of the credential. Null when the credential is not an API key of the service.</summary>
    public required string? CertifiedByName { get; init; }

    /// <summary>
    /// SHA-256 of the signed bytes, in hexadecimal. Null for steering groups, because the hash of the exact figures would allow guesses at hidden
    /// figures to be verified.
    /// </summary>
    public required string? Sha256 { get; init; }

    /// <summary>Reason for certifying despite errors in the data. Null when none was stated. Always null for steering groups.</summary>
    public required string? Exception { get; init; }

    /// <summary>Reason for certifying again. Null when none was stated. Always null for steering groups.</summary>
    public required string? Reason { get; init; }

    /// <summary>Warnings that were acknowledged, each with the reason. Absent when none was stated. Always absent for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AcknowledgedWarning>? Acknowledgements { get; init; }
}

/// <summary>A goal with the version that was used.</summary>
public sealed record GoalVersionUsed
{
    /// <summary>Key of the goal.</summary>
    public required string Goal { get; init; }

    /// <summary>Version of the goal.</summary>
    public required int Version { get; init; }
}

/// <summary>A certified version with the views that were loaded. The figures are read from storage and never recomputed.</summary>
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

    /// <summary>SHA-256 of the signed bytes, in hexadecimal. Null when the version is not stored yet.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Name of the credential that certified the report. Null when the credential is not an API key of the service.</summary>
    public string? CertifiedByName { get; init; }

    /// <summary>Reads a certified version.</summary>
    /// <param name="session">Database session.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="tertial">Tertial of the report.</param>
    /// <param name="version">Version number. Null for the newest version.</param>
    /// <param name="audience">Audience whose views are loaded. Null for all audiences.</param>
    /// <param name="ct">Cancels the queries.</param>
    /// <returns>The version. Null when there is no such version or the report is open.</returns>
    public static async Task<CertifiedReports?> FindAsync(
        DbSession session, string project, Tertial tertial, int? version, Audience? audience, CancellationToken ct)
    {
        var key = new { Project = project, Tertial = tertial.Index, Version = version };
        if (await session.QueryOneAsync<VersionRow>(SelectVersionSql, key, ct) is not { } row)
        {
            return null;
        }

        // Old versions hold all views in one text (form 1); newer ones have a row per view and an empty text.
        var views = row.Shown.Length > 0
            ? [.. ShownForm1.Read(row.Shown).ToViews().Select(
                view => CertifiedView.From(view.Part, view.ForSteeringGroup ? Audience.SteeringGroup : Audience.Exact, view.Report))]
            : (await session.QueryAsync<ViewRow>(
                SelectViewsSql,
                new { Project = project, Tertial = tertial.Index, row.Version, Audience = audience is { } one ? Code.Format(one) : null },
                ct))
            .Select(view => CertifiedView.From(
                view.Part.Length == 0 ? null : view.Part, Code.Parse<Audience>(view.Audience), StoredJson.Unpack<StoredShownReport>(view.Content)))
            .ToArray();
        return new CertifiedReports(views[0].Shown.Certification!, views) { Sha256 = row.Sha256, CertifiedByName = row.CertifiedByName };
    }

    /// <summary>Returns the report as a role sees it. Returns null when the version has no report of the subproject.</summary>
    public ShownReport? For(Role role, string? part) =>
        Views.SingleOrDefault(view => view.Part == part && view.Audience == Audiences.For(role)) is { } view
            ? view.Shown with { Signature = SignatureFor(role) }
            : null;

    /// <summary>Creates the fault for a subproject that the version does not have.</summary>
    public Fault SubprojectUnknown() => ReportAddress.NoSubproject(Views.Select(view => view.Part).Distinct());

    /// <summary>Builds the content to sign.</summary>
    public CertifiedReport ToCertifiedReport() => new()
    {
        Certification = Certification,
        Report = TertialReportAnswer.From(For(Role.Secretariat, null)!),
        Subprojects =
        [
            .. Views.Where(view => view is { Part: not null, Audience: Audience.Exact })
                .Select(view => TertialReportAnswer.From(For(Role.Secretariat, view.Part)!))
        ],
    };

    /// <summary>Writes the content to sign as canonical JSON (RFC 8785).</summary>
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
        Acknowledgements = role == Role.SteeringGroup ? null : Certification.Acknowledgements,
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

/// <summary>Readers who see the same figures.</summary>
internal enum Audience
{
    /// <summary>Exact figures.</summary>
    Exact,

    /// <summary>The steering group view, with small groups hidden or merged.</summary>
    SteeringGroup,
}

internal static class Audiences
{
    public static Audience For(Role role) => role == Role.SteeringGroup ? Audience.SteeringGroup : Audience.Exact;
}

/// <summary>A certified report as one audience sees it.</summary>
/// <param name="Part">Id of the subproject. Null for the report of the whole project.</param>
/// <param name="Audience">Audience of the view.</param>
/// <param name="Shown">The report as the audience sees it.</param>
internal sealed record CertifiedView(string? Part, Audience Audience, ShownReport Shown)
{
    // Makes every member optional. Goals that were stored before a required member existed could otherwise not be read.
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
        Goals = stored.GoalsInNewestForm().Deserialize<IReadOnlyList<AttainmentItem>>(GoalsAsTheyWere)!,
        GoalTexts = stored.GoalTexts,
        Balances = stored.Balances.ToDictionary(
            balance => Code.Parse<Window>(balance.Key),
            balance => new FlowBalances { Flow = balance.Value.Flow, FollowUpsByMonth = balance.Value.FollowUpsByMonth }),
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
        Balances = Shown.Balances.ToDictionary(
            balance => Code.Format(balance.Key), balance => new StoredBalances(balance.Value.Flow, balance.Value.FollowUpsByMonth)),
        Deadline = Shown.Deadline,
        ComputedAt = Shown.ComputedAt,
        Comment = Shown.Comment,
        AssociationName = Shown.AssociationName,
        SmallNumberThreshold = Shown.SmallNumberThreshold,
    };
}
