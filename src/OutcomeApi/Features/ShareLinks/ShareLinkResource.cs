using System.Text.Json.Serialization;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ShareLinks;

/// <summary>A link by which a steering group reads pages. Its address is returned only once, when it is created.</summary>
public sealed record ShareLinkResource
{
    /// <summary>The id assigned by the service.</summary>
    public required string Id { get; init; }

    /// <summary>The address to give to the steering group. Present only in the response that creates the link.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Address { get; init; }

    /// <summary>
    /// The address of the calendar (iCalendar) to subscribe to: deadlines of reports, fidelity reviews, and how many follow-ups and self-assessments fall due.
    /// In Swedish, or in English with <c>?lang=en</c>. Present only in the response that creates the link.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Calendar { get; init; }

    /// <summary>Whom the link is for. Null when it was not said.</summary>
    public required string? Name { get; init; }

    /// <summary>Id of the project. Null when the link is to an association.</summary>
    public required string? Project { get; init; }

    /// <summary>Id of the part of the project that the link is limited to. Null when it is not limited.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Id of the association. Null when the link is to a project.</summary>
    public required string? Association { get; init; }

    /// <summary>The last day on which the link works.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>When the link was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the link was revoked; null: it is not revoked.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When the link was last opened; null: it has not been opened.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Link to the list that this link is in.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }

    internal static ShareLinkResource From(HttpContext http, LinkedTo linked, ShareLink link) => new()
    {
        Id = link.PublicId,
        Name = link.Name,
        Project = link.ProjectId,
        Subproject = link.Subproject,
        Association = link.AssociationId,
        ValidUntil = link.ValidUntil,
        CreatedAt = link.CreatedAt,
        RevokedAt = link.RevokedAt,
        LastUsedAt = link.LastUsedAt,
        Links = new SelfLinks(new Link(http.UrlOf(linked.Path))),
    };
}

/// <summary>A page of share links.</summary>
public sealed record ShareLinkList
{
    /// <summary>The links of this page, newest first.</summary>
    public required IReadOnlyList<ShareLinkResource> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}
