using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests.Support;

/// <summary>Something that has the keyboard's focus, as assistive technology is told of it.</summary>
/// <param name="Role">What it is: link, button, textbox …</param>
/// <param name="Name">What it is called.</param>
/// <param name="HasOutline">Is a line drawn around it, so that one sees where the focus is?</param>
public sealed record Stop(string Role, string Name, bool HasOutline);

/// <summary>What tests ask about a page that is open.</summary>
public static class PageChecks
{
    /// <summary>WCAG 2.2, levels A and AA.</summary>
    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The page violates no rule of WCAG 2.2 AA that a program can check.</summary>
    public static async Task AxeAsync(this IPage page) => (await page.ViolationsAsync()).ShouldBeEmpty($"{page.Url} violates WCAG 2.2 AA");

    /// <summary>Every violated rule of WCAG 2.2 AA, with all places where it is: <c>color-contrast: h2 &gt; a, #name</c>.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page)
    {
        var rules = new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Rules] } };
        Task<AxeResult> RunAsync() => page.RunAxe(rules).WaitAsync(Patience);
        var found = await page.EvaluateAsync<bool>("() => matchMedia('(scripting: enabled)').matches")
            ? await RunAsync()
            : await page.WithScriptsAsync(RunAsync);
        found.Passes.ShouldNotBeEmpty("the rules were not checked");
        return [.. found.Violations.Select(rule => $"{rule.Id}: {string.Join(", ", rule.Nodes.Select(node => node.Target.ToString()))}")];
    }

    /// <summary>At this width nothing has to be scrolled sideways, except what scrolls within a frame of its own, as wide tables may.</summary>
    public static async Task FitsAsync(this IPage page, int width) =>
        (await page.TooWideAsync(width)).ShouldBeEmpty($"{page.Url} does not fit into {width} pixels");

    /// <summary>What does not fit into this width: the page, if it has to be scrolled, and the beginning of every element that reaches beyond.</summary>
    public static async Task<IReadOnlyList<string>> TooWideAsync(this IPage page, int width)
    {
        await page.SetViewportSizeAsync(width, page.ViewportSize!.Height);
        return await page.EvaluateAsync<string[]>(
            """
            () => {
                const width = document.documentElement.clientWidth;
                const scrolls = e => e && e !== document.body && e !== document.documentElement
                    && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
                const cut = [...document.body.querySelectorAll('*')]
                    .filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
                    .map(e => e.outerHTML.slice(0, 120));
                return document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`, ...cut] : cut;
            }
            """);
    }

    /// <summary>Walks through the page by the Tab key, from its beginning until it has been everywhere.</summary>
    public static async Task<IReadOnlyList<Stop>> TabThroughAsync(this IPage page)
    {
        const int Most = 300;
        var stops = new List<Stop>();
        var seen = new HashSet<int>();
        var tools = await page.Context.NewCDPSessionAsync(page);
        await page.EvaluateAsync("() => { document.activeElement?.blur(); getSelection()?.removeAllRanges(); }");
        while (stops.Count < Most)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = (await tools.SendAsync("Runtime.evaluate", new() { ["expression"] = "document.activeElement" }))!.Value.GetProperty("result");
            if (!focused.TryGetProperty("objectId", out var handle))
            {
                break;
            }

            var id = new Dictionary<string, object> { ["objectId"] = handle.GetString()! };
            var node = (await tools.SendAsync("DOM.describeNode", id))!.Value.GetProperty("node");
            if (node.GetProperty("localName").GetString() is "body" or "html" || !seen.Add(node.GetProperty("backendNodeId").GetInt32()))
            {
                break;
            }

            var told = (await tools.SendAsync("Accessibility.getPartialAXTree", new(id) { ["fetchRelatives"] = false }))!.Value
                .GetProperty("nodes").EnumerateArray().First();
            var isDrawn = await page.EvaluateAsync<bool>(
                """
                () => {
                    const style = getComputedStyle(document.activeElement);
                    return style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
                }
                """);
            stops.Add(new Stop(Value(told, "role"), Value(told, "name"), isDrawn));
        }

        await tools.DetachAsync();
        return stops;
    }

    /// <summary>What is to be read on the page, without what surrounds it.</summary>
    public static Task<string> MainTextAsync(this IPage page) => page.Locator("main").InnerTextAsync();

    /// <summary>The page as PDF, on the paper that it asks for and without colours behind the text, as most printers have it.</summary>
    public static Task<byte[]> PrintAsync(this IPage page) => page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = false });

    /// <summary>
    /// Keeps whatever goes wrong on a page from now on: errors on the console (what the page's security headers forbid, too), exceptions of scripts,
    /// and requests that fail or that are answered with an error. The list grows while the page is used.
    /// </summary>
    public static IReadOnlyList<string> Complaints(this IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Add("exception: " + error.Split('\n')[0]);
        page.RequestFailed += (_, request) => complaints.Add($"failed: {request.Url} {request.Failure}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                complaints.Add($"{response.Status}: {response.Url}");
            }
        };
        return complaints;
    }

    /// <summary>
    /// Lets scripts run on a page where they do not, for as long as something takes: rules of accessibility are a script. The page's own have missed their
    /// time and stay silent.
    /// </summary>
    private static async Task<T> WithScriptsAsync<T>(this IPage page, Func<Task<T>> run)
    {
        // Only a change is heeded, so it is said first what is so already. The session stays: with its end, what it has set would end.
        var tools = await page.Context.NewCDPSessionAsync(page);
        Task SwitchOffAsync(bool off) => tools.SendAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = off });
        await SwitchOffAsync(true);
        await SwitchOffAsync(false);
        try
        {
            return await run();
        }
        finally
        {
            await SwitchOffAsync(true);
        }
    }

    private static string Value(JsonElement node, string property) => node.TryGetProperty(property, out var value)
        ? value.GetProperty("value").GetString() ?? string.Empty
        : string.Empty;
}
