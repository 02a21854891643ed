using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace OutcomeApi.Features.Conformance;

/// <summary>A version of a record that was saved.</summary>
internal sealed record SavedVersion(string Record, string Reference, int Version)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Record} {Reference} version {Version}");
}

/// <summary>Reads a project's register over HTTP, as any client with the key can, and prepares what a journey begins with.</summary>
internal sealed class RegisterReader(HttpClient http, Uri url, string project)
{
    private const int MostOnPage = 500;

    private readonly string _project = $"{Addresses.Base.TrimStart('/')}/projects/{Uri.EscapeDataString(project)}";

    /// <summary>Finds the first project that the key reaches. Null: it reaches none.</summary>
    public static async Task<string?> FirstProjectAsync(HttpClient http, Uri url, CancellationToken ct) =>
        ItemsOf(await ReadAsync(http, new Uri(url, $"{Addresses.Base.TrimStart('/')}/projects?limit=1"), ct))
            .Select(item => item!["id"]!.GetValue<string>()).FirstOrDefault();

    /// <summary>Reads the days that journeys may use, by the project's file and the service's own calendar.</summary>
    public async Task<ProjectDays> DaysAsync(CancellationToken ct)
    {
        var file = await GetAsync(string.Empty, ct);
        var counts = await GetAsync("/follow-ups/due-counts", ct);
        return new ProjectDays(DateOf(file["startsOn"]), DateOf(file["endsOn"]), DateOf(counts["asOf"]));

        static DateOnly DateOf(JsonNode? date) =>
            DateOnly.TryParseExact(date?.GetValue<string>(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw NotThis();
    }

    /// <summary>Finds a reason for exits that the project uses on a day.</summary>
    public async Task<string> ExitReasonAsync(DateOnly on, CancellationToken ct)
    {
        var day = JourneyRecords.Text(on);
        var reason = ItemsOf(await GetAsync("/exit-reasons", ct))
            .FirstOrDefault(item => item!["ending"]?.GetValue<string>() == "planned"
                && string.CompareOrdinal(item["validFrom"]?.GetValue<string>() ?? day, day) <= 0
                && string.CompareOrdinal(item["validTo"]?.GetValue<string>() ?? day, day) >= 0);
        return reason?["code"]?.GetValue<string>() ?? throw new ConformanceException($"The project {project} has no reason for a planned exit.");
    }

    /// <summary>Reads a record. Null: there is none, or it is gone.</summary>
    public async Task<JsonObject?> FindAsync(string collection, string reference, CancellationToken ct)
    {
        using var answer = await http.GetAsync(AddressOf($"/{collection}/{reference}"), ct);
        return answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? null
            : JsonNode.Parse(await Good(answer).Content.ReadAsStringAsync(ct))!.AsObject();
    }

    /// <summary>Reads every version that was saved after a position, and the position of the last one.</summary>
    public async Task<(IReadOnlyList<SavedVersion> Versions, long Position)> SavedSinceAsync(long position, CancellationToken ct)
    {
        var saved = new List<SavedVersion>();
        while (true)
        {
            var page = ItemsOf(await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/changes?since={position}&limit={MostOnPage}"), ct));
            foreach (var change in page)
            {
                position = change!["position"]!.GetValue<long>();
                saved.Add(new SavedVersion(
                    change["record"]!.GetValue<string>(), change["reference"]!.GetValue<string>(), change["version"]!.GetValue<int>()));
            }

            if (page.Count < MostOnPage)
            {
                return (saved, position);
            }
        }
    }

    /// <summary>Registers an enrollment and withdraws the consent, so that the service has forgotten the person.</summary>
    public async Task RegisterAndForgetAsync(JsonObject enrollment, DateOnly withdrawnOn, CancellationToken ct)
    {
        using var created = await http.PostAsync(AddressOf("/enrollments"), ContentOf(enrollment, "application/json"), ct);
        Good(created);
        var patch = new JsonObject { ["consentWithdrawnOn"] = JourneyRecords.Text(withdrawnOn) };
        using var request = new HttpRequestMessage(HttpMethod.Patch, AddressOf($"/enrollments/{enrollment["reference"]}"))
        {
            Content = ContentOf(patch, "application/merge-patch+json"),
        };
        request.Headers.IfMatch.Add(created.Headers.ETag!);
        using var forgotten = await http.SendAsync(request, ct);
        Good(forgotten);
    }

    private static StringContent ContentOf(JsonObject body, string mediaType) => new(body.ToJsonString(), new MediaTypeHeaderValue(mediaType));

    private static async Task<JsonObject> ReadAsync(HttpClient http, Uri address, CancellationToken ct)
    {
        using var answer = await http.GetAsync(address, ct);
        return JsonNode.Parse(await Good(answer).Content.ReadAsStringAsync(ct)) as JsonObject ?? throw NotThis();
    }

    private static JsonArray ItemsOf(JsonObject list) => list["items"] as JsonArray ?? throw NotThis();

    /// <summary>Goes on if an answer is good, and says otherwise what was refused.</summary>
    private static HttpResponseMessage Good(HttpResponseMessage answer) => answer.IsSuccessStatusCode
        ? answer
        : throw new ConformanceException(
            $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath} was refused with {(int)answer.StatusCode}. "
            + "Look at --url, at the key (a registrar's) and at --project.");

    private static ConformanceException NotThis() => new("What answers at --url is no OutcomeApi.");

    private Task<JsonObject> GetAsync(string path, CancellationToken ct) => ReadAsync(http, AddressOf(path), ct);

    private Uri AddressOf(string path) => new(url, _project + path);
}

/// <summary>The days of a project, and today as the service sees it.</summary>
internal sealed record ProjectDays(DateOnly StartsOn, DateOnly EndsOn, DateOnly Today);
