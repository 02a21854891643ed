using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Contract.Operations;

/// <summary>Which operations need a key, and of which roles.</summary>
internal sealed class Access : IOpenApiOperationTransformer
{
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
            Description = "An API key (`ok_` and 43 characters) that an administrator has made, or a token of the issuer that the installation trusts. It has one role, and reaches its projects or the projects of its associations.",
        });
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        operation.Description += $"\n\nRoles: {string.Join(", ", roles.Select(Code.Format))}.";
        return Task.CompletedTask;
    }
}
