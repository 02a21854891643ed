using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Pages.Projects;

/// <summary>The demo's four projects, and somebody of each kind who reads their pages.</summary>
public sealed class ProjectPages : ApiFactory, IAsyncLifetime
{
    private readonly Dictionary<string, string> _keys = [];

    /// <summary>The projects, and who reads them. Part: a steering group of IRIS 2's VSB.</summary>
    public static IReadOnlyList<string> Projects { get; } = ["fram", "iris2", "ips-unga", "uppsala"];

    public async Task InitializeAsync()
    {
        foreach (var project in Projects)
        {
            await this.RegisterDemoAsync(project);
        }

        _keys["steering-group"] = (await NewKeyAsync("steering-group", [.. Projects])).Key;
        _keys["registrar"] = (await NewKeyAsync("registrar", [.. Projects])).Key;
        _keys["secretariat"] = (await NewKeyAsync("secretariat", associations: ["finsam-malmo", "lund", "uppsala"])).Key;
        _keys["part"] = await KeyOfPartsAsync("vsb");
        _keys["parts"] = await KeyOfPartsAsync("vsb", "usb");
        using var reader = ClientWith(_keys["secretariat"]);
        foreach (var project in Projects)
        {
            await UpToDateAsync(reader, project, "limit=1");
        }
    }

    /// <summary>A client of a reader.</summary>
    public HttpClient As(string reader) => ClientWith(_keys[reader]);

    /// <summary>Asks as a reader. What is up to date need not be waited for again.</summary>
    public async Task<HttpResponseMessage> AskAsync(string reader, string address, string accept = "text/html", params (string Name, string Value)[] headers)
    {
        using var client = CreateDefaultClient(Home);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keys[reader]);
        request.Headers.Add("Accept", accept);
        request.Headers.Add("Accept-Language", "sv");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Reads a page.</summary>
    public async Task<string> PageAsync(string reader, string address)
    {
        using var answer = await AskAsync(reader, address);
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        return page;
    }

    /// <summary>Reads an answer of the API with Swedish sentences.</summary>
    public async Task<JsonObject> ApiAsync(string reader, string address)
    {
        using var answer = await AskAsync(reader, Base + address, "application/json");
        return await answer.ShouldBeAsync(HttpStatusCode.OK);
    }

    /// <summary>Reads all figures of a project.</summary>
    public async Task<IReadOnlyList<JsonObject>> ItemsAsync(string reader, string project)
    {
        var items = new List<JsonObject>();
        for (var page = 1; ; page++)
        {
            var answer = await ApiAsync(reader, $"/projects/{project}/attainment?limit=500&page={page}");
            items.AddRange(answer["items"]!.AsArray().Select(item => item!.AsObject()));
            if (items.Count == answer["_meta"]!["totalRecords"]!.GetValue<int>())
            {
                return items;
            }
        }
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private async Task<string> KeyOfPartsAsync(params string[] parts)
    {
        using var administrator = Administrator();
        var made = await (await administrator.PostAsJsonAsync(
            $"{Base}/api-keys", new { name = "test", role = "steering-group", subprojects = new Dictionary<string, string[]> { ["iris2"] = parts } }))
            .ShouldBeAsync(HttpStatusCode.Created);
        return made["key"]!.GetValue<string>();
    }
}

/// <summary>Those who read these pages share them: to register the demo's projects takes half a minute.</summary>
[CollectionDefinition(nameof(ProjectPages))]
public sealed class ProjectPagesCollection : ICollectionFixture<ProjectPages>;

/// <summary>Reads what stands on a page.</summary>
internal static partial class Html
{
    /// <summary>
    /// Returns the elements of a name whose attributes match, with their attributes and their content. They must not lie in each other. Rows and cells of
    /// tables have no end tags: they end where the next begins, or their table ends.
    /// </summary>
    public static IReadOnlyList<Element> Elements(this string page, string name, string attributes = "") =>
    [
        .. Regex.Matches(page, $"<{name}(?<attributes>(\\s[^>]*)?)>(?<content>.*?)(?={EndOf(name)})", RegexOptions.Singleline)
            .Select(found => new Element(found.Groups["attributes"].Value, found.Groups["content"].Value))
            .Where(element => element.Attributes.Contains(attributes, StringComparison.Ordinal))
    ];

    private static string EndOf(string name) => name switch
    {
        "tr" => "<tr|</t|$",
        "td" or "th" => "<t[dhr]|</t|$",
        _ => $"</{name}>",
    };

    /// <summary>Returns the text as people read it.</summary>
    public static string Text(this string html) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(html, string.Empty)), " ").Trim();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

/// <summary>An element of a page.</summary>
internal sealed record Element(string Attributes, string Content)
{
    public string Text => Content.Text();

    /// <summary>Returns the value of an attribute. Null when it is not there.</summary>
    public string? this[string attribute] =>
        Regex.Match(Attributes, $"\\s{attribute}=\"(?<value>[^\"]*)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["value"].Value) : null;
}
