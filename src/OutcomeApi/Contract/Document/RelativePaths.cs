using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Document;

/// <summary>Sets the server of the document to the versioned root of the service, and makes all paths relative to it.</summary>
internal sealed class RelativePaths : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Servers = [new OpenApiServer { Url = ContractDocument.Host + Addresses.Base, Description = "This service." }];
        document.ExternalDocs = new OpenApiExternalDocs
        {
            Url = new Uri(ContractDocument.Host + "/docs"),
            Description = "A page on which you can read this contract and try out requests.",
        };

        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
        {
            paths.Add(path[Addresses.Base.Length..], item);
        }

        document.Paths = paths;
        return Task.CompletedTask;
    }
}
