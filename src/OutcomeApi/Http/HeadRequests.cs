using Microsoft.AspNetCore.Http.Features;

namespace OutcomeApi.Http;

/// <summary>
/// Answers HEAD for every address that can be read with GET (RFC 9110, 9.3.2). The answer has the same status and headers as GET, and no body.
/// </summary>
public static class HeadRequests
{
    /// <summary>Middleware that runs a HEAD request as GET and discards the body.</summary>
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        // The server must see HEAD when the response starts. So the body goes to a null stream until the method is restored.
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Features.Set(body);
            http.Request.Method = HttpMethods.Head;
        }
    }
}
