using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Security;

namespace OutcomeApi.Http;

/// <summary>
/// Endpoint metadata: the endpoint's answer follows from a known state. It is sent with a strong ETag, and a reader who already has it
/// gets 304.
/// </summary>
public sealed record StateTag;

/// <summary>Declares state tags on endpoints.</summary>
public static class StateTagExtensions
{
    /// <summary>Declares that an endpoint answers with a state tag.</summary>
    public static RouteHandlerBuilder WithStateTag(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new StateTag());
}

/// <summary>The body of an answer, its media type and its headers.</summary>
/// <param name="Bytes">The bytes of the body.</param>
/// <param name="MediaType">Media type with parameters, for example <c>application/json; charset=utf-8</c>.</param>
public sealed record AnswerBody(byte[] Bytes, string MediaType)
{
    /// <summary>Serializes an answer as JSON.</summary>
    public static AnswerBody Json<T>(T answer) => OfJson(JsonSerializer.SerializeToUtf8Bytes(answer, Http.Json.Options));

    /// <summary>Wraps an answer that is already JSON.</summary>
    public static AnswerBody OfJson(byte[] json) => new(json, "application/json; charset=utf-8");

    /// <summary>The file name under which a browser saves the body. Null: the browser shows it.</summary>
    public string? FileName { get; init; }

    /// <summary>Headers to send with the body.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// Answers reads whose body follows from a state that is known before the body is made. The answer has a strong ETag, and a reader who already
/// has the body gets 304. Bodies are kept in bounded memory.
/// The ETag is a hash of the state and the full address, so every node gives the same ETag. Everything that the body depends on must
/// be part of the state or the address; otherwise readers get outdated answers.
/// </summary>
public sealed class KeptAnswers(IConfiguration configuration) : IDisposable
{
    private const long MostBytes = 48 * 1024 * 1024;

    // A larger body is made anew for each request. Keeping it would push out many smaller ones.
    private const long LargestKept = 4 * 1024 * 1024;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<string, Lazy<Task<Result<AnswerBody>>>> _inTheMaking = new();
    private readonly string[] _hosts = (configuration["AllowedHosts"] ?? "*")
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Answers a read from memory, or makes the body.</summary>
    /// <param name="http">The request. Its address is part of the ETag.</param>
    /// <param name="state">Everything else that the body depends on: computation run, reader, language, media type.</param>
    /// <param name="make">Makes the body, or returns the faults of the request. Simultaneous requests for the same body share one call.</param>
    public async Task<IResult> AnswerAsync(HttpContext http, string state, Func<Task<Result<AnswerBody>>> make)
    {
        var tag = TagOf(http, $"{state} {PartsOf(http)}");
        http.Response.Headers.Vary = "Accept, Accept-Language";
        http.Response.Headers.CacheControl = "private, no-cache";
        if (IsKnown(http.Request, tag))
        {
            http.Response.Headers.ETag = tag;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (!_kept.TryGetValue(tag, out AnswerBody? body))
        {
            var made = await MakeAsync(tag, make);
            if (!made.IsSuccess)
            {
                return Problems.Problems.Answer(http, made.Faults);
            }

            body = made.Value;
            if (body.Bytes.LongLength <= LargestKept && IsOurs(http.Request.Host))
            {
                _kept.Set(tag, body, new MemoryCacheEntryOptions { Size = body.Bytes.LongLength + 1024, SlidingExpiration = TimeSpan.FromMinutes(10) });
            }
        }

        http.Response.Headers.ETag = tag;
        foreach (var (name, value) in body!.Headers)
        {
            http.Response.Headers[name] = value;
        }

        return body.FileName is { } file ? Results.File(body.Bytes, body.MediaType, file) : Results.Bytes(body.Bytes, body.MediaType);
    }

    public void Dispose() => _kept.Dispose();

    /// <summary>Returns the parts of the project that the reader is limited to. Two readers with different parts never get the same body.</summary>
    private static string PartsOf(HttpContext http) =>
        http.GetRouteValue("project") is string project && Caller.From(http).PartsOf(project) is { } parts ? string.Join(' ', parts) : string.Empty;

    private static string TagOf(HttpContext http, string state)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Request.GetEncodedUrl()}\n{state}"), hash);
        return $"\"{Convert.ToHexStringLower(hash[..16])}\"";
    }

    private static bool IsKnown(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        return header.Count > 0
            && (header == tag
                || (EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Tag == tag)));
    }

    /// <summary>Makes a body once for all requests that wait for it. A caller that disconnects does not cancel it for the others.</summary>
    private async Task<Result<AnswerBody>> MakeAsync(string tag, Func<Task<Result<AnswerBody>>> make)
    {
        var own = new Lazy<Task<Result<AnswerBody>>>(make);
        var shared = _inTheMaking.GetOrAdd(tag, own);
        try
        {
            return await shared.Value;
        }
        finally
        {
            if (ReferenceEquals(own, shared))
            {
                _inTheMaking.TryRemove(KeyValuePair.Create(tag, own));
            }
        }
    }

    /// <summary>
    /// Returns whether bodies may be kept for a host. The caller chooses the Host header, and a made-up host would fill the memory. So bodies are
    /// kept only for the hosts in <c>AllowedHosts</c>, or for this machine when that setting allows all.
    /// </summary>
    private bool IsOurs(HostString host) => _hosts.Contains("*")
        ? host.Host is "localhost" or "127.0.0.1" or "[::1]"
        : _hosts.Any(ours => ours.StartsWith("*.", StringComparison.Ordinal)
            ? host.Host.EndsWith(ours[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(ours, host.Host, StringComparison.OrdinalIgnoreCase));
}
