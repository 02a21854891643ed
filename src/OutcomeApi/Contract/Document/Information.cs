using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Contract.Document;

/// <summary>Adds the general information to the document: what the API is, who is responsible for it, and its limits.</summary>
internal sealed class Information(IOptions<ContractOptions> options) : IOpenApiDocumentTransformer
{
    private static readonly string[] Limitations =
    [
        $"A body has at most {Show(MaxBytesAttribute.Usual)} bytes and at most {Show(BodyReader.MaxDepth)} nested levels.",
        $"A page has at most {Show(QueryParameter.Limit.Number!.Value.Most)} items.",
        "An Idempotency-Key is kept for seven days.",
        "Dates must be in the years 1900–2199.",
        "Figures include new registrations within seconds. The member upToDate says whether they already do.",
    ];

    private static readonly string Description =
        $"""
        Registers and reports the outcomes of coordinated rehabilitation projects. Project systems register what happens in a participation.
        Secretariats and steering groups read whether the projects' goals are attained, for women and men, tertial by tertial. A tertial is a
        third of a calendar year.

        **Re-sending is safe.** The sender's own reference is the key of a record. Sending the same content again answers 200. Sending other content
        with the same reference answers 409. Correct a record with PUT and If-Match. Withdraw it with `"voided": true`. Nothing is deleted.
        A correction may include the members that an answer adds to a record (`version`, `receivedAt`, `changedAt`, `warnings`, `_links`). They
        are ignored.

        **Errors** are `application/problem+json`. They list all faults at once, each with a stable code, a JSON Pointer and how to fix it. A resource
        outside the reach of the credential is answered as if it did not exist (404). A method that an address does not support is answered
        405 with `Allow`.

        **Lists** are paged with `limit` and `page`. Unknown query parameters and unknown fields are refused.

        **Dates** have the form `YYYY-MM-DD`. Instants follow RFC 3339 in UTC. Tertials are written `YYYY-T1` to `YYYY-T3`. Codes are written in
        kebab-case and never change their meaning. New codes can be added.

        **Limits and known problems.** {string.Join(' ', Limitations)} Known problems are listed in the change log of the release.

        **Warnings** are part of a successful answer, in `warnings`:

        {ProblemAnswers.CodesOf(0)}
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var by = options.Value;
        document.Info = new OpenApiInfo
        {
            Title = "OutcomeApi",
            Version = ApiRelease.Version,
            Description = Description,
            TermsOfService = new Uri(by.TermsOfService),
            Contact = new OpenApiContact { Name = by.ContactName, Url = new Uri(by.ContactUrl), Email = by.ContactEmail },
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
            Extensions = new Dictionary<string, IOpenApiExtension>
            {
                ["x-limitations"] = new JsonNodeExtension(new JsonArray([.. Limitations.Select(limit => (JsonNode)limit)])),
            },
        };
        return Task.CompletedTask;
    }

    private static string Show(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
