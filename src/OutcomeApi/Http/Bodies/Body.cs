using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace OutcomeApi.Http.Bodies;

/// <summary>Holds the JSON body of a request as far as it could be read, and every fault in its form.</summary>
/// <param name="Value">The value that was read. Members with faults are null. The value itself is null when the body is not a JSON object.</param>
/// <param name="Faults">Every fault that was found.</param>
/// <param name="Raw">The JSON itself, for members that other code reads.</param>
/// <param name="Sha256">SHA-256 of the bytes of the body, for the check of <c>Idempotency-Key</c>. Empty when no body was read.</param>
public sealed record Body<T>(T? Value, IReadOnlyList<Fault> Faults, JsonElement Raw, string Sha256) : IEndpointParameterMetadataProvider
    where T : class, new()
{
    // Looking for attributes takes longer than reading a record.
    private static readonly bool MayBeLeftOut = OptionalBodyAttribute.For(typeof(T));

    private static readonly int MaxBytes = MaxBytesAttribute.For(typeof(T));

    /// <summary>Reads the body. The framework calls this for every endpoint that has a parameter of this type.</summary>
    public static async ValueTask<Body<T>> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        if (MayBeLeftOut && IsLeftOut(http.Request))
        {
            return new Body<T>(new T(), [], JsonElement.Parse("{}"), string.Empty);
        }

        var (raw, fault, hash) = await BodyReader.ReadObjectAsync(http, MaxBytes);
        if (fault is not null)
        {
            // Report only this fault. Reading on would report every required member as missing, which helps nobody.
            return new Body<T>(null, [fault], raw, hash);
        }

        var faults = new List<Fault>();
        var value = JsonBodyReader.Read<T>(raw, string.Empty, faults);
        return new Body<T>(value, faults, raw, hash);
    }

    /// <summary>Returns whether the request has no body. A Content-Type alone proves nothing: some clients send it without a body.</summary>
    private static bool IsLeftOut(HttpRequest request) =>
        request.ContentLength == 0 || (request.ContentLength is null && request.ContentType is null && !request.Headers.ContainsKey("Transfer-Encoding"));

    /// <summary>Adds the type of the body to the endpoint's metadata, for the contract.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

/// <summary>Sets the maximum size of a body of this type, where the usual limit for a single record or definition does not fit.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MaxBytesAttribute(int bytes) : Attribute
{
    /// <summary>Maximum size of a single record or definition, in bytes.</summary>
    public const int Usual = 1_000_000;

    /// <summary>Maximum size in bytes.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>Returns the maximum size of a body of a type, in bytes.</summary>
    public static int For(Type type) => type.GetCustomAttribute<MaxBytesAttribute>()?.Bytes ?? Usual;
}

/// <summary>
/// Marks a type of body that a request may leave out. The request is then read as if its body were <c>{}</c>, without the check of required
/// members.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OptionalBodyAttribute : Attribute
{
    /// <summary>Returns whether a body of a type is optional.</summary>
    public static bool For(Type type) => type.IsDefined(typeof(OptionalBodyAttribute));
}

/// <summary>Reads the body of a request and enforces its limits.</summary>
public static class BodyReader
{
    /// <summary>Maximum number of nested levels in a JSON body.</summary>
    public const int MaxDepth = 32;

    /// <summary>UTF-8 that throws on invalid bytes instead of replacing them.</summary>
    public static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a body that is a JSON object.</summary>
    /// <param name="http">The request.</param>
    /// <param name="maxBytes">Maximum size of the body, in bytes.</param>
    /// <param name="mediaType">The media type that is accepted.</param>
    /// <returns>
    /// The JSON, a fault if it is no object or could not be read, and the SHA-256 of the bytes in lower-case hexadecimal. The hash is empty when the bytes
    /// could not be read.
    /// </returns>
    public static async Task<(JsonElement Json, Fault? Fault, string Sha256)> ReadObjectAsync(
        HttpContext http, int maxBytes, string mediaType = "application/json")
    {
        if (MediaTypeOf(http, [mediaType]).Fault is { } wrong)
        {
            return (default, wrong, string.Empty);
        }

        Allow(http, maxBytes);
        try
        {
            // Check Content-Length first where it is stated: the server throws when a body above its own limit is read.
            if (http.Request.ContentLength > maxBytes || await ReadToEndAsync(http.Request.BodyReader, maxBytes, http.RequestAborted) is not { } body)
            {
                var most = maxBytes.ToString(CultureInfo.InvariantCulture);
                return (default, new Fault(FaultCodes.BodyTooLarge, string.Empty, most), string.Empty);
            }

            try
            {
                return body.Length < LargeBodies.From ? ParseAndHash(body) : await LargeBodies.ParseAsync(() => ParseAndHash(body));
            }
            finally
            {
                http.Request.BodyReader.AdvanceTo(body.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return (default, new Fault(FaultCodes.BodyTooSlow, string.Empty), string.Empty);
        }
    }

    /// <summary>Returns the media type of the body, or the fault that it is not accepted. The only accepted charset is UTF-8.</summary>
    public static (string MediaType, Fault? Fault) MediaTypeOf(HttpContext http, IReadOnlyList<string> mediaTypes) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && mediaTypes.FirstOrDefault(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)) is { } mediaType
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? (mediaType, null)
            : (string.Empty, new Fault(FaultCodes.MediaTypeUnsupported, string.Empty, string.Join(", ", mediaTypes)));

    /// <summary>Lets the server accept a body of this size: it has a limit of its own, which may be lower.</summary>
    public static void Allow(HttpContext http, int maxBytes)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server && server.MaxRequestBodySize < maxBytes + 1L)
        {
            server.MaxRequestBodySize = maxBytes + 1L;
        }
    }

    /// <summary>Parses one JSON value. Reports invalid UTF-8, duplicate members, lone surrogates and too many nested levels as faults.</summary>
    public static (JsonElement Json, Fault? Fault) Parse(ReadOnlyMemory<byte> bytes)
    {
        if (IsTooDeep(bytes.Span))
        {
            return (default, new Fault(FaultCodes.BodyTooDeep, string.Empty, MaxDepth.ToString(CultureInfo.InvariantCulture)));
        }

        try
        {
            // Decode first: this refuses invalid UTF-8, and with it strings that could not be written back.
            Utf8.GetCharCount(bytes.Span);

            // Not by a JsonDocument, which would have to be copied: what it has borrowed goes back with it.
            var json = JsonElement.Parse(bytes.Span, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return MayHaveSurrogates(bytes.Span) && HasLoneSurrogate(json) ? (default, new Fault(FaultCodes.MalformedJson, string.Empty)) : (json, null);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // InvalidOperationException is thrown when the name of a member holds a lone surrogate.
            return (default, new Fault(FaultCodes.MalformedJson, string.Empty));
        }
    }

    /// <summary>Reads a body to its end and leaves it where the server holds it. Null: it has more bytes than the limit.</summary>
    private static async Task<ReadOnlySequence<byte>?> ReadToEndAsync(PipeReader reader, int limit, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (JsonElement Json, Fault? Fault, string Sha256) ParseAndHash(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            return ParseAndHash(body.First);
        }

        // Put together in memory that is lent, so that a large body that is refused leaves nothing to be collected.
        var whole = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(whole);
            return ParseAndHash(whole.AsMemory(0, (int)body.Length));
        }
        finally
        {
            // It holds health data.
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        }
    }

    private static (JsonElement Json, Fault? Fault, string Sha256) ParseAndHash(ReadOnlyMemory<byte> bytes)
    {
        var (json, malformed) = Parse(bytes);
        var fault = malformed ?? (json.ValueKind == JsonValueKind.Object ? null : new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object"));
        return (json, fault, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
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
            // The JSON is malformed after this point. The parser reports that.
        }

        return false;
    }

    /// <summary>Returns whether a text may hold a surrogate: in valid UTF-8, only as an escape.</summary>
    private static bool MayHaveSurrogates(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    /// <summary>
    /// Returns whether a string or a name holds a lone surrogate. An escape such as <c>\ud800</c> on its own is valid JSON, but it is not
    /// a valid string: reading it throws an exception.
    /// </summary>
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
