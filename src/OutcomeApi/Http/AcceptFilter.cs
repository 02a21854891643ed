using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http;

/// <summary>Refuses requests whose <c>Accept</c> nothing here can satisfy. An endpoint with other forms than JSON sees to that itself.</summary>
public sealed class AcceptFilter : IEndpointFilter
{
    // Parameters such as charset=utf-8 are asked for by many clients and change nothing.
    private const string Given = "application/json";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Request.Headers.Accept.Count == 0
            || http.GetEndpoint()?.Metadata.GetMetadata<OtherForms>() is not null
            || (MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var wanted) && wanted.Any(w => w.Quality is not 0 && w.MatchesMediaType(Given)))
            ? await next(context)
            : Problems.Problems.Answer(http, new Fault(FaultCodes.NotAcceptable, string.Empty, Given));
    }
}
