using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Contract.Document;

/// <summary>What the interface is, who answers for it, and its limits.</summary>
internal sealed class Information(IOptions<ContractOptions> options) : IOpenApiDocumentTransformer
{
    private static readonly string[] Limitations =
    [
        $"A body holds at most {Show(MaxBytesAttribute.Usual)} bytes and nests at most {Show(BodyReader.MaxDepth)} levels.",
        $"A page holds at most {Show(QueryParameter.Limit.Number!.Value.Most)} items.",
        "An Idempotency-Key is kept seven days.",
        "Dates lie in 1900–2199.",
        "Figures follow registrations within seconds; upToDate says whether they have.",
    ];

    private static readonly string Description =
        $"""
        Outcomes of coordinated rehabilitation projects. Project systems register what happens to a participation; secretariats and steering groups read
        whether the projects' goals are attained, for women and men, tertial by tertial.

        **Re-sending is safe.** The sender's own reference is the key of a record. The same content again answers 200, other content 409. A record is
        corrected with PUT and If-Match, and taken back with `"voided": true`; nothing is deleted. What an answer adds to a record (`version`,
        `receivedAt`, `changedAt`, `warnings`, `_links`) may be sent back with a correction and is not read.

        **Errors** are `application/problem+json` with every fault at once, each with a stable code, a JSON Pointer and how to fix it. What an address holds
        outside the key's reach is answered as if it did not exist. A method that an address does not have is answered 405 with `Allow`.

        **Lists** are paged with `limit` and `page`. Unknown query parameters and unknown fields are refused.

        **Dates** are `YYYY-MM-DD`, instants RFC 3339 in UTC, tertials `YYYY-T1` to `YYYY-T3`. Codes are kebab-case and never change their meaning; new ones may come.

        **Limits and known problems.** {string.Join(' ', Limitations)} Known problems stand in the change log of the release.

        **Warnings** come with an answer that succeeds, in `warnings`:

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

    private static string Show(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
