using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Contract.Operations;

/// <summary>Describes one shared answer for each problem status, with its codes and an example. The texts come from the catalogue of codes.</summary>
internal static class ProblemAnswers
{
    /// <summary>Name of the schema of problems.</summary>
    public const string Schema = "Problem";

    private static readonly Dictionary<int, Fault> ExampleFaults = new()
    {
        [400] = new Fault(FaultCodes.RequiredMissing, "/exitedOn"),
        [401] = new Fault(FaultCodes.NotAuthenticated, string.Empty),
        [403] = new Fault(FaultCodes.NotAllowed, string.Empty, "registrar"),
        [404] = new Fault(FaultCodes.NotFound, string.Empty),
        [406] = new Fault(FaultCodes.NotAcceptable, string.Empty, "application/json"),
        [408] = new Fault(FaultCodes.BodyTooSlow, string.Empty),
        [409] = new Fault(FaultCodes.ContentDiffers, "/reason", $"PUT {Addresses.Base}/projects/iris2/exits/E-2024-0117"),
        [410] = new Fault(FaultCodes.Erased, string.Empty),
        [412] = new Fault(FaultCodes.VersionStale, string.Empty),
        [413] = new Fault(FaultCodes.BodyTooLarge, string.Empty, "1000000"),
        [415] = new Fault(FaultCodes.MediaTypeUnsupported, string.Empty, "application/json"),
        [422] = new Fault(FaultCodes.ExitBeforeStart, "/exitedOn"),
        [428] = new Fault(FaultCodes.IfMatchRequired, string.Empty),
        [429] = new Fault(FaultCodes.TooManyRequests, string.Empty),
        [503] = new Fault(FaultCodes.DatabaseBusy, string.Empty),
        [500] = new Fault(FaultCodes.ServerFault, string.Empty),
        [507] = new Fault(FaultCodes.DiskFull, string.Empty),
    };

    /// <summary>Adds the answer for a status to the document and returns a reference to it.</summary>
    public static OpenApiResponseReference Shared(int status, OpenApiDocument document)
    {
        var name = ReasonPhrases.GetReasonPhrase(status).Replace(" ", string.Empty, StringComparison.Ordinal);
        document.AddComponent<IOpenApiResponse>(name, new OpenApiResponse
        {
            Description = $"{FaultTexts.Title(status).En}.\n\n{CodesOf(status)}",
            Headers = HeadersOf(status, document),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problems.MediaType] = new()
                {
                    Schema = new OpenApiSchemaReference(Schema, document),
                    Example = JsonSerializer.SerializeToNode(ExampleOf(status), Json.Options),
                },
            },
        });
        return new OpenApiResponseReference(name, document);
    }

    /// <summary>Returns a Markdown list of the codes of a status. Status 0 lists the warnings.</summary>
    public static string CodesOf(int status) => string.Join('\n', FaultTexts.All
        .Where(text => text.Value.Status == status)
        .OrderBy(text => text.Key, StringComparer.Ordinal)
        .Select(text => $"- `{text.Key}`: {text.Value.Message(Language.English, ["…", "…"])}"));

    private static Dictionary<string, IOpenApiHeader> HeadersOf(int status, OpenApiDocument document)
    {
        var headers = new Dictionary<string, IOpenApiHeader> { ["traceparent"] = ResponseHeaders.TraceParent(document) };
        if (status == StatusCodes.Status401Unauthorized)
        {
            headers["WWW-Authenticate"] = ResponseHeaders.WwwAuthenticate(document);
        }

        headers["RateLimit"] = ResponseHeaders.RateLimit(document);
        headers["RateLimit-Policy"] = ResponseHeaders.RateLimitPolicy(document);
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status507InsufficientStorage)
        {
            headers["Retry-After"] = ResponseHeaders.RetryAfter(document);
        }

        return headers;
    }

    private static Problem ExampleOf(int status)
    {
        var errors = ProblemError.From([ExampleFaults[status]], Language.English);
        return new Problem
        {
            Type = "urn:outcome-api:problem:" + status.ToString(CultureInfo.InvariantCulture),
            Title = FaultTexts.Title(status).En,
            Status = status,
            Detail = errors[0].Message,
            Instance = Addresses.Base + "/projects/iris2/exits",
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
            Errors = errors,
            ErrorsTotal = errors.Count,
        };
    }
}
