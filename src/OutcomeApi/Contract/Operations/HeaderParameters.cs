using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>Describes the headers that a request can have. They have no examples: a page that fills in an example would send it.</summary>
internal static class HeaderParameters
{
    /// <summary>Pattern of a trace context (W3C).</summary>
    public const string TraceParentPattern = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$";
    /// <summary>An example of a trace context (W3C).</summary>
    public const string TraceParentExample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    /// <summary>Describes the headers that an operation reads.</summary>
    public static IEnumerable<OpenApiParameter> Describe(OperationFacts facts)
    {
        yield return Header(
            "traceparent",
            "Trace context (W3C). It is passed on through background jobs and returned in the answer.",
            pattern: TraceParentPattern);
        yield return Header("Accept-Language", "Language of messages: `sv` or `en`. English when the header asks for neither.");
        if (facts.HasPersonRows)
        {
            yield return Header(
                "Purpose",
                "The purpose for which the rows about people are needed, for example `case-follow-up`. It is written to the audit log.",
                longest: 200);
        }

        if (facts.TakesIdempotencyKey)
        {
            yield return Header(
                "Idempotency-Key",
                "A key that the sender chooses for this request. It is kept for seven days. Re-sending is safe without it too, because of the record's own "
                    + "reference.",
                longest: 100);
        }

        if (facts.MayBeAnsweredLater)
        {
            yield return Header("Prefer", "`respond-async`: answer 202 immediately and do the work afterwards.");
        }

        if (facts.HasStateTag)
        {
            yield return Header(
                "If-None-Match",
                "ETag of an earlier answer. When nothing has changed, the answer is 304 without a body.");
        }

        if (facts is { Corrects: true, Method: "PUT" })
        {
            yield return Header(
                "If-Match",
                "ETag of the version to correct, for example `\"1\"`. Required when something is stored at the address. Leave it out when nothing is "
                + "stored there.");
            yield return Header("If-None-Match", "`*`: only create. The request is refused when something is already stored at the address.");
        }

        if (facts.Method == "PATCH")
        {
            yield return Header("If-Match", "ETag of the version to correct, for example `\"1\"`. Required.");
        }
    }

    private static OpenApiParameter Header(string name, string description, string? pattern = null, int? longest = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = longest },
    };
}
