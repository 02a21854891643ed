using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;

namespace OutcomeApi.Security;

/// <summary>The authorization policies and the roles that each allows. Every endpoint names a policy or is declared public.</summary>
public static class Policies
{
    public const string PersonRows = "person-rows";
    public const string FollowUps = "follow-ups";
    public const string OrganisationRecords = "organisation-records";
    public const string Figures = "figures";
    public const string DataQuality = "data-quality";
    public const string CommentReports = "comment-reports";
    public const string ReadComments = "read-comments";
    public const string CertifyReports = "certify-reports";
    public const string ReadCodes = "read-codes";
    public const string ReadAssociations = "read-associations";
    public const string AssociationReports = "association-reports";
    public const string ReadProjects = "read-projects";
    public const string ShareLinks = "share-links";
    public const string AssociationBoard = "association-board";
    public const string DefineProjects = "define-projects";
    public const string PutProjects = "put-projects";
    public const string Compute = "compute";
    public const string Administer = "administer";
    public const string OperateJobs = "operate-jobs";

    /// <summary>The roles that each policy allows.</summary>
    public static readonly FrozenDictionary<string, IReadOnlyList<Role>> Roles = new Dictionary<string, IReadOnlyList<Role>>
    {
        [PersonRows] = [Role.Registrar],
        [FollowUps] = [Role.Registrar, Role.Referrer],
        [OrganisationRecords] = [Role.Registrar, Role.Secretariat],
        [Figures] = [Role.SteeringGroup, Role.Registrar, Role.Secretariat],
        [DataQuality] = [Role.Registrar, Role.Secretariat],
        [CommentReports] = [Role.Registrar],
        [ReadComments] = [Role.Registrar, Role.Secretariat],
        [CertifyReports] = [Role.Secretariat],
        [ReadCodes] = Enum.GetValues<Role>(),
        [ReadAssociations] = [Role.Administrator, Role.Secretariat],
        [AssociationReports] = [Role.Secretariat],
        [ShareLinks] = [Role.Secretariat],
        [AssociationBoard] = [Role.SteeringGroup, Role.Secretariat],
        [ReadProjects] = [Role.Secretariat, Role.Registrar, Role.Referrer, Role.SteeringGroup],
        [DefineProjects] = [Role.Secretariat],
        [PutProjects] = [Role.Secretariat, Role.Administrator],
        [Compute] = [Role.Secretariat, Role.Operator],
        [Administer] = [Role.Administrator],
        [OperateJobs] = [Role.Operator],
    }.ToFrozenDictionary();

    /// <summary>Registers the policies.</summary>
    public static void Configure(AuthorizationOptions options)
    {
        foreach (var (name, roles) in Roles)
        {
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Caller.HasRole(context.User, roles)));
        }
    }

    /// <summary>Stops the startup when an endpoint has no policy and is not public.</summary>
    /// <exception cref="InvalidOperationException">At least one endpoint has no known policy and is not public.</exception>
    public static void RequireOnEvery(IEnumerable<Endpoint> endpoints)
    {
        var open = endpoints
            .OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>()?.Policy is not { } policy || !Roles.ContainsKey(policy))
            .Select(e => e.DisplayName ?? e.RoutePattern.RawText)
            .ToArray();
        if (open.Length > 0)
        {
            throw new InvalidOperationException("These endpoints have no policy: " + string.Join("; ", open));
        }
    }
}
