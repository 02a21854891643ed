using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Demo.Sandbox;

/// <summary>
/// Lets a developer see how a sender behaves when something goes wrong: <c>POST /sandbox/faults</c> says what is to happen to the next requests that write,
/// <c>GET /sandbox/requests</c> what was seen, and <c>DELETE /sandbox</c> forgets both. It belongs to the demonstration, and the service does not have it.
/// </summary>
public static class SandboxMode
{
    public const string Argument = "--sandbox";

    private const string Address = "/sandbox";

    /// <summary>Puts the sandbox in front of everything else.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services) =>
        services.AddSingleton<SandboxState>().AddSingleton<IStartupFilter, InFront>();

    private static async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var state = http.RequestServices.GetRequiredService<SandboxState>();
        if (http.Request.Path.StartsWithSegments(Address, out var rest))
        {
            await ControlAsync(http, state, rest.Value ?? string.Empty);
            return;
        }

        var writes = HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsPut(http.Request.Method) || HttpMethods.IsPatch(http.Request.Method);
        var fault = writes && http.Request.Path.StartsWithSegments(Addresses.Base) ? state.Next(http.Request.Method, http.Request.Path) : null;
        switch (fault?.Fault)
        {
            case SandboxFault.Unavailable:
                await RefuseAsync(http, fault, FaultCodes.DatabaseUnavailable);
                break;
            case SandboxFault.TooManyRequests:
                await RefuseAsync(http, fault, FaultCodes.TooManyRequests);
                break;
            case SandboxFault.CutAfterCommit:
                http.Response.Body = Stream.Null;
                await next(http);
                http.Abort();
                break;
            case SandboxFault.Slow:
                var (body, answer) = (http.Response.Body, new MemoryStream());
                http.Response.Body = answer;
                await next(http);
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), http.RequestServices.GetRequiredService<TimeProvider>(), http.RequestAborted);
                http.Response.Body = body;
                await body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), http.RequestAborted);
                break;
            default:
                await next(http);
                break;
        }
    }

    private static Task RefuseAsync(HttpContext http, SandboxFault fault, string code)
    {
        http.Response.Headers.RetryAfter = fault.Seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(http, new Fault(code, string.Empty));
    }

    private static async Task ControlAsync(HttpContext http, SandboxState state, string path)
    {
        switch (http.Request.Method, path)
        {
            case ("GET", ""):
                await http.Response.WriteAsJsonAsync(new { faults = SandboxFault.Known }, Json.Options);
                break;
            case ("DELETE", ""):
                state.Clear();
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("GET", "/requests"):
                await http.Response.WriteAsJsonAsync(state.Seen, Json.Options);
                break;
            case ("POST", "/faults") when await FaultAsync(http) is { } fault:
                state.Add(fault);
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/faults"):
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                var known = string.Join(", ", SandboxFault.Known);
                await http.Response.WriteAsync($$"""Send { "fault": "…", "times": 1, "seconds": 1 } with one of: {{known}}""");
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    /// <summary>Reads what is to go wrong. Null: it cannot be understood.</summary>
    private static async Task<SandboxFault?> FaultAsync(HttpContext http)
    {
        try
        {
            var fault = await http.Request.ReadFromJsonAsync<SandboxFault>(Json.Options, http.RequestAborted);
            return fault is { Times: >= 1 and <= 1000, Seconds: >= 0 and <= 600 } && SandboxFault.Known.Contains(fault.Fault) ? fault : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed class InFront : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(InvokeAsync);
            next(app);
        };
    }
}
