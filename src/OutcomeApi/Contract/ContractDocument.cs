using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract;

/// <summary>Serves the OpenAPI document. It is created once. Only the host in its addresses differs between requests.</summary>
internal sealed class ContractDocument([FromKeyedServices(ContractDocument.Name)] IOpenApiDocumentProvider provider)
{
    /// <summary>Name of the document.</summary>
    public const string Name = "v1";

    /// <summary>Placeholder for the host. It is replaced by the host of each request.</summary>
    public const string Host = "https://host.invalid";

    private readonly Lazy<Task<string>> _json = new(async () =>
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        (await provider.GetOpenApiDocumentAsync(CancellationToken.None)).SerializeAsV31(
            new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        return text.ToString();
    });

    /// <summary>Returns the document with the host of the request.</summary>
    public async Task<IResult> ServeAsync(HttpContext http) =>
        Results.Text((await _json.Value).Replace(Host, Text(http.AbsoluteUrl(string.Empty)), StringComparison.Ordinal), "application/json");

    private static string Text(string address) => JsonEncodedText.Encode(address, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
