namespace OutcomeApi.Security;

/// <summary>Decides which kind of credential a request is authenticated by.</summary>
public static class Credentials
{
    /// <summary>Name of the authentication scheme that forwards to the others.</summary>
    public const string SchemeName = "credentials";

    /// <summary>
    /// Returns the scheme of a request: a key or a token for the API and wherever one is sent, and else the session of a browser. A session is never
    /// asked for by the API, so that no other site can make a browser write.
    /// </summary>
    public static string SchemeOf(HttpContext http) =>
        http.Request.Headers.Authorization.Count > 0 || http.Request.Path.StartsWithSegments(Addresses.Base)
            ? ApiKeyAuthentication.SchemeName
            : Session.SchemeName;
}
