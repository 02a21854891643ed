using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>What is signed: the report of a project and of each of its subprojects, with exact numbers, and what the signature is about.</summary>
public sealed record CertifiedReport
{
    /// <summary>Who certified it, when, and from what.</summary>
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

/// <summary>A certified report as each kind of reader sees it, with the certification. It is read back, never computed again.</summary>
internal sealed record FrozenReport(CertificationFacts Certification, IReadOnlyList<FrozenView> Views)
{
    // Enums by name, since their numbers change when a member is added; and nothing is required, so that what was frozen before a member existed can be read.
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter() },
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

    /// <summary>SHA-256 of the signed bytes, in hexadecimal; null: they are not stored yet.</summary>
    [JsonIgnore]
    public string? Sha256 { get; init; }

    /// <summary>Name of the credential that certified it; null when it is no API key of the service.</summary>
    [JsonIgnore]
    public string? CertifiedByName { get; init; }

    /// <summary>Freezes a report as it is registered now, in Swedish.</summary>
    public static FrozenReport Of(RegisteredReport registered, CertificationFacts certification) => new(
        certification,
        [
            .. from subproject in registered.Parts
               let figures = registered.FiguresOf(subproject)
               from withDisclosure in new[] { false, true }
               let shown = ShownReport.For(withDisclosure ? Role.SteeringGroup : Role.Secretariat, figures, Language.Swedish)
               select new FrozenView(subproject, withDisclosure, shown)
        ]);

    /// <summary>Reads a stored one; null: there is none.</summary>
    public static FrozenReport? Of(FrozenRow? stored) => stored is null
        ? null
        : JsonSerializer.Deserialize<FrozenReport>(stored.Shown, Form)! with { Sha256 = stored.Sha256, CertifiedByName = stored.CertifiedByName };

    public string ToJson() => JsonSerializer.Serialize(this, Form);

    /// <summary>The report as a role sees it; null: it holds none of that subproject.</summary>
    public ShownReport? For(Role role, string? subproject) =>
        Views.SingleOrDefault(view => view.Subproject == subproject && view.WithDisclosure == (role == Role.SteeringGroup)) is { } view
            ? view.Shown with { Certification = Certification, Signature = SignatureFor(role) }
            : null;

    /// <summary>What is wrong with a subproject that it has not.</summary>
    public Fault SubprojectUnknown() => ReportAddress.NoSubproject(Views.Select(view => view.Subproject).Distinct());

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

    /// <summary>What is signed.</summary>
    public CertifiedReport ToCertifiedReport() => new()
    {
        Certification = Certification,
        Report = TertialReportAnswer.Of(For(Role.Secretariat, null)!),
        Subprojects = [.. Views.Where(view => view.Subproject is not null && !view.WithDisclosure).Select(view => TertialReportAnswer.Of(For(Role.Secretariat, view.Subproject)!))],
    };

    /// <summary>Its canonical JSON.</summary>
    public byte[] ToCanonicalJson() => CanonicalJson.Of(JsonSerializer.SerializeToElement(ToCertifiedReport(), Json.Options));
}

/// <summary>A certified report as it is stored for its readers.</summary>
internal sealed record FrozenRow
{
    public required string Shown { get; init; }

    public required string Sha256 { get; init; }

    public string? CertifiedByName { get; init; }
}

/// <summary>A report as some readers see it.</summary>
/// <param name="Subproject">Id of the subproject; null: the project's report.</param>
/// <param name="WithDisclosure">As steering groups see it; otherwise exact.</param>
/// <param name="Shown">The report.</param>
internal sealed record FrozenView(string? Subproject, bool WithDisclosure, ShownReport Shown);

/// <summary>Finds certified reports.</summary>
internal static class CertifiedReports
{
    private const string SelectShownSql =
        """
        SELECT c.shown, c.sha256, k.name AS certified_by_name
        FROM certified_reports c
        LEFT JOIN api_keys k ON k.public_id = c.certified_by
        WHERE c.project_id = @Project AND c.tertial = @Tertial
          AND c.version = (SELECT MAX(n.version) FROM certified_reports n WHERE n.project_id = @Project AND n.tertial = @Tertial)
        """;

    private const string SelectShownOfVersionSql =
        """
        SELECT c.shown, c.sha256, k.name AS certified_by_name
        FROM certified_reports c
        LEFT JOIN api_keys k ON k.public_id = c.certified_by
        WHERE c.project_id = @Project AND c.tertial = @Tertial AND c.version = @Version
        """;

    /// <summary>The newest version; null: the report is open.</summary>
    public static async Task<FrozenReport?> NewestAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        FrozenReport.Of(await session.QueryOneAsync<FrozenRow>(SelectShownSql, new { Project = project, Tertial = tertial.Index }, ct));

    public static async Task<FrozenReport?> VersionAsync(DbSession session, string project, Tertial tertial, int version, CancellationToken ct) =>
        FrozenReport.Of(await session.QueryOneAsync<FrozenRow>(SelectShownOfVersionSql, new { Project = project, Tertial = tertial.Index, Version = version }, ct));
}
