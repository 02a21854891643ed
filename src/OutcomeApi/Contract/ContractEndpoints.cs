using Microsoft.AspNetCore.OpenApi;
using OutcomeApi.Contract.Document;
using OutcomeApi.Contract.Operations;
using OutcomeApi.Contract.Schemas;
using OutcomeApi.Http;

namespace OutcomeApi.Contract;

/// <summary>The contract: <c>/openapi.json</c> beside the interface, and a page to read it at <c>/docs</c>.</summary>
public static class ContractEndpoints
{
    public static IServiceCollection AddContract(this IServiceCollection services)
    {
        services.AddOptions<ContractOptions>().BindConfiguration("Contract").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ContractDocument>();

        // A lambda: the generator that brings the docstrings in does not see a method group.
        return services.AddOpenApi(ContractDocument.Name, contract => Describe(contract));
    }

    public static void MapContract(this WebApplication app)
    {
        app.MapGet(Addresses.Base + "/openapi.json", (HttpContext http, ContractDocument document) => document.ServeAsync(http))
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.DocumentTitle = "OutcomeApi";
            ui.SwaggerEndpoint(Addresses.Base + "/openapi.json", "OutcomeApi v1");
        });
    }

    /// <summary>What the framework finds in the endpoints and their types, completed: members, then operations, then the document around them.</summary>
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
        contract.AddDocumentTransformer<Tidying>();
        contract.AddDocumentTransformer<ExamplesOfBodies>();
    }
}
