using System.Diagnostics;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Tests.Support;

/// <summary>
/// A headless Chromium of this machine, led by its own protocol (Chrome DevTools Protocol): what a reader of a page has. It is started when it is
/// first asked for.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Listening = "DevTools listening on ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("outcome-api-chromium-");
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _events = [];
    private Process? _process;
    private int _sent;

    /// <summary>The rules of accessibility, as script; null: they are not installed.</summary>
    public static string? Axe { get; } =
        Path.Combine(Repository.Root, "tests", "browser", "node_modules", "axe-core", "axe.min.js") is var file && File.Exists(file) ? file : null;

    /// <summary>Opens an answer of the service as the service gave it, its security headers included.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="width">Width of the window in pixels.</param>
    public async Task<ChromiumPage> OpenAsync(HttpResponseMessage answer, int width)
    {
        await StartAsync();
        var body = await answer.Content.ReadAsByteArrayAsync();
        await using var server = await LoopbackServer.StartAsync(async http =>
        {
            http.Response.ContentType = answer.Content.Headers.ContentType!.ToString();
            http.Response.Headers.ContentSecurityPolicy = answer.Headers.GetValues("Content-Security-Policy").Single();
            await http.Response.Body.WriteAsync(body);
        });
        var target = (await SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, null))["targetId"]!.GetValue<string>();
        var session =
            (await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }, null))["sessionId"]!.GetValue<string>();
        await SendAsync("Page.enable", [], session);
        await SendAsync(
            "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false },
            session);
        _events.Clear();
        await SendAsync("Page.navigate", new JsonObject { ["url"] = server.Address + "/" }, session);
        while (!_events.Contains("Page.loadEventFired"))
        {
            await ReceiveAsync();
        }

        return new ChromiumPage(this, session);
    }

    /// <summary>Sends one command and waits for its result.</summary>
    internal async Task<JsonObject> SendAsync(string method, JsonObject parameters, string? session)
    {
        var id = ++_sent;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            if (await ReceiveAsync() is { } answer && answer["id"]?.GetValue<int>() == id)
            {
                return answer["result"]?.AsObject() ?? throw new InvalidOperationException($"{method}: {answer["error"]?.ToJsonString()}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await SendAsync("Browser.close", [], null);
            using var patience = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(patience.Token);
            _process.Dispose();
        }

        _socket.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        if (_process is not null)
        {
            return;
        }

        // The pages are our own, and in a container there is no sandbox to be had.
        _process = Process.Start(new ProcessStartInfo(
            Installed.Chromium!,
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
                $"--user-data-dir={_profile.FullName}", "about:blank",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) == true)
            {
                address.TrySetResult(new Uri(line.Data[Listening.Length..].Trim()));
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _socket.ConnectAsync(await address.Task.WaitAsync(Patience), CancellationToken.None);
    }

    /// <summary>The next message: an answer, or an event, whose name is noted.</summary>
    private async Task<JsonObject?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            message.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        var read = JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))?.AsObject();
        if (read?["method"]?.GetValue<string>() is { } name)
        {
            _events.Add(name);
        }

        return read;
    }
}

/// <summary>A page that is open in the browser.</summary>
public sealed class ChromiumPage(Chromium browser, string session)
{
    private bool _hasAxe;

    /// <summary>What an expression comes to on the page. A promise is awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await browser.SendAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }, session);
        return answer["exceptionDetails"] is { } failed ? throw new InvalidOperationException(failed.ToJsonString()) : answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>Every violated rule of accessibility, with the first place where it is.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        if (!_hasAxe)
        {
            await EvaluateAsync(await File.ReadAllTextAsync(Chromium.Axe!) + ";true");
            _hasAxe = true;
        }

        var violations = await EvaluateAsync(
            "axe.run(document).then(r => r.violations.map(v => v.id + ' (' + v.nodes.length + '): ' + v.nodes[0].html.slice(0, 200)))");
        return [.. violations!.AsArray().Select(v => v!.GetValue<string>())];
    }

    /// <summary>Lays the page out as on paper of this width.</summary>
    public async Task ShowAsOnPaperAsync(int width)
    {
        await browser.SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print" }, session);
        await browser.SendAsync(
            "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 700, ["deviceScaleFactor"] = 1, ["mobile"] = false },
            session);
    }

    /// <summary>The page as PDF, on the paper that it asks for and without colours behind the text, as most printers have it.</summary>
    public async Task<byte[]> PrintAsync()
    {
        var printed = await browser.SendAsync("Page.printToPDF", new JsonObject { ["preferCSSPageSize"] = true, ["printBackground"] = false }, session);
        return Convert.FromBase64String(printed["data"]!.GetValue<string>());
    }
}

/// <summary>A test that needs Chromium and the rules of accessibility, and says so where they are not.</summary>
public sealed class OnChromiumAttribute : FactAttribute
{
    public OnChromiumAttribute([CallerMemberName] string test = "") => this.SkipFor(Missing, test);

    internal static string? Missing => Installed.Chromium is null ? "Chromium is not installed"
        : Chromium.Axe is null ? "axe-core is not installed: npm ci --prefix tests/browser"
        : Installed.OnPath("pdftotext") is null ? "pdftotext (poppler-utils) is not installed"
        : null;
}

/// <summary>The same for a test with several cases.</summary>
public sealed class OnChromiumTheoryAttribute : TheoryAttribute
{
    public OnChromiumTheoryAttribute([CallerMemberName] string test = "") => this.SkipFor(OnChromiumAttribute.Missing, test);
}
