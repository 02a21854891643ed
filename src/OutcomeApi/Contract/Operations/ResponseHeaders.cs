using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>The headers of answers.</summary>
internal static class ResponseHeaders
{
    public static IOpenApiHeader TraceParent(OpenApiDocument document) => Shared(
        document, "traceparent", "Trace context of the answer: the trace that the request named, or a new one.", HeaderParameters.TraceParentExample, HeaderParameters.TraceParentPattern);

    public static IOpenApiHeader ETag(OpenApiDocument document) => Shared(
        document, "ETag", "The record's version in quotes, for If-Match.", "\"1\"", "^\"[0-9]+\"$");

    public static IOpenApiHeader StateTag(OpenApiDocument document) => Shared(
        document, "StateTag", "Names the figures, the reader, the language, the form and the address: the same tag is the same bytes, on every node.", "\"5f0c1a9e2b574d0c8a430f6a8a1d7c11\"", "^\"[0-9a-f]{32}\"$");

    public static IOpenApiHeader Location(OpenApiDocument document) => Shared(
        document, "Location", "Absolute address.", ExampleAddress.For("/projects/iris2/exits/E-2024-0117"), null);

    public static IOpenApiHeader WwwAuthenticate(OpenApiDocument document) => Shared(
        document, "WWW-Authenticate", "The scheme to authenticate with.", "Bearer", null);

    public static IOpenApiHeader RetryAfter(OpenApiDocument document) => Shared(
        document, "Retry-After", "Seconds to wait.", "12", "^[0-9]+$");

    public static IOpenApiHeader RateLimit(OpenApiDocument document) => Shared(
        document, "RateLimit", "How many requests are left of the policy that counts this one, and after a refusal the seconds to wait.", "\"credential\";r=59999", "^\"(credential|address)\";r=[0-9]+(;t=[0-9]+)?$");

    public static IOpenApiHeader RateLimitPolicy(OpenApiDocument document) => Shared(
        document, "RateLimit-Policy", "Requests (q) in so many seconds (w): per credential, or per address without a valid one.", "\"credential\";q=60000;w=60", "^\"(credential|address)\";q=[0-9]+;w=60$");

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
