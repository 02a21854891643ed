using System.Collections.Frozen;
using System.Security.Claims;
using OutcomeApi.Stored;

namespace OutcomeApi.Security;

/// <summary>The caller of a request: a credential, its role, and the projects and associations that it reaches.</summary>
/// <param name="Credential">Id of the API key, or <c>jwt:</c> and the subject of the token.</param>
/// <param name="Role">The one role of the credential.</param>
/// <param name="Projects">Ids of the projects that it reaches directly.</param>
/// <param name="Associations">Ids of the associations whose projects it reaches.</param>
public sealed record Caller(string Credential, Role Role, IReadOnlyList<string> Projects, IReadOnlyList<string> Associations)
{
    private const string RoleClaim = "outcome-api-role";
    private const string ProjectClaim = "outcome-api-project";
    private const string AssociationClaim = "outcome-api-association";
    private const string ReferrerClaim = "outcome-api-referrer";
    private const string SubprojectClaim = "outcome-api-subproject";

    /// <summary>
    /// The organisations whose referred people a caller with the role referrer reports on. Empty: it reports on all people in its projects, whoever
    /// referred them.
    /// </summary>
    public IReadOnlyList<string> Referrers { get; init; } = [];

    /// <summary>The parts of projects that the credential is limited to: ids of subprojects by the id of the project.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Subprojects { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether the credential reaches only people whom certain organisations referred.</summary>
    public bool IsBoundToReferrers => Role == Role.Referrer && Referrers.Count > 0;

    /// <summary>Returns the caller of an authenticated request.</summary>
    /// <exception cref="InvalidOperationException">The request is not authenticated, because its endpoint has no policy.</exception>
    public static Caller From(HttpContext http) => From(http.User);

    /// <summary>Returns the caller of a principal.</summary>
    /// <exception cref="InvalidOperationException">The principal is nobody.</exception>
    public static Caller From(ClaimsPrincipal user) => (user.Identity as CallerIdentity)?.Caller ?? new(
        user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The endpoint needs a policy."),
        Code.Parse<Role>(user.FindFirstValue(RoleClaim)!),
        [.. user.FindAll(ProjectClaim).Select(c => c.Value)],
        [.. user.FindAll(AssociationClaim).Select(c => c.Value)])
    {
        Referrers = [.. user.FindAll(ReferrerClaim).Select(c => c.Value)],
        Subprojects = PartsOf(user.FindAll(SubprojectClaim).Select(c => c.Value)),
    };

    /// <summary>Returns whether a user has one of the roles.</summary>
    public static bool HasRole(ClaimsPrincipal user, IReadOnlyList<Role> roles) => user.Identity is CallerIdentity known
        ? roles.Contains(known.Caller.Role)
        : Code.TryParse<Role>(user.FindFirstValue(RoleClaim), out var role) && roles.Contains(role);

    /// <summary>
    /// Returns whether the credential reaches a project of an association, or parts of it. An operator or administrator without projects and associations
    /// reaches all projects.
    /// </summary>
    public bool Reaches(string project, string association) =>
        Projects.Contains(project)
        || Subprojects.ContainsKey(project)
        || Associations.Contains(association)
        || (Role is Role.Operator or Role.Administrator && Projects.Count == 0 && Associations.Count == 0 && Subprojects.Count == 0);

    /// <summary>Returns whether the credential reaches an association itself, so that it agrees for it. An administrator reaches all.</summary>
    public bool ReachesAssociation(string association) => Role == Role.Administrator || Associations.Contains(association);

    /// <summary>Returns whether the credential reaches a project of an association as a whole.</summary>
    public bool ReachesWhole(string project, string association) => Reaches(project, association) && PartsOf(project) is null;

    /// <summary>Returns the parts that the credential is limited to in a project. Null when it is not limited there.</summary>
    public IReadOnlyList<string>? PartsOf(string project) => Subprojects.GetValueOrDefault(project);

    /// <summary>
    /// Returns whether the credential may see what belongs to a subproject of a project that it reaches. What belongs to none is of the whole project.
    /// </summary>
    public bool ReachesPart(string project, string? subproject) =>
        PartsOf(project) is not { } parts || (subproject is not null && parts.Contains(subproject));

    /// <summary>Returns the caller, limited to parts of a project.</summary>
    public Caller WithParts(string project, IReadOnlyList<string> parts) =>
        this with { Subprojects = Subprojects.Append(KeyValuePair.Create(project, parts)).ToFrozenDictionary() };

    /// <summary>Returns whether those of a role can be limited to parts of projects.</summary>
    public static bool CanBeLimitedToParts(Role role) => role is Role.Registrar or Role.Referrer or Role.SteeringGroup;

    /// <summary>Writes parts as <c>project/subproject</c>.</summary>
    public static IEnumerable<string> WriteParts(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> parts) =>
        parts.SelectMany(project => project.Value.Select(part => $"{project.Key}/{part}"));

    /// <summary>Reads parts that are written as <c>project/subproject</c>. What is not written so is left out.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> PartsOf(IEnumerable<string> written) => written
        .Select(part => part.Split('/'))
        .Where(part => part is [{ Length: > 0 }, { Length: > 0 }])
        .GroupBy(part => part[0], part => part[1])
        .ToFrozenDictionary(parts => parts.Key, IReadOnlyList<string> (parts) => [.. parts.Distinct()]);

    /// <summary>Returns whether the credential may see a person whom an organisation referred.</summary>
    /// <param name="referrer">The organisation. Null when nobody referred the person.</param>
    public bool ReachesReferredBy(string? referrer) => !IsBoundToReferrers || (referrer is not null && Referrers.Contains(referrer));

    /// <summary>Returns the caller in the form that is stored with a waiting batch.</summary>
    public StoredCaller ToStored() => new(Credential, Code.Format(Role), Projects, Associations, Referrers, Subprojects);

    /// <summary>Restores a stored caller.</summary>
    public static Caller From(StoredCaller stored) =>
        new(stored.Credential, Code.Parse<Role>(stored.Role), stored.Projects, stored.Associations)
        {
            Referrers = stored.Referrers ?? [],
            Subprojects = stored.Subprojects ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty,
        };

    /// <summary>Returns the caller as a principal of an authentication scheme.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new CallerIdentity(
        this,
        [
            new Claim(ClaimTypes.NameIdentifier, Credential),
            new Claim(RoleClaim, Code.Format(Role)),
            .. Projects.Select(p => new Claim(ProjectClaim, p)),
            .. Associations.Select(a => new Claim(AssociationClaim, a)),
            .. Referrers.Select(r => new Claim(ReferrerClaim, r)),
            .. WriteParts(Subprojects).Select(part => new Claim(SubprojectClaim, part)),
        ],
        scheme));
}

/// <summary>The identity of a caller. It keeps the caller itself, so that it is not parsed from the claims at every check.</summary>
internal sealed class CallerIdentity(Caller caller, IEnumerable<Claim> claims, string scheme) : ClaimsIdentity(claims, scheme)
{
    public Caller Caller { get; } = caller;
}
