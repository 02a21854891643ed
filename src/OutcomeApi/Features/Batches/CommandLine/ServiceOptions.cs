using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OutcomeApi.Features.Batches.CommandLine;

/// <summary>What the commands that ask a service over HTTP are told: which service, which project, and by which key.</summary>
internal sealed record ServiceOptions(Uri Url, string Project, string Key)
{
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
