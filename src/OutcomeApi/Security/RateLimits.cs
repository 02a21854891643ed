using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary>Configuration section <c>RateLimit</c>.</summary>
[Section("RateLimit")]
public sealed class RateLimitOptions
{
    /// <summary>Maximum number of requests per minute with one credential.</summary>
    [Range(1, int.MaxValue)]
    public int PerMinute { get; set; } = 60_000;

    /// <summary>Maximum number of requests per minute from one network address without a valid credential.</summary>
    [Range(1, int.MaxValue)]
    public int PerMinuteWithoutCredential { get; set; } = 600;
}

/// <summary>
/// Limits the number of requests per minute. Requests with a valid credential are counted per credential, all others per network address.
/// The limit per address slows down guessing of keys, and it does not affect valid credentials at the same address. Each node counts on its
/// own. Every answer of a limited endpoint states the remaining requests (RateLimit headers for HTTP, IETF draft 10).
/// </summary>
public sealed class RateLimits : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    /// <summary>Creates the limiter with the configured limits.</summary>
    public RateLimits(IOptions<RateLimitOptions> options)
    {
        _options = options.Value;
        _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetFixedWindowLimiter(
            CredentialOf(http) is { } credential ? "credential " + credential : "address " + NetworkOf(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = LimitOf(http), Window = Window, QueueLimit = 0 }));
    }

    /// <summary>Middleware that enforces the limits. Register it after authentication, because it counts per credential.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            await next(http);
            return;
        }

        using var lease = await _limiter.AcquireAsync(http, 1, http.RequestAborted);
        var left = _limiter.GetStatistics(http)?.CurrentAvailablePermits ?? 0;
        var retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : (int?)null;
        var policy = CredentialOf(http) is null ? "address" : "credential";
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={LimitOf(http)};w=60");
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={left}")
                + (retryAfter is { } t ? ";t=" + t : string.Empty);
            return Task.CompletedTask;
        });
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }

        http.Response.Headers.RetryAfter = (retryAfter ?? 60).ToString(CultureInfo.InvariantCulture);
        await Problems.WriteAsync(http, new Fault(FaultCodes.TooManyRequests, string.Empty));
    }

    public void Dispose() => _limiter.Dispose();

    private int LimitOf(HttpContext http) => CredentialOf(http) is null ? _options.PerMinuteWithoutCredential : _options.PerMinute;

    private static string? CredentialOf(HttpContext http) =>
        (http.User.Identity as CallerIdentity)?.Caller.Credential ?? http.User.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>
    /// Returns the key that requests from an address are counted under. For IPv6 it is the 64-bit network, because one household or office has a whole
    /// such network and could change addresses within it.
    /// </summary>
    private static string NetworkOf(IPAddress? address)
    {
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return address?.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address?.ToString() ?? "unknown";
    }
}
