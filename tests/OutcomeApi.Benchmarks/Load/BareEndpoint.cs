using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>What the bare endpoint answers at one address.</summary>
/// <param name="EntityTag">Not null: the answer is 304 with this ETag and without a body.</param>
internal sealed record BareAnswer(string ContentType, string? EntityTag, byte[] Body);

/// <summary>
/// What Kestrel can do on this machine: one route that answers bytes which are there already, and one that inserts a row durably. No keys, no log, nothing
/// to compute.
/// The service is measured against it, so that a figure means the same on a fast machine and on a slow one.
/// </summary>
internal static class BareEndpoint
{
    public const string Name = "bare";

    /// <summary>Where a POST inserts its body durably.</summary>
    public const string InsertPath = "/insert";

    /// <summary>Starts it in a process of its own, under the service's own runtime settings: the garbage collector is the same.</summary>
    public static Task<ChildProcess> StartAsync(string folder, CancellationToken ct)
    {
        var settings = Path.ChangeExtension(OutcomeService.Program, "runtimeconfig.json");
        string[] arguments = ["exec", "--runtimeconfig", settings, typeof(BareEndpoint).Assembly.Location, Name, folder];
        return ChildProcess.StartAsync(arguments, folder, new Dictionary<string, string>(), ct);
    }

    /// <summary>Says what the endpoint answers at <c>/name</c> from now on.</summary>
    public static Task PutAsync(string folder, string name, BareAnswer answer, CancellationToken ct) =>
        File.WriteAllBytesAsync(PathOf(folder, name), JsonSerializer.SerializeToUtf8Bytes(answer), ct);

    /// <summary>Serves until the process that started it has ended: its standard input closes then.</summary>
    public static async Task RunAsync(string folder)
    {
        // Its settings are looked for beside the program. Otherwise it would watch the folder in which both databases are written, and be told of each write.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var answers = new ConcurrentDictionary<string, BareAnswer>();
        await using var inserts = new BareInserts(Path.Combine(folder, "bare.db"));
        app.MapPost(InsertPath, async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            await inserts.InsertAsync(await reader.ReadToEndAsync());
            http.Response.StatusCode = StatusCodes.Status201Created;
            http.Response.ContentLength = 0;
        });
        app.MapGet("/{name}", http => AnswerAsync(http.Response, answers.GetOrAdd((string)http.GetRouteValue("name")!, Read)));
        await app.StartAsync();
        Console.WriteLine(ChildProcess.Listening + app.Urls.First());
        await Console.In.ReadToEndAsync();

        BareAnswer Read(string name) => JsonSerializer.Deserialize<BareAnswer>(File.ReadAllBytes(PathOf(folder, name)))!;
    }

    private static Task AnswerAsync(HttpResponse response, BareAnswer answer)
    {
        if (answer.EntityTag is not null)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.ETag = answer.EntityTag;
            return Task.CompletedTask;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + ".answer");
}
