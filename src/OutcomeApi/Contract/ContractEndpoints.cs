using OutcomeApi.Http;

namespace OutcomeApi.Contract;

/// <summary>The contract: <c>/openapi.json</c> beside the interface, and a page to read it at <c>/docs</c>.</summary>
public static class ContractEndpoints
{
    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi();

    public static void MapContract(this WebApplication app)
    {
        app.MapOpenApi(Addresses.Base + "/openapi.json").AllowAnonymous();
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.DocumentTitle = "OutcomeApi";
            ui.SwaggerEndpoint(Addresses.Base + "/openapi.json", "OutcomeApi v1");
        });
    }
}
