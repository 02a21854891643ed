using Microsoft.AspNetCore.OpenApi;
using OutcomeApi.Contract.Document;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Contract.Schemas;

namespace OutcomeApi.Contract;

/// <summary>Publishes the contract: the OpenAPI document at <c>/openapi.json</c> below the versioned root, and a page to read it at <c>/docs</c>.</summary>
public static class ContractEndpoints
{
    /// <summary>Address of the script that the page loads beside those of the library.</summary>
    public const string Script = "/docs/page.js";

    /// <summary>Registers the services that build the document.</summary>
    public static IServiceCollection AddContract(this IServiceCollection services)
    {
        services.AddSingleton<ContractDocument>();

        // This must be a lambda. The source generator that copies docstrings into the document does not recognise a method group.
        return services.AddOpenApi(ContractDocument.Name, contract => Describe(contract));
    }

    /// <summary>Maps the document and the page.</summary>
    public static void MapContract(this WebApplication app)
    {
        app.MapGet(Addresses.Base + "/openapi.json", (HttpContext http, ContractDocument document) => document.ServeAsync(http))
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet(Script, () => Results.Stream(typeof(ContractEndpoints).Assembly.GetManifestResourceStream("docs.js")!, "text/javascript"))
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.DocumentTitle = "OutcomeApi";
            ui.InjectJavascript(Script);
            ui.EnableFilter();
            ui.EnableDeepLinking();
            ui.SwaggerEndpoint(Addresses.Base + "/openapi.json", "OutcomeApi v1");
        });
    }

    /// <summary>
    /// Completes what the framework derives from the endpoints and their types. The transformers run in this order: first those of schemas, then
    /// those of operations, last those of the whole document.
    /// </summary>
    private static void Describe(OpenApiOptions contract)
    {
        contract.CreateSchemaReferenceId = WireNames.Find;
        contract.AddSchemaTransformer<MemberRules>();
        contract.AddSchemaTransformer<RecordSchemas>();

        contract.AddOperationTransformer<Access>();
        contract.AddOperationTransformer<Parameters>();
        contract.AddOperationTransformer<Answers>();

        contract.AddDocumentTransformer<Information>();
        contract.AddDocumentTransformer<RelativePaths>();
        contract.AddDocumentTransformer<SharedParts>();
        contract.AddDocumentTransformer<JsonForms>();
        contract.AddDocumentTransformer<RequestBodies>();
        contract.AddDocumentTransformer<RecordsOfEveryKind>();
        contract.AddDocumentTransformer<NamedCodes>();
        contract.AddDocumentTransformer<Tidying>();
        contract.AddDocumentTransformer<ExamplesOfBodies>();
        contract.AddDocumentTransformer<SharedExamples>();
        contract.AddDocumentTransformer<SharedParameters>();
    }
}
