using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>An answer of the service.</summary>
internal sealed record ServiceAnswer(int Status, string ContentType, string? EntityTag, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);
}

/// <summary>The service in a process of its own, on a database of its own, with a key for each role in IRIS 2.</summary>
internal sealed class OutcomeService : IDisposable
{
    public const string Registrar = "registrar";
    public const string Secretariat = "secretariat";
    public const string SteeringGroup = "steering-group";

    /// <summary>The program: the published one that the environment names, or else the built one.</summary>
    public static readonly string Program = Environment.GetEnvironmentVariable("OUTCOMEAPI_PROGRAM")
        ?? Path.Combine(Repository.Root, "src/OutcomeApi/bin/Release/net10.0/OutcomeApi.dll");

    /// <summary>Records that it takes at once.</summary>
    public const int Batch = 1000;

    /// <summary>The address of the project.</summary>
    public const string Project = Base + "/projects/" + ProjectId;

    public const string ProjectId = "iris2";

    public const string DatabaseFile = "outcome-api.db";

    private const string Base = "/outcome-api/v1";
    private const string Administrator = "administrator";

    private readonly string _folder;
    private readonly TimeSpan _patience;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Dictionary<string, string> _keys = new()
    {
        // No secret: whoever takes a kept register needs it again, and nobody else has anything of it.
        [Administrator] = "ok_" + Base64Url.EncodeToString(SHA256.HashData("load"u8)),
    };

    private OutcomeService(string folder, TimeSpan patience) => (_folder, _patience) = (folder, patience);

    public ChildProcess Process { get; private set; } = null!;

    /// <param name="folder">Where its database lies, or comes to be.</param>
    /// <param name="patience">How long an answer may take.</param>
    public static async Task<OutcomeService> StartAsync(string folder, TimeSpan patience, CancellationToken ct)
    {
        var service = new OutcomeService(folder, patience);
        try
        {
            await service.StartAsync(ct);
            await service.MakeKeyAsync(Registrar, new { name = "Load", role = Registrar, projects = new[] { "iris2" } }, ct);
            await service.MakeKeyAsync(Secretariat, new { name = "Load", role = Secretariat, associations = new[] { "lund" } }, ct);
            await service.MakeKeyAsync(SteeringGroup, new { name = "Load", role = SteeringGroup, projects = new[] { "iris2" } }, ct);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Copies a database that is not in use; false: there is none.</summary>
    public static bool TryCopyDatabase(string from, string to)
    {
        Directory.CreateDirectory(to);
        var files = Directory.Exists(from) ? Directory.GetFiles(from, DatabaseFile + "*") : [];
        Array.ForEach(files, file => File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true));
        return files.Length > 0;
    }

    /// <summary>Ends it and starts it again: work that nobody waits for any more ends with it.</summary>
    /// <param name="between">What is done while it does not run.</param>
    public async Task RestartAsync(CancellationToken ct, Action? between = null)
    {
        Process.Dispose();
        between?.Invoke();
        await StartAsync(ct);
    }

    /// <summary>Makes the project.</summary>
    public async Task PutProjectAsync(CancellationToken ct)
    {
        var project = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "db/projects/iris2.json"), ct);
        await DoAsync(Administrator, HttpMethod.Put, Project, project, "application/json", ct);
    }

    public string KeyOf(string role) => _keys[role];

    public Uri AddressOf(string path) => new(Process.Address, path);

    public Task<ServiceAnswer> GetAsync(string role, string path, CancellationToken ct) =>
        DoAsync(role, HttpMethod.Get, path, null, string.Empty, ct);

    public Task<ServiceAnswer> PostAsync(string role, string path, string? body, CancellationToken ct) =>
        DoAsync(role, HttpMethod.Post, path, body, "application/json", ct);

    /// <summary>Sends one batch of lines.</summary>
    public Task<ServiceAnswer> PostLinesAsync(string lines, CancellationToken ct) =>
        DoAsync(Registrar, HttpMethod.Post, Project + "/batches", lines, "application/x-ndjson", ct);

    /// <summary>Waits until a batch that was answered with 202 is done, and returns what became of it.</summary>
    public async Task<JsonElement> BatchDoneAsync(ServiceAnswer accepted, CancellationToken ct)
    {
        var address = new Uri(accepted.Json.GetProperty("_links").GetProperty("self").GetProperty("href").GetString()!).PathAndQuery;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(ct))
        {
            var batch = (await GetAsync(Registrar, address + "?limit=1", ct)).Json;
            if (batch.GetProperty("status").GetString() is not ("queued" or "running"))
            {
                return batch;
            }
        }

        throw new OperationCanceledException(ct);
    }

    /// <summary>Registers records in batches, and returns how long that took.</summary>
    public async Task<TimeSpan> RegisterAsync(IEnumerable<string> records, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in records.Chunk(Batch))
        {
            var lines = string.Join('\n', batch);
            var answer = await DoAsync(Registrar, HttpMethod.Post, Project + "/batches", lines, "application/x-ndjson", ct);
            if (answer.Json.GetProperty("rejected").GetInt32() > 0)
            {
                throw new InvalidOperationException("Records were refused: " + answer.Json.GetProperty("errors")[0]);
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until the figures are those of everything that is registered, and returns how long that took.</summary>
    /// <exception cref="TimeoutException">They did not come to be.</exception>
    public async Task<TimeSpan> UpToDateAsync(CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await IsUpToDateAsync(ct))
        {
            await timer.WaitForNextTickAsync(ct);
            if (Stopwatch.GetElapsedTime(started) > 10 * _patience)
            {
                throw new TimeoutException($"Not up to date within {10 * _patience.TotalSeconds:0} s.");
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until the service says that it is ready.</summary>
    public async Task ReadyAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await DoAsync(Administrator, HttpMethod.Get, "/health/ready", null, string.Empty, ct, HttpStatusCode.ServiceUnavailable)).Status != 200)
        {
            await timer.WaitForNextTickAsync(ct);
        }
    }

    public void Dispose()
    {
        Process?.Dispose();
        _http.Dispose();
    }

    /// <summary>False, too, while there are no figures at all.</summary>
    private async Task<bool> IsUpToDateAsync(CancellationToken ct)
    {
        var answer = await DoAsync(
            Secretariat, HttpMethod.Get, Project + "/attainment?limit=1", null, string.Empty, ct, HttpStatusCode.ServiceUnavailable);
        return answer.Status == (int)HttpStatusCode.OK && answer.Json.GetProperty("upToDate").GetBoolean();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException("The service has not been built: run this with -c Release.");
        }

        Process = await ChildProcess.StartAsync(
            [Program],
            _folder,
            new Dictionary<string, string>
            {
                ["Database__ConnectionString"] = $"Data Source={Path.Combine(_folder, DatabaseFile)}",
                ["Security__BootstrapKey"] = _keys[Administrator],
                ["RateLimit__PerMinute"] = "2000000000",
            },
            ct);
        await ReadyAsync(ct);
    }

    /// <summary>Makes a key. It is found by the name of whoever has it.</summary>
    public async Task MakeKeyAsync(string role, object request, CancellationToken ct)
    {
        var body = JsonSerializer.Serialize(request);
        var answer = await DoAsync(Administrator, HttpMethod.Post, Base + "/api-keys", body, "application/json", ct);
        _keys[role] = answer.Json.GetProperty("key").GetString()!;
    }

    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    /// <exception cref="InvalidOperationException">The service refused.</exception>
    private async Task<ServiceAnswer> DoAsync(
        string role, HttpMethod method, string path, string? body, string mediaType, CancellationToken ct, HttpStatusCode? alsoRight = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Process.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keys[role]);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            var answer = new ServiceAnswer(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.ToString() ?? string.Empty,
                response.Headers.ETag?.ToString(),
                await response.Content.ReadAsByteArrayAsync(patience.Token));
            return response.IsSuccessStatusCode || response.StatusCode == alsoRight
                ? answer
                : throw new InvalidOperationException($"{method} {path}: {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {_patience.TotalSeconds:0} s.");
        }
    }
}
