using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Contract.Operations;

/// <summary>Holds the facts about an operation that its endpoint's metadata state.</summary>
/// <param name="Method">HTTP method in upper case.</param>
/// <param name="Path">Path from the root of the host, without a leading slash.</param>
/// <param name="Body">Type of the JSON body. Null when the operation takes none.</param>
/// <param name="Answers">Types of the successful answers.</param>
/// <param name="Roles">The allowed roles. Null when the operation is public.</param>
/// <param name="Query">The query parameters.</param>
/// <param name="OtherForms">The media types of answers besides JSON.</param>
internal sealed record OperationFacts(
    string Method,
    string Path,
    Type? Body,
    IReadOnlyList<Type> Answers,
    IReadOnlyList<Role>? Roles,
    IReadOnlyList<QueryParameter> Query,
    IReadOnlyList<string> OtherForms)
{
    /// <summary>The names in braces in the path.</summary>
    public IEnumerable<string> PathNames => Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));

    /// <summary>Whether the request or the answer holds rows about people.</summary>
    public bool HasPersonRows => Answers.Append(Body).OfType<Type>().Any(type =>
        type.IsAssignableTo(typeof(IContainsPersonData)) || RegistrationIn(type) is not null);

    /// <summary>Whether the operation registers a record.</summary>
    public bool Registers => Method == "POST" && Body?.IsSubclassOf(typeof(Registration)) == true;

    /// <summary>Whether the operation registers a record or corrects it, which a key of the sender's makes safe to repeat.</summary>
    public bool TakesIdempotencyKey => Registers || (Corrects && Registration is not null);

    /// <summary>Whether the operation can answer at once (200) or later (202), as the caller prefers.</summary>
    public bool MayBeAnsweredLater { get; private init; }

    /// <summary>Whether the answer has an ETag of a state, by which a reader can ask whether anything has changed.</summary>
    public bool HasStateTag { get; private init; }

    /// <summary>Whether the body has codes. Such a body can be correct in form and still wrong in content (422).</summary>
    public bool HasCodes => (Method == "PATCH" ? Registration : Body)?.GetProperties().Any(p => p.IsDefined(typeof(CodeOfAttribute))) == true;

    /// <summary>Whether the answer is one record with its ETag.</summary>
    public bool AnswersOneRecord => Answers.Any(type => type.IsAssignableTo(typeof(IVersioned)));

    /// <summary>Whether the operation corrects a stored record of the version that If-Match names.</summary>
    public bool Corrects => Method is "PUT" or "PATCH" && AnswersOneRecord;

    /// <summary>Whether the answer is one registration, which may have been erased.</summary>
    public bool AnswersOneRegistration => Answers.Any(type => WireNames.IsGeneric(type, typeof(Record<>)));

    /// <summary>The type of registration that the operation is about. Null when it is about none.</summary>
    public Type? Registration => Answers.Append(Body).OfType<Type>().Select(RegistrationIn).FirstOrDefault(type => type is not null);

    /// <summary>Reads the facts about an operation.</summary>
    public static OperationFacts From(ApiDescription description)
    {
        var metadata = description.ActionDescriptor.EndpointMetadata;
        return new OperationFacts(
            description.HttpMethod!,
            description.RelativePath!,
            metadata.OfType<IAcceptsMetadata>().LastOrDefault()?.RequestType,
            [.. description.SupportedResponseTypes.Where(r => r.StatusCode < 300).Select(r => r.Type).OfType<Type>()],
            metadata.OfType<IAllowAnonymous>().Any() ? null : Policies.Roles[metadata.OfType<IAuthorizeData>().Last().Policy!],
            metadata.OfType<QueryParameters>().LastOrDefault()?.Known ?? [],
            metadata.OfType<OtherForms>().LastOrDefault()?.MediaTypes ?? [])
        {
            HasStateTag = metadata.OfType<StateTag>().Any(),
            MayBeAnsweredLater = new[] { StatusCodes.Status200OK, StatusCodes.Status202Accepted }
                .All(status => description.SupportedResponseTypes.Any(r => r.StatusCode == status)),
        };
    }

    private static Type? RegistrationIn(Type type) =>
        type.IsSubclassOf(typeof(Registration)) ? type : type.IsGenericType ? type.GenericTypeArguments.Select(RegistrationIn).FirstOrDefault() : null;
}
