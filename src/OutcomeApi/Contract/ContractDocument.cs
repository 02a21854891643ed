using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Http;

namespace OutcomeApi.Contract;

/// <summary>The document, made once: from one request to the next only the address differs that it was asked at.</summary>
internal sealed class ContractDocument([FromKeyedServices(ContractDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";

    /// <summary>Stands for the host until somebody asks.</summary>
    public const string Host = "https://host.invalid";

    private readonly Lazy<Task<string>> _json = new(async () =>
        await (await provider.GetOpenApiDocumentAsync(CancellationToken.None)).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));

    public async Task<IResult> ServeAsync(HttpContext http) =>
        Results.Text((await _json.Value).Replace(Host, Text(http.AbsoluteUrl(string.Empty)), StringComparison.Ordinal), "application/json");

    private static string Text(string address) => JsonEncodedText.Encode(address, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
