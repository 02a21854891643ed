using System.Text.Json.Serialization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Links from a report. Only links that the caller may follow are included.</summary>
public sealed record ReportLinks
{
    /// <summary>Link to the report.</summary>
    public required Link Self { get; init; }

    /// <summary>Data quality of the tertial. For registrars and secretariats; registrars also see the records.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? DataQuality { get; init; }

    /// <summary>The project's comment on the tertial. For registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Comment { get; init; }

    /// <summary>All versions of the project's comment on the tertial. For registrars and secretariats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? CommentVersions { get; init; }

    /// <summary>Certified versions of the report. For secretariats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? Versions { get; init; }

    /// <summary>Work list of follow-ups. For registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Link? DueFollowUps { get; init; }

    internal static ReportLinks From(HttpContext http, ShownReport report)
    {
        var (role, shown) = (Caller.From(http).Role, report.Report);
        var ofPart = report.IsForParts ? "&subproject=" + shown.Subproject : string.Empty;
        var project = http.UrlOf($"/projects/{shown.Project.Id}");
        var address = $"{project}/tertial-reports/{shown.Tertial}";
        Link? For(string target, params Role[] roles) => roles.Contains(role) ? new Link(target) : null;
        Link? ForWhole(string target, params Role[] roles) => report.IsForParts ? null : For(target, roles);
        return new ReportLinks
        {
            Self = new Link(address + (shown.Subproject is null ? string.Empty : "?subproject=" + shown.Subproject)),
            DataQuality = For($"{project}/data-quality?tertial={shown.Tertial}{ofPart}", Role.Registrar, Role.Secretariat),
            Comment = ForWhole($"{address}/comment", Role.Registrar),
            CommentVersions = ForWhole($"{address}/comment/versions", Role.Registrar, Role.Secretariat),
            Versions = ForWhole($"{address}/versions", Role.Secretariat),
            DueFollowUps = For($"{project}/follow-ups/due", Role.Registrar),
        };
    }
}

/// <summary>The work list of follow-ups for one referring organisation, which is responsible for the people that it referred.</summary>
public sealed record FollowUpWorkList
{
    /// <summary>The referring organisation. not-stated for people whose referrer is not known.</summary>
    public required string Referrer { get; init; }

    /// <summary>Links to the work list.</summary>
    [JsonPropertyName("_links")]
    public required WorkListLinks Links { get; init; }

    /// <summary>Lists the work lists of all referrers in the follow-ups of the report.</summary>
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

/// <summary>Links to a work list.</summary>
/// <param name="Due">Follow-ups of the organisation that are due or overdue today.</param>
public sealed record WorkListLinks(Link Due);
