using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OutcomeApi.Client.Http;
using Polly.Timeout;

namespace OutcomeApi.Client;

/// <summary>
/// Asks an OutcomeApi. Calls that are refused throw an <see cref="OutcomeApiException"/>, a service that cannot be reached an
/// <see cref="HttpRequestException"/>, and one that takes too long a <see cref="TimeoutException"/>. An instance may be used by many threads.
/// </summary>
/// <remarks>
/// <see cref="Create(OutcomeApiOptions)"/> and <see cref="OutcomeApiServices.AddOutcomeApiClient"/> give a client that sends again what is safe to send again.
/// One that is made from an <see cref="HttpClient"/> does what the handlers of that do.
/// </remarks>
public sealed partial class OutcomeApiClient : IDisposable
{
    private const string BasePath = "outcome-api/v1/";

    /// <summary>Most items a page that the service gives.</summary>
    private const int MostOnPage = 500;

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly TimeProvider _time;

    /// <param name="http">Has the address of the service as its base address, and the key in its headers.</param>
    /// <param name="time">The clock by which a batch is waited for. The system's, if omitted.</param>
    public OutcomeApiClient(HttpClient http, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
        _time = time ?? TimeProvider.System;
        var address = http.BaseAddress?.AbsoluteUri.TrimEnd('/') + "/";
        _base = http.BaseAddress is null
            ? throw new ArgumentException("The HttpClient needs the address of the service as its base address.", nameof(http))
            : new Uri(address.EndsWith(BasePath, StringComparison.Ordinal) ? address : address + BasePath);
    }

    /// <summary>Makes a client with connections of its own. They are renewed now and then, so that a service that moves is found.</summary>
    public static OutcomeApiClient Create(OutcomeApiOptions options) =>
        Create(options, new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, TimeProvider.System);

    /// <summary>Makes a client that talks to the network through other handlers, for example a proxy or a test.</summary>
    public static OutcomeApiClient Create(OutcomeApiOptions options, HttpMessageHandler network, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var http = new HttpClient(SafeResends.Around(network, options, time));
        OutcomeApiServices.Configure(http, options);
        return new OutcomeApiClient(http, time);
    }

    /// <summary>Describes the service. Needs no key.</summary>
    public Task<ApiInfo> GetApiInfoAsync(CancellationToken ct = default) => GetAsync<ApiInfo>("api-info", ct);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static string Of(string project, string path) => $"projects/{Uri.EscapeDataString(project)}/{path}";

    /// <summary>Writes a query. Parameters without a value are left out.</summary>
    private static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var stated = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                var text = value is DateOnly day ? day.ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture);
                stated.Add($"{name}={Uri.EscapeDataString(text!)}");
            }
        }

        return stated.Count == 0 ? string.Empty : "?" + string.Join('&', stated);
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken ct)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_base, path)), mayResend: true, ct);
        return await ReadAsync<T>(answer, ct);
    }

    /// <summary>Reads all pages of a list, each when it is needed.</summary>
    private async IAsyncEnumerable<T> ListAsync<T>(Func<int, string> pathOfPage, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var number = 1; ; number++)
        {
            var page = await GetAsync<Page<T>>(pathOfPage(number), ct);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (page.Meta is null || number >= page.Meta.TotalPages)
            {
                yield break;
            }
        }
    }

    /// <summary>Sends a request, and gives its answer if it is good.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool mayResend, CancellationToken ct)
    {
        using (request)
        {
            request.Options.Set(SafeResends.MayResend, mayResend);
            HttpResponseMessage answer;
            try
            {
                answer = await _http.SendAsync(request, ct);
            }
            catch (TimeoutRejectedException e)
            {
                throw new TimeoutException($"{OperationOf(request)} was not answered in time.", e);
            }

            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                throw await OutcomeApiException.FromAsync(OperationOf(request), answer, ct);
            }
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct) =>
        await answer.Content.ReadFromJsonAsync<T>(WireJson.Options, ct) ?? throw new JsonException("The service has answered null.");

    /// <summary>The operation as it may stand in a log: no reference of a record, and no query.</summary>
    private string OperationOf(HttpRequestMessage request) =>
        $"{request.Method} /{string.Join('/', request.RequestUri!.AbsolutePath[_base.AbsolutePath.Length..].Split('/').Take(3))}";
}
