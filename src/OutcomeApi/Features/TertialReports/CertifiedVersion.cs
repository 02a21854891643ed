using System.Text.Json.Serialization;

namespace OutcomeApi.Features.TertialReports;

/// <summary>A version of a certified report.</summary>
public sealed record CertifiedVersion
{
    /// <summary>Version number, starting at 1. Every restatement creates the next version.</summary>
    public required int Version { get; init; }

    /// <summary>When the version was certified.</summary>
    public required DateTimeOffset CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified the version.</summary>
    public required string CertifiedBy { get; init; }

    /// <summary>Name of the credential. Null when the credential is not an API key of the service.</summary>
    public required string? CertifiedByName { get; init; }

    /// <summary>SHA-256 of the signed bytes of the version, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Day that was treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Position, in the history of the project's records, of the newest registration included in the figures.</summary>
    public required long DataCutOff { get; init; }

    /// <summary>Reason for certifying despite errors in the data. Null when none was stated.</summary>
    public required string? Exception { get; init; }

    /// <summary>Reason for certifying again. Null when none was stated.</summary>
    public required string? Reason { get; init; }

    /// <summary>Warnings that were acknowledged, each with the reason. Null when none was stated.</summary>
    public required IReadOnlyList<AcknowledgedWarning>? Acknowledgements { get; init; }

    /// <summary>Links to the version and to the changes since.</summary>
    [JsonPropertyName("_links")]
    public required CertifiedVersionLinks Links { get; init; }
}

/// <summary>Links from a certified version.</summary>
/// <param name="Self">The signed bytes of the version.</param>
/// <param name="Changes">Changes since the version.</param>
public sealed record CertifiedVersionLinks(Link Self, Link Changes);

/// <summary>A certified version as stored, without the content of the report.</summary>
public sealed record CertifiedVersionRow
{
    private const string SelectSql =
        """
        SELECT c.version, c.certified_at, c.certified_by, k.name AS certified_by_name, c.sha256, c.as_of, c.cut_off, c.exception_text, c.reason_text,
               c.acknowledgements
        FROM certified_reports c
        LEFT JOIN api_keys k ON k.public_id = c.certified_by
        WHERE c.project_id = @Project AND c.tertial = @Tertial AND (@Version IS NULL OR c.version = @Version)
        ORDER BY c.version
        """;

    public required int Version { get; init; }

    public required DateTimeOffset CertifiedAt { get; init; }

    public required string CertifiedBy { get; init; }

    public string? CertifiedByName { get; init; }

    public required string Sha256 { get; init; }

    public required DateOnly AsOf { get; init; }

    public required long CutOff { get; init; }

    public string? ExceptionText { get; init; }

    public string? ReasonText { get; init; }

    public string? Acknowledgements { get; init; }

    public static async Task<CertifiedVersionRow?> FindAsync(DbSession session, string project, Tertial tertial, int version, CancellationToken ct) =>
        (await session.QueryAsync<CertifiedVersionRow>(SelectSql, new { Project = project, Tertial = tertial.Index, Version = (int?)version }, ct))
        .SingleOrDefault();

    /// <summary>Reads all certified versions of a report, oldest first.</summary>
    public static Task<IReadOnlyList<CertifiedVersionRow>> AllAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        session.QueryAsync<CertifiedVersionRow>(SelectSql, new { Project = project, Tertial = tertial.Index, Version = (int?)null }, ct);

    public CertifiedVersion Show(HttpContext http, string project, Tertial tertial)
    {
        var address = http.UrlOf($"/projects/{project}/tertial-reports/{tertial}/versions/{Version}");
        return new CertifiedVersion
        {
            Version = Version,
            CertifiedAt = CertifiedAt,
            CertifiedBy = CertifiedBy,
            CertifiedByName = CertifiedByName,
            Sha256 = Sha256,
            AsOf = AsOf,
            DataCutOff = CutOff,
            Exception = ExceptionText,
            Reason = ReasonText,
            Acknowledgements = AcknowledgedWarning.Of(this),
            Links = new CertifiedVersionLinks(new Link(address), new Link(address + "/changes")),
        };
    }
}
