using Microsoft.Net.Http.Headers;

namespace OutcomeApi.Http;

/// <summary>
/// Refuses requests whose <c>Accept</c> header does not allow JSON. Endpoints that also answer in other media types
/// (<see cref="OtherForms"/>) check the header themselves.
/// </summary>
public sealed class AcceptFilter : IEndpointFilter
{
    // MatchesMediaType ignores parameters. Many clients send charset=utf-8, which changes nothing here.
    private const string Given = "application/json";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Request.Headers.Accept.Count == 0
            || http.GetEndpoint()?.Metadata.GetMetadata<OtherForms>() is not null
            || (MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var wanted)
                && wanted.Any(w => w.Quality is not 0 && w.MatchesMediaType(Given)))
            ? await next(context)
            : Problems.Problems.Answer(http, new Fault(FaultCodes.NotAcceptable, string.Empty, Given));
    }
}
