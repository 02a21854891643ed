using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http.Bodies;

/// <summary>A request's JSON body as far as it could be read, and every fault in its form.</summary>
/// <param name="Value">What was read; members with faults are absent. Null when there was no JSON object to read.</param>
/// <param name="Faults">Every fault.</param>
/// <param name="Raw">The JSON itself, for members that are read elsewhere.</param>
/// <param name="Sha256">Hash of the bytes, for <c>Idempotency-Key</c>.</param>
public sealed record Body<T>(T? Value, IReadOnlyList<Fault> Faults, JsonElement Raw, string Sha256) : IEndpointParameterMetadataProvider
    where T : class, new()
{
    /// <summary>Bound by the framework for every endpoint that takes one.</summary>
    public static async ValueTask<Body<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        if (OptionalBodyAttribute.For(typeof(T)) && IsLeftOut(http.Request))
        {
            return new Body<T>(new T(), [], JsonElement.Parse("{}"), string.Empty);
        }

        var (raw, fault, hash) = await BodyReader.ReadJsonAsync(http, MaxBytesAttribute.For(typeof(T)));
        if (fault is not null)
        {
            return new Body<T>(null, [fault], default, hash);
        }

        if (raw.ValueKind != JsonValueKind.Object)
        {
            // Nothing in it can be judged: what a record lacks because nobody sent one is no fault of its own.
            return new Body<T>(null, [new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object")], raw, hash);
        }

        var faults = new List<Fault>();
        var value = JsonBodyReader.Read<T>(raw, string.Empty, faults);
        return new Body<T>(value, faults, raw, hash);
    }

    /// <summary>Some clients name the media type of a body that they do not send.</summary>
    private static bool IsLeftOut(HttpRequest request) =>
        request.ContentLength == 0 || (request.ContentLength is null && request.ContentType is null && !request.Headers.ContainsKey("Transfer-Encoding"));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

/// <summary>How large a body of this type may be, where that is more than a single record or definition needs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MaxBytesAttribute(int bytes) : Attribute
{
    /// <summary>Bytes of a single record or definition.</summary>
    public const int Usual = 1_000_000;

    public int Bytes { get; } = bytes;

    public static int For(Type type) => type.GetCustomAttribute<MaxBytesAttribute>()?.Bytes ?? Usual;
}

/// <summary>A request may come without a body of this type: it says nothing then.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OptionalBodyAttribute : Attribute
{
    public static bool For(Type type) => type.IsDefined(typeof(OptionalBodyAttribute));
}

/// <summary>Reads the JSON of a request within its limits.</summary>
public static class BodyReader
{
    public const int MaxDepth = 32;

    /// <summary>UTF-8 that does not read over what is none.</summary>
    public static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static async Task<(JsonElement Json, Fault? Fault, string Sha256)> ReadJsonAsync(HttpContext http, int maxBytes)
    {
        var (bytes, _, fault) = await ReadBytesAsync(http, ["application/json"], maxBytes);
        if (fault is not null)
        {
            return (default, fault, string.Empty);
        }

        var (json, malformed) = Parse(bytes);
        return (json, malformed, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }

    /// <summary>The bytes of a request and their media type; nothing when there is a fault.</summary>
    /// <param name="http">The request.</param>
    /// <param name="mediaTypes">The media types that are taken, in UTF-8.</param>
    /// <param name="maxBytes">The most bytes that are taken.</param>
    public static async Task<(byte[] Bytes, string MediaType, Fault? Fault)> ReadBytesAsync(HttpContext http, IReadOnlyList<string> mediaTypes, int maxBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || mediaTypes.FirstOrDefault(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)) is not { } mediaType
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return ([], string.Empty, new Fault(FaultCodes.MediaTypeUnsupported, string.Empty, string.Join(", ", mediaTypes)));
        }

        // The server has a limit of its own, which may be lower.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server && server.MaxRequestBodySize < maxBytes + 1L)
        {
            server.MaxRequestBodySize = maxBytes + 1L;
        }

        try
        {
            // By its length where that is stated: the server itself would not let a very long body be read.
            return http.Request.ContentLength > maxBytes || await ReadBytesAsync(http.Request.Body, maxBytes, http.RequestAborted) is not { } bytes
                ? ([], mediaType, new Fault(FaultCodes.BodyTooLarge, string.Empty, maxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                : (bytes, mediaType, null);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return ([], mediaType, new Fault(FaultCodes.BodyTooSlow, string.Empty));
        }
    }

    /// <summary>Parses one JSON value.</summary>
    public static (JsonElement Json, Fault? Fault) Parse(ReadOnlyMemory<byte> bytes)
    {
        if (IsTooDeep(bytes.Span))
        {
            return (default, new Fault(FaultCodes.BodyTooDeep, string.Empty, MaxDepth.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        try
        {
            // Decoding first refuses broken UTF-8 and, with it, texts that could not be written back.
            Utf8.GetCharCount(bytes.Span);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return HasLoneSurrogate(document.RootElement)
                ? (default, new Fault(FaultCodes.MalformedJson, string.Empty))
                : (document.RootElement.Clone(), null);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // InvalidOperationException: a member's name is a lone surrogate.
            return (default, new Fault(FaultCodes.MalformedJson, string.Empty));
        }
    }

    private static async Task<byte[]?> ReadBytesAsync(Stream stream, int limit, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, ct) is var read and > 0)
        {
            if (buffer.Length + read > limit)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1_000_000 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Malformed further on; the parser says so.
        }

        return false;
    }

    /// <summary>An escape such as <c>\ud800</c> alone is valid JSON and yet no text.</summary>
    private static bool HasLoneSurrogate(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().Any(p => p.Name is null || HasLoneSurrogate(p.Value)),
                JsonValueKind.Array => element.EnumerateArray().Any(HasLoneSurrogate),
                JsonValueKind.String => element.GetString() is null,
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
