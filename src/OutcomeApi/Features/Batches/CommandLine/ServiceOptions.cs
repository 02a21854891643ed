using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OutcomeApi.Features.Batches.CommandLine;

/// <summary>What the commands that ask a service over HTTP are told: which service, which project, and by which key.</summary>
internal sealed record ServiceOptions(Uri Url, string Project, string Key, IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Others)
{
    /// <summary>Reads the arguments after the name of the command. Null, and the reason is said: they cannot be understood.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="others">Further options with a value.</param>
    /// <param name="flags">Further options without a value.</param>
    /// <param name="output">Where the reason is said.</param>
    public static ServiceOptions? Parse(string[] args, string[] others, string[] flags, TextWriter output)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new List<string>();
        string[] known = ["--url", "--project", "--key-file", .. others];
        for (var i = 1; i < args.Length; i++)
        {
            if (flags.Contains(args[i]))
            {
                values[args[i]] = string.Empty;
            }
            else if (known.Contains(args[i]) && i + 1 < args.Length)
            {
                values[args[i]] = args[++i];
            }
            else if (args[i].StartsWith('-'))
            {
                return Refuse($"{args[i]} is not known, or has no value.");
            }
            else
            {
                files.Add(args[i]);
            }
        }

        if (values.GetValueOrDefault("--project") is not { Length: > 0 } project)
        {
            return Refuse("Say which project: --project ID");
        }

        if (!Uri.TryCreate(values.GetValueOrDefault("--url")?.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Refuse("Say where the service is: --url https://…");
        }

        if (!File.Exists(values.GetValueOrDefault("--key-file")))
        {
            return Refuse("Say which file holds the API key: --key-file FILE");
        }

        try
        {
            return new ServiceOptions(url, project, File.ReadAllText(values["--key-file"]).Trim(), files, values);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"The key cannot be read: {e.Message}");
        }

        ServiceOptions? Refuse(string reason)
        {
            output.WriteLine(reason);
            return null;
        }
    }

    public bool Has(string flag) => Others.ContainsKey(flag);

    /// <summary>Returns the address of something of the project.</summary>
    public Uri AddressOf(string path) => new(Url, $"{Addresses.Base.TrimStart('/')}/projects/{Uri.EscapeDataString(Project)}/{path}");

    /// <summary>Creates a client that asks with the key.</summary>
    public HttpClient Connect() => new()
    {
        Timeout = TimeSpan.FromMinutes(10),
        DefaultRequestHeaders =
        {
            Authorization = new AuthenticationHeaderValue("Bearer", Key),
            AcceptLanguage = { new StringWithQualityHeaderValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "sv") },
        },
    };

    /// <summary>Says why the service has refused.</summary>
    public static async Task SayRefusalAsync(HttpResponseMessage answer, TextWriter output)
    {
        var text = await answer.Content.ReadAsStringAsync();
        await output.WriteLineAsync($"The service refused ({(int)answer.StatusCode}).");
        try
        {
            foreach (var error in JsonElement.Parse(text).GetProperty("errors").EnumerateArray())
            {
                await output.WriteLineAsync($"{error.GetProperty("message").GetString()} {error.GetProperty("howToFix").GetString()}");
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Something else than the service has answered. What it said helps nobody.
        }
    }
}
