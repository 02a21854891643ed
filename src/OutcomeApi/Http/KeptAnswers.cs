using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http;

/// <summary>Says, as metadata, that an endpoint answers from a state: with a strong ETag, and 304 to a reader who has it.</summary>
public sealed record StateTag;

/// <summary>Declares state tags.</summary>
public static class StateTagExtensions
{
    public static RouteHandlerBuilder WithStateTag(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new StateTag());
}

/// <summary>The bytes of an answer and what they are.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="MediaType">Its media type, with parameters.</param>
public sealed record AnswerBody(byte[] Bytes, string MediaType)
{
    /// <summary>Writes an answer as JSON.</summary>
    public static AnswerBody Json<T>(T answer) => OfJson(JsonSerializer.SerializeToUtf8Bytes(answer, Http.Json.Options));

    /// <summary>Takes an answer that is JSON already.</summary>
    public static AnswerBody OfJson(byte[] json) => new(json, "application/json; charset=utf-8");

    /// <summary>The file name under which browsers save it; null: they show it.</summary>
    public string? FileName { get; init; }

    /// <summary>Headers that belong to the body.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// Answers reads whose body follows from a state that is known before the body is made: with a strong ETag, 304 where the reader has it, and bodies kept in
/// bounded memory. The state and the whole address make the tag, so that any node gives the same one; whatever the body depends on must be in one of the two.
/// </summary>
public sealed class KeptAnswers(IConfiguration configuration) : IDisposable
{
    private const long MostBytes = 48 * 1024 * 1024;

    // One body this large is made again rather than push out everything else.
    private const long LargestKept = 4 * 1024 * 1024;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<string, Lazy<Task<Result<AnswerBody>>>> _inTheMaking = new();
    private readonly string[] _hosts = (configuration["AllowedHosts"] ?? "*").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Answers a read.</summary>
    /// <param name="http">The request, whose address belongs to the state.</param>
    /// <param name="state">Everything else that the body depends on: run, reader, language, form.</param>
    /// <param name="make">Makes the body, or says what is wrong with the request. It is asked once for all who ask at the same time.</param>
    public async Task<IResult> AnswerAsync(HttpContext http, string state, Func<Task<Result<AnswerBody>>> make)
    {
        var tag = TagOf(http, state);
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

    /// <summary>Many who ask at the same time wait for one body. None of them can break it off for the others.</summary>
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

    /// <summary>Hosts are named by whoever asks, so a body is kept only for those that the service is known by.</summary>
    private bool IsOurs(HostString host) => _hosts.Contains("*")
        ? host.Host is "localhost" or "127.0.0.1" or "[::1]"
        : _hosts.Any(ours => ours.StartsWith("*.", StringComparison.Ordinal)
            ? host.Host.EndsWith(ours[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(ours, host.Host, StringComparison.OrdinalIgnoreCase));
}
