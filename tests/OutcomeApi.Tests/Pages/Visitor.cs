using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace OutcomeApi.Tests.Pages;

/// <summary>Somebody with a browser: keeps cookies, asks for pages, follows no redirect by itself, and sends the forms of the page it is on.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(ApiFactory api, string accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    {
        _client = api.CreateClient(new WebApplicationFactoryClientOptions
        {
            BaseAddress = new Uri("https://localhost"),
            AllowAutoRedirect = false,
            HandleCookies = true,
        });
        _client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        _client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("sv"));
    }

    /// <summary>The page that was read last.</summary>
    public string Page { get; private set; } = string.Empty;

    public Task<HttpResponseMessage> GetAsync(string address) => ReadAsync(_client.GetAsync(address));

    /// <summary>Sends the form of the page, with what is hidden in it and what the visitor fills in.</summary>
    public Task<HttpResponseMessage> SendFormAsync(params (string Name, string Value)[] filled)
    {
        var action = FormAction().Match(Page).Groups[1].Value;
        action.ShouldNotBeEmpty("the page has no form to send");
        return SendFormToAsync(action, filled);
    }

    /// <summary>Sends the form of the page by a button that leads elsewhere.</summary>
    public Task<HttpResponseMessage> SendFormToAsync(string action, params (string Name, string Value)[] filled)
    {
        var hidden = HiddenInput().Matches(Page).Select(m => (m.Groups[1].Value, System.Net.WebUtility.HtmlDecode(m.Groups[2].Value)));
        return PostAsync(action, [.. hidden, .. filled]);
    }

    public Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields) =>
        ReadAsync(_client.PostAsync(address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))));

    /// <summary>Sends a file with the form of the page, and reads the page that it leads to.</summary>
    public async Task SendFileAsync(string field, string name, byte[] content, params (string Name, string Value)[] filled)
    {
        var answer = await PostFileAsync(FormAction().Match(Page).Groups[1].Value, field, name, content, filled: filled);
        if (answer.StatusCode == HttpStatusCode.Redirect)
        {
            await GetAsync(answer.Headers.Location!.OriginalString);
        }
    }

    /// <summary>Sends a file to an address, with or without what is hidden in the forms of the page.</summary>
    public async Task<HttpResponseMessage> PostFileAsync(
        string address, string field, string name, byte[] content, bool withForm = true, params (string Name, string Value)[] filled)
    {
        using var form = new MultipartFormDataContent();
        var hidden = HiddenInput().Matches(Page).Select(m => (m.Groups[1].Value, System.Net.WebUtility.HtmlDecode(m.Groups[2].Value))).Distinct();
        foreach (var (key, value) in (withForm ? hidden : []).Concat(filled))
        {
            form.Add(new StringContent(value), key);
        }

        form.Add(new ByteArrayContent(content), field, name);
        return await ReadAsync(_client.PostAsync(address, form));
    }

    /// <summary>Signs in with a key on the first page.</summary>
    public async Task SignInAsync(string key)
    {
        (await GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendFormAsync(("nyckel", key))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> ReadAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        Page = await answer.Content.ReadAsStringAsync();
        return answer;
    }

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenInput();
}
