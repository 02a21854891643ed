using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>The headers that a request may carry.</summary>
internal static class HeaderParameters
{
    public const string TraceParentPattern = "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$";
    public const string TraceParentExample = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    /// <summary>The headers that an operation reads.</summary>
    public static IEnumerable<OpenApiParameter> Describe(OperationFacts facts)
    {
        yield return Header("traceparent", "Trace context (W3C). Passed on through jobs, and returned.", TraceParentExample, pattern: TraceParentPattern);
        yield return Header("Accept-Language", "Language of messages: `sv` or `en`, English when neither is asked for.", "sv");
        if (facts.HasPersonRows)
        {
            yield return Header("Purpose", "What the rows about people are wanted for. Stands in the audit.", "case-follow-up", longest: 200);
        }

        if (facts.Registers)
        {
            yield return Header(
                "Idempotency-Key",
                "A key of the sender's for this request, kept seven days. The record's own reference makes re-sending safe without it.",
                "5f0c1a9e-2b57-4d0c-8a43-0f6a8a1d7c11",
                longest: 100);
        }

        if (facts.MayBeAnsweredLater)
        {
            yield return Header("Prefer", "`respond-async`: answer 202 now and work later.", "respond-async");
        }

        if (facts.HasStateTag)
        {
            yield return Header("If-None-Match", "ETag of an earlier answer: 304 without a body when nothing has changed.", "\"5f0c1a9e2b574d0c8a430f6a8a1d7c11\"");
        }

        if (facts.Method == "PUT")
        {
            yield return Header(
                "If-Match", "ETag of the version that is corrected. Required when the address holds something, left out when it holds nothing.", "\"1\"");
            yield return Header("If-None-Match", "`*`: only create. Refused when the address holds something.", "*");
        }
    }

    private static OpenApiParameter Header(string name, string description, string example, string? pattern = null, int? longest = null) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = longest },
        Example = example,
    };
}
