using System.Text.Json.Serialization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Where to go from a report. Only what the reader may see is there.</summary>
public sealed record ReportLinks
{
    /// <summary>The report.</summary>
    public required Link Self { get; init; }

    /// <summary>What weakens its figures, for registrars with the records: registrars and secretariats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? DataQuality { get; init; }

    /// <summary>What the project says about the tertial: registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Comment { get; init; }

    /// <summary>What the project has said about the tertial over time: registrars and secretariats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? CommentVersions { get; init; }

    /// <summary>The certified versions: secretariats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Versions { get; init; }

    /// <summary>The work list of follow-ups: registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? DueFollowUps { get; init; }

    internal static ReportLinks From(HttpContext http, Role role, TertialReport shown)
    {
        var project = http.UrlOf($"/projects/{shown.Project.Id}");
        var report = $"{project}/tertial-reports/{shown.Tertial}";
        Link? For(string address, params Role[] roles) => roles.Contains(role) ? new Link(address) : null;
        return new ReportLinks
        {
            Self = new Link(report + (shown.Subproject is null ? string.Empty : "?subproject=" + shown.Subproject)),
            DataQuality = For($"{project}/data-quality?tertial={shown.Tertial}", Role.Registrar, Role.Secretariat),
            Comment = For($"{report}/comment", Role.Registrar),
            CommentVersions = For($"{report}/comment/versions", Role.Registrar, Role.Secretariat),
            Versions = For($"{report}/versions", Role.Secretariat),
            DueFollowUps = For($"{project}/follow-ups/due", Role.Registrar),
        };
    }
}

/// <summary>The work list of follow-ups of one referring organisation, which accounts for the people that it has referred.</summary>
public sealed record FollowUpWorkList
{
    /// <summary>The organisation; not-stated: those of whom it is not known.</summary>
    public required string Referrer { get; init; }

    /// <summary>Where the list stands.</summary>
    [JsonPropertyName("_links")]
    public required WorkListLinks Links { get; init; }

    /// <summary>The lists of all referrers that the report has follow-ups of.</summary>
    internal static IReadOnlyList<FollowUpWorkList> From(HttpContext http, TertialReport shown) =>
    [
        .. shown.Table(ReportSection.FollowUpsByReferrer, Domain.Calendar.Window.SinceStart).Rows.Select(row => row.Label(ReferrerTable.Referrer)!).Distinct()
            .Select(referrer => new FollowUpWorkList
            {
                Referrer = referrer,
                Links = new WorkListLinks(new Link(http.UrlOf($"/projects/{shown.Project.Id}/follow-ups/due?referrer={referrer}"))),
            })
    ];
}

/// <summary>Where a work list stands.</summary>
/// <param name="Due">Its follow-ups that are due or overdue today.</param>
public sealed record WorkListLinks(Link Due);
