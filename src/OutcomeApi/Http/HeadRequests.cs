using Microsoft.AspNetCore.Http.Features;

namespace OutcomeApi.Http;

/// <summary>What can be read with GET can be asked for with HEAD (RFC 9110, 9.3.2): the same status and headers, and no body.</summary>
public static class HeadRequests
{
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        // The server must know of a HEAD when the answer starts, so nothing is written to it before the method is its own again.
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
