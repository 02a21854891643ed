using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Contract.Schemas;

/// <summary>
/// Describes the members that hold records of every kind. A record of a batch has the members of its kind, and names the kind in <c>record</c>; the content
/// of a version in an extract is that of one of the kinds. A person is named by a reference or, in what is sent, by a personal identity number.
/// </summary>
internal sealed class RecordsOfEveryKind : IOpenApiDocumentTransformer
{
    /// <summary>Name of the schema of a record in a batch.</summary>
    private const string InBatch = "BatchRecord";

    /// <summary>Name of the schema of a personal identity number that is sent in place of a reference.</summary>
    private const string Number = "PersonalNumber";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        await using var scope = context.ApplicationServices.CreateAsyncScope();
        var intakes = scope.ServiceProvider.GetServices<IRecordIntake>().OrderBy(intake => intake.Rank).ThenBy(intake => intake.Name, StringComparer.Ordinal)
            .ToArray();
        var schemas = document.Components!.Schemas!;
        schemas[Number] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A personal identity number (*personnummer*) or coordination number. Only a keyed hash of it is stored.",
            Required = new HashSet<string> { "personalIdentityNumber" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["personalIdentityNumber"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "The number, with or without a hyphen, with the century or without it.",
                    MinLength = 10,
                    MaxLength = 13,
                },
            },
            AdditionalPropertiesAllowed = false,
        };
        foreach (var intake in intakes)
        {
            foreach (var member in intake.RegistrationType.GetProperties().Where(member => member.IsDefined(typeof(OrPersonalNumberAttribute), inherit: false)))
            {
                LetNumber(schemas[intake.RegistrationType.Name], member.Name, document);
                LetNumber(schemas[intake.RegistrationType.Name + "Patch"], member.Name, document);
            }
        }

        // Both said: that a record is one of the kinds, and which base the kinds have in common. Some generators of clients know the one, some the other.
        var inBatch = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A record of a batch: the members of its kind, and `record`, which names the kind.",
            Required = new HashSet<string> { IRecordIntake.KindMember },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                [IRecordIntake.KindMember] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The kind of record." },
            },
            Discriminator = new OpenApiDiscriminator
            {
                PropertyName = IRecordIntake.KindMember,
                Mapping = new Dictionary<string, OpenApiSchemaReference>(),
            },
        };
        schemas[InBatch] = inBatch;
        foreach (var intake in intakes)
        {
            var name = "Batch" + intake.RegistrationType.Name;
            schemas[name] = InBatchOf((OpenApiSchema)schemas[intake.RegistrationType.Name], document);
            inBatch.Discriminator.Mapping[intake.Name] = new OpenApiSchemaReference(name, document);
        }

        var records = (OpenApiSchema)schemas["BatchBody"].Properties!["records"];
        records.Type = JsonSchemaType.Array;
        records.Items = new OpenApiSchemaReference(InBatch, document);
        records.AllOf = [new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { OneOf = [.. inBatch.Discriminator.Mapping.Values] } }];

        ((OpenApiSchema)schemas["ExtractedVersion"].Properties!["content"]).AnyOf =
            [.. intakes.Select(intake => new OpenApiSchemaReference(intake.RegistrationType.Name, document))];
    }

    /// <summary>Lets a member be a personal identity number, too.</summary>
    private static void LetNumber(IOpenApiSchema record, string member, OpenApiDocument document)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(member);
        if (record.Properties![name] is OpenApiSchema { OneOf: null } reference)
        {
            var text = (OpenApiSchema)reference.CreateShallowCopy();
            (text.Type, text.Description) = (JsonSchemaType.String, null);
            record.Properties[name] = new OpenApiSchema
            {
                Description = reference.Description,
                OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, text, new OpenApiSchemaReference(Number, document)],
            };
        }
    }

    private static OpenApiSchema InBatchOf(OpenApiSchema content, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = content.Description,
        AllOf = [new OpenApiSchemaReference(InBatch, document)],
        Required = content.Required,
        Properties = content.Properties,
        UnevaluatedProperties = false,
    };
}
