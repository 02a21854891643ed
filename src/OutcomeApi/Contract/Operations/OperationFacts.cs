using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Contract.Operations;

/// <summary>What an endpoint's metadata say about its operation.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Path">The path from the host's root, without a slash at its beginning.</param>
/// <param name="Body">Type of the JSON body; null when it takes none.</param>
/// <param name="Answers">Types of the answers that succeed.</param>
/// <param name="Roles">The roles that are allowed; null: no key is needed.</param>
/// <param name="Query">The query parameters.</param>
/// <param name="OtherForms">The media types that are answered beside JSON.</param>
internal sealed record OperationFacts(
    string Method,
    string Path,
    Type? Body,
    IReadOnlyList<Type> Answers,
    IReadOnlyList<Role>? Roles,
    IReadOnlyList<QueryParameter> Query,
    IReadOnlyList<string> OtherForms)
{
    /// <summary>The names in the path's braces.</summary>
    public IEnumerable<string> PathNames => Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));

    /// <summary>Rows about people are sent or answered.</summary>
    public bool HasPersonRows => Answers.Append(Body).OfType<Type>().Any(type => type.IsAssignableTo(typeof(IContainsPersonData)) || RegistrationIn(type) is not null);

    /// <summary>A record is registered.</summary>
    public bool Registers => Method == "POST" && Body?.IsSubclassOf(typeof(Registration)) == true;

    /// <summary>It may be answered at once or later, as the caller prefers.</summary>
    public bool MayBeAnsweredLater { get; private init; }

    /// <summary>It answers from a state, with an ETag by which a reader can ask whether anything has changed.</summary>
    public bool HasStateTag { get; private init; }

    /// <summary>The body has codes, so it can be right in form and wrong in content.</summary>
    public bool HasCodes => Body?.GetProperties().Any(p => p.IsDefined(typeof(CodeOfAttribute))) == true;

    /// <summary>One record is answered, with its ETag.</summary>
    public bool AnswersOneRecord => Answers.Any(type =>
        type.IsAssignableTo(typeof(IVersioned)) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Record<>)));

    /// <summary>The registration that the operation is about; null when it is about none.</summary>
    public Type? Registration => Answers.Append(Body).OfType<Type>().Select(RegistrationIn).FirstOrDefault(type => type is not null);

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
            MayBeAnsweredLater = new[] { StatusCodes.Status200OK, StatusCodes.Status202Accepted }.All(status => description.SupportedResponseTypes.Any(r => r.StatusCode == status)),
        };
    }

    private static Type? RegistrationIn(Type type) =>
        type.IsSubclassOf(typeof(Registration)) ? type : type.IsGenericType ? type.GenericTypeArguments.Select(RegistrationIn).FirstOrDefault() : null;
}
