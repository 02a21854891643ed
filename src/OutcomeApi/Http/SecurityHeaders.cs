namespace OutcomeApi.Http;

/// <summary>
/// What browsers are told with every answer: whatever it holds, it is not a page of anybody's, may load nothing and stands in no frame. The pages
/// that the service does have may load their own files.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>Data: nothing is loaded by it.</summary>
    public const string ForData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>A page without scripts, with its styles inside.</summary>
    public const string ForPages = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>The documentation: its scripts are files of its own, and it asks the service for the contract and for what is tried out.</summary>
    public const string ForDocumentation =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>The dashboard of the jobs: its scripts are files of its own, it asks for what is new, and its form goes back to it.</summary>
    public const string ForDashboard =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Middleware, before what answers.</summary>
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        // Later it may have been divided at where a part of the service is mounted.
        var path = http.Request.Path;
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            if (headers.ContentSecurityPolicy.Count == 0)
            {
                headers.ContentSecurityPolicy = path.StartsWithSegments("/docs") ? ForDocumentation
                    : path.StartsWithSegments("/jobs") ? ForDashboard
                    : http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true ? ForPages
                    : ForData;
            }

            return Task.CompletedTask;
        });
        return next(http);
    }
}
