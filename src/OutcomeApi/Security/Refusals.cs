using Microsoft.AspNetCore.Authorization;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary>Answers to callers without a valid credential, and to those whose role may not do what they ask.</summary>
public static class Refusals
{
    /// <summary>Answers 401.</summary>
    public static Task NotAuthenticatedAsync(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(http, new Fault(FaultCodes.NotAuthenticated, string.Empty));
    }

    /// <summary>Answers 403, and names the roles that may.</summary>
    public static Task NotAllowedAsync(HttpContext http)
    {
        var policy = http.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        var roles = policy is null ? [] : Policies.Roles[policy];
        return Problems.WriteAsync(http, new Fault(FaultCodes.NotAllowed, string.Empty, string.Join(", ", roles.Select(Code.Format))));
    }
}
