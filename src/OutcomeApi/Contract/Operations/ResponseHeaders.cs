using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>Describes the headers of answers.</summary>
internal static class ResponseHeaders
{
    public static IOpenApiHeader TraceParent(OpenApiDocument document) => Shared(
        document,
        "traceparent",
        "Trace context (W3C) of the answer. It continues the trace that the request named, or starts a new one.",
        HeaderParameters.TraceParentExample,
        HeaderParameters.TraceParentPattern);

    public static IOpenApiHeader ETag(OpenApiDocument document) => Shared(
        document, "ETag", "Version of the record in quotes. Send it in If-Match when you correct the record.", "\"1\"", "^\"[0-9]+\"$");

    public static IOpenApiHeader StateTag(OpenApiDocument document) => Shared(
        document,
        "StateTag",
        "Identifies the figures, the reader, the language, the media type and the address. The same tag means the same bytes, on every node. "
        + "Send it in If-None-Match to ask whether anything has changed.",
        "\"5f0c1a9e2b574d0c8a430f6a8a1d7c11\"",
        "^\"[0-9a-f]{32}\"$");

    public static IOpenApiHeader Location(OpenApiDocument document) => Shared(
        document,
        "Location",
        "Absolute address of the created resource, or of the progress of accepted work.",
        ExampleAddress.For("/projects/iris2/exits/E-2024-0117"),
        null);

    public static IOpenApiHeader WwwAuthenticate(OpenApiDocument document) => Shared(
        document, "WWW-Authenticate", "The authentication scheme to use.", "Bearer", null);

    public static IOpenApiHeader RetryAfter(OpenApiDocument document) => Shared(
        document, "Retry-After", "Number of seconds to wait before the next attempt.", "12", "^[0-9]+$");

    public static IOpenApiHeader RateLimit(OpenApiDocument document) => Shared(
        document,
        "RateLimit",
        "The policy that counted this request and the number of remaining requests (r). After a refusal also the seconds to wait (t).",
        "\"credential\";r=59999",
        "^\"(credential|address)\";r=[0-9]+(;t=[0-9]+)?$");

    public static IOpenApiHeader RateLimitPolicy(OpenApiDocument document) => Shared(
        document,
        "RateLimit-Policy",
        "Maximum number of requests (q) in a window of seconds (w). Counted per credential, or per network address without a valid credential. "
        + "Of several nodes each counts on its own.",
        "\"credential\";q=60000;w=60",
        "^\"(credential|address)\";q=[0-9]+;w=60$");

    private static OpenApiHeaderReference Shared(OpenApiDocument document, string name, string description, string example, string? pattern)
    {
        document.AddComponent<IOpenApiHeader>(name, new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern },
            Example = example,
        });
        return new OpenApiHeaderReference(name, document);
    }
}
