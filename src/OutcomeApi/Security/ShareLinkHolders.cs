using System.Diagnostics.CodeAnalysis;

namespace OutcomeApi.Security;

/// <summary>
/// A link by which a steering group reads the pages of one project, one part of a project or one association, without a key or an account.
/// </summary>
public sealed record ShareLink
{
    /// <summary>Beginning of the credential of somebody who reads by a share link. The id of the link follows.</summary>
    public const string CredentialPrefix = "link:";

    /// <summary>Address below which links stand. The token follows.</summary>
    public const string Path = "/delad";

    /// <summary>Columns of a link.</summary>
    public const string Columns = "public_id, name, project_id, subproject, association_id, valid_until, created_at, revoked_at, last_used_at";

    public required string PublicId { get; init; }

    /// <summary>Whom the link is for. Null when it was not said.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the project. Null when the link is to an association.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Id of the part of the project that the link is limited to. Null when it is not limited.</summary>
    public string? Subproject { get; init; }

    /// <summary>Id of the association. Null when the link is to a project.</summary>
    public string? AssociationId { get; init; }

    /// <summary>Last day on which the link works, in Swedish time.</summary>
    public required DateOnly ValidUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Returns the path of the calendar of a link.</summary>
    public static string CalendarOf(string token) => $"{Path}/{token}/kalender.ics";

    /// <summary>Returns whether the link works now: it is not revoked, and its last day is not over.</summary>
    public bool Works(BusinessDay day) => RevokedAt is null && ValidUntil >= day.Today;

    /// <summary>Creates the token of a new link: 32 random bytes in base64url. Only its SHA-256 is stored.</summary>
    public static string CreateToken() => ApiKey.Create()[ApiKey.Prefix.Length..];

    /// <summary>Returns the caller who reads by the link: a steering group of what the link is to.</summary>
    public Caller ToCaller()
    {
        var caller = new Caller(
            CredentialPrefix + PublicId,
            Role.SteeringGroup,
            ProjectId is not null && Subproject is null ? [ProjectId] : [],
            AssociationId is null ? [] : [AssociationId]);
        return ProjectId is not null && Subproject is not null ? caller.WithParts(ProjectId, [Subproject]) : caller;
    }
}

/// <summary>Finds what a share link leads to.</summary>
public sealed class ShareLinkHolders(DbSession session, BusinessDay day)
{
    private const string SelectByHashSql = $"SELECT {ShareLink.Columns} FROM share_links WHERE sha256 = @Sha256 AND revoked_at IS NULL";

    private const string SelectByIdSql = $"SELECT {ShareLink.Columns} FROM share_links WHERE public_id = @PublicId AND revoked_at IS NULL";

    private const string UsedSql = "UPDATE share_links SET last_used_at = @Now WHERE public_id = @PublicId";

    /// <summary>
    /// Opens a link by its token, and writes into the audit log that it was opened. Null when there is no such link, or it is revoked or has expired.
    /// </summary>
    public async Task<ShareLink?> OpenAsync(string token, CancellationToken ct)
    {
        if (token.Length > 200)
        {
            return null;
        }

        var link = await session.QueryOneAsync<ShareLink>(SelectByHashSql, new { Sha256 = ApiKey.Hash(token) }, ct);
        if (!Holds(link))
        {
            return null;
        }

        await session.WriteAsync(
            async () =>
            {
                await session.ExecuteAsync(UsedSql, new { link.PublicId, day.Now }, ct);
                var opened = new AuditEntry(link.ToCaller(), "read", "share-link") { Project = link.ProjectId };
                await AuditLog.WriteAsync(session, opened, day.Now, ct);
            },
            ct);
        return link;
    }

    /// <summary>Returns whether the link of a credential is still valid.</summary>
    public async Task<bool> HoldsAsync(string credential, CancellationToken ct) => Holds(await session.QueryOneAsync<ShareLink>(
        SelectByIdSql, new { PublicId = credential[ShareLink.CredentialPrefix.Length..] }, ct));

    private bool Holds([NotNullWhen(true)] ShareLink? link) => link is not null && link.Works(day);
}
