namespace OutcomeApi.Http;

/// <summary>
/// Adds security headers to every answer. By default a browser must not load anything for an answer and must not show it in a frame. The few
/// pages that the service has may load their own files.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>Content-Security-Policy of data: the browser loads nothing.</summary>
    public const string ForData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Content-Security-Policy of a page without scripts whose styles are inline.</summary>
    public const string ForPages =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Content-Security-Policy of the site's pages: style sheets and scripts that are files of this service, and forms back to it.</summary>
    public const string ForSite =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>
    /// Content-Security-Policy of the documentation pages. Their scripts are files of this service. They call the service for the contract and
    /// for requests that the reader tries out.
    /// </summary>
    public const string ForDocumentation =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>
    /// Content-Security-Policy of the jobs dashboard. Its scripts are files of this service. It polls the service for news and posts its form
    /// back to it.
    /// </summary>
    public const string ForDashboard =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Middleware that adds the headers when the response starts. Register it before all middleware that answers.</summary>
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        // Read the path now. Middleware mounted on a path prefix moves that prefix from Path to PathBase later.
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

            // A browser takes the headers of a 304 over into what it has kept, which came with a policy of its own.
            if (headers.ContentSecurityPolicy.Count == 0 && http.Response.StatusCode != StatusCodes.Status304NotModified)
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
