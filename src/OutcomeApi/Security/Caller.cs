using System.Security.Claims;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Stored;

namespace OutcomeApi.Security;

/// <summary>GenderGroup calls: a credential, its one role, and what it reaches.</summary>
public sealed record Caller(string Credential, Role Role, IReadOnlyList<string> Projects, IReadOnlyList<string> Associations)
{
    private const string RoleClaim = "outcome-api-role";
    private const string ProjectClaim = "outcome-api-project";
    private const string AssociationClaim = "outcome-api-association";
    private const string ReferrerClaim = "outcome-api-referrer";

    /// <summary>The organisations whose referred people a referrer reports on; empty: those of its projects, whoever referred them.</summary>
    public IReadOnlyList<string> Referrers { get; init; } = [];

    /// <summary>Does the credential reach only the people of certain referrers?</summary>
    public bool IsBoundToReferrers => Role == Role.Referrer && Referrers.Count > 0;

    /// <summary>The one who calls, from the request's principal.</summary>
    public static Caller From(HttpContext http) => (http.User.Identity as CallerIdentity)?.Caller ?? new(
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The endpoint needs a policy."),
        Code.Parse<Role>(http.User.FindFirstValue(RoleClaim)!),
        [.. http.User.FindAll(ProjectClaim).Select(c => c.Value)],
        [.. http.User.FindAll(AssociationClaim).Select(c => c.Value)])
    {
        Referrers = [.. http.User.FindAll(ReferrerClaim).Select(c => c.Value)],
    };

    public static bool HasRole(ClaimsPrincipal user, IReadOnlyList<Role> roles) => user.Identity is CallerIdentity known
        ? roles.Contains(known.Caller.Role)
        : Code.TryParse<Role>(user.FindFirstValue(RoleClaim), out var role) && roles.Contains(role);

    /// <summary>Does the credential reach a project of that association? Operators that name none reach all.</summary>
    public bool Reaches(string project, string association) =>
        Projects.Contains(project)
        || Associations.Contains(association)
        || (Role == Role.Operator && Projects.Count == 0 && Associations.Count == 0);

    /// <summary>May the credential know of a person whom that organisation referred? Null: nobody did.</summary>
    public bool ReachesReferredBy(string? referrer) => !IsBoundToReferrers || (referrer is not null && Referrers.Contains(referrer));

    /// <summary>The caller as it is kept with a batch that waits.</summary>
    public StoredCaller ToStored() => new(Credential, Code.Format(Role), Projects, Associations, Referrers);

    public static Caller From(StoredCaller stored) =>
        new(stored.Credential, Code.Parse<Role>(stored.Role), stored.Projects, stored.Associations) { Referrers = stored.Referrers ?? [] };

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new CallerIdentity(
        this,
        [
            new Claim(ClaimTypes.NameIdentifier, Credential),
            new Claim(RoleClaim, Code.Format(Role)),
            .. Projects.Select(p => new Claim(ProjectClaim, p)),
            .. Associations.Select(a => new Claim(AssociationClaim, a)),
            .. Referrers.Select(r => new Claim(ReferrerClaim, r)),
        ],
        scheme));
}

/// <summary>The identity of a caller, which need not be read from its claims for every question.</summary>
internal sealed class CallerIdentity(Caller caller, IEnumerable<Claim> claims, string scheme) : ClaimsIdentity(claims, scheme)
{
    public Caller Caller { get; } = caller;
}
