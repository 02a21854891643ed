using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace OutcomeApi.Http.Bodies;

/// <summary>Holds the JSON body of a request that is not read by the attributes of a type but by code of its own.</summary>
/// <typeparam name="T">The type that names the schema of the body in the contract, see <see cref="JsonFormAttribute"/>.</typeparam>
/// <param name="Json">The JSON. Undefined when the body could not be read; any other JSON value when it is not an object.</param>
/// <param name="Fault">The reason why the body was refused. Null when it is a JSON object.</param>
public sealed record SentJson<T>(JsonElement Json, Fault? Fault) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Reads the body. The framework calls this for every endpoint that has a parameter of this type.</summary>
    public static async ValueTask<SentJson<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var (json, fault, _) = await BodyReader.ReadObjectAsync(http, MaxBytesAttribute.For(typeof(T)));
        return new SentJson<T>(json, fault);
    }

    /// <summary>Adds the type of the body to the endpoint's metadata, for the contract.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
