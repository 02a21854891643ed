using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Http;

namespace OutcomeApi.Contract.Document;

/// <summary>The server is the versioned root at the address that the document was asked at; paths are relative to it.</summary>
internal sealed class RelativePaths : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Servers = [new OpenApiServer { Url = ContractDocument.Host + Addresses.Base, Description = "This service." }];
        document.ExternalDocs = new OpenApiExternalDocs { Url = new Uri(ContractDocument.Host + "/docs"), Description = "The same contract as a page to read and try." };

        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
        {
            paths.Add(path[Addresses.Base.Length..], item);
        }

        document.Paths = paths;
        return Task.CompletedTask;
    }
}
