using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Security;

namespace OutcomeApi.Contract.Operations;

/// <summary>Describes which operations need a credential, and which roles they allow.</summary>
internal sealed class Access : IOpenApiOperationTransformer
{
    /// <summary>Name of the security scheme in the document.</summary>
    public const string Scheme = "bearer";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = OperationFacts.From(context.Description);
        if (facts.Roles is not { } roles)
        {
            operation.Security = [];
            return Task.CompletedTask;
        }

        context.Document!.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "API key or JWT",
            Description = "An API key (`ok_` and 43 characters) that an administrator has created, or a token of the issuer that the installation "
                + "trusts. A credential has one role. It reaches its own projects and the projects of its associations.",
        });
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<CostlyRequest>().LastOrDefault() is { } costly)
        {
            operation.Description += "\n\n" + costly.Describe();
        }

        operation.Description += $"\n\nRoles: {string.Join(", ", roles.Select(Code.Format))}.";
        return Task.CompletedTask;
    }
}
