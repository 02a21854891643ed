using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http.Bodies;

/// <summary>A request's JSON that is read by something else than the attributes of a type.</summary>
/// <typeparam name="T">Names its form in the contract, see <see cref="JsonFormAttribute"/>.</typeparam>
/// <param name="Json">The JSON; nothing when there is a fault.</param>
/// <param name="Fault">Why it could not be read; null: it could.</param>
public sealed record SentJson<T>(JsonElement Json, Fault? Fault) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Bound by the framework for every endpoint that takes one.</summary>
    public static async ValueTask<SentJson<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var (json, fault, _) = await BodyReader.ReadJsonAsync(http, MaxBytesAttribute.For(typeof(T)));
        return new SentJson<T>(
            json, fault ?? (json.ValueKind == JsonValueKind.Object ? null : new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object")));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
