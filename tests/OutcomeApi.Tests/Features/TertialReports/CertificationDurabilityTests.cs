using System.Security.Cryptography;
using System.Text.Json;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>A certification that was answered is there, whatever happens to the program; one that was not is there whole or not at all.</summary>
public sealed class CertificationDurabilityTests : IDisposable
{
    private const string Reports = ApiFactory.Base + "/projects/uppsala/tertial-reports";

    private static readonly string[] Tertials = ["2025-T1", "2025-T2", "2025-T3", "2026-T1", "2026-T2"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-certified-");

    [Fact]
    public async Task Killed_while_it_certifies_it_has_kept_what_it_answered_and_the_rest_is_whole_or_not_there()
    {
        string key;
        var answered = new Dictionary<string, string>();
        using (var service = await ServiceProcess.StartAsync(_folder.FullName))
        {
            key = await PrepareAsync(service);
            using var secretariat = service.ClientWith(key);

            // All at once; the first answer ends the program, in the midst of the others.
            var asked = Tertials.Select(tertial => (Tertial: tertial, Answer: secretariat.PostAsync($"{Reports}/{tertial}/certifications", null))).ToArray();
            var first = await Task.WhenAny(asked.Select(a => a.Answer));
            service.Kill();
            foreach (var (tertial, answer) in asked)
            {
                try
                {
                    answered[tertial] = (await (await answer).ShouldBeAsync(HttpStatusCode.Created))["sha256"]!.GetValue<string>();
                }
                catch (HttpRequestException)
                {
                    answer.ShouldNotBe(first);
                }
            }
        }

        answered.ShouldNotBeEmpty();
        using var again = await ServiceProcess.StartAsync(_folder.FullName);
        using var reader = again.ClientWith(key);
        foreach (var tertial in Tertials)
        {
            var versions = (await reader.GetFromJsonAsync<JsonObject>($"{Reports}/{tertial}/versions"))!["items"]!.AsArray();
            if (versions.Count == 0)
            {
                answered.ShouldNotContainKey(tertial);
                (await reader.GetFromJsonAsync<JsonObject>($"{Reports}/{tertial}"))!["status"]!.GetValue<string>().ShouldBe("open");
                await (await reader.PostAsync($"{Reports}/{tertial}/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
            }
            else
            {
                await (await reader.PostAsync($"{Reports}/{tertial}/certifications", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "nothing-changed");
            }

            // The bytes are those that were signed, and the report that is shown is read from them.
            var stored =
                (await reader.GetFromJsonAsync<JsonObject>($"{Reports}/{tertial}/versions"))!["items"]!.AsArray().Single()!["sha256"]!.GetValue<string>();
            stored.ShouldBe(answered.GetValueOrDefault(tertial, stored));
            var bytes = await reader.GetByteArrayAsync($"{Reports}/{tertial}/versions/1");
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(stored);
            CanonicalJson.Write(JsonElement.Parse(bytes)).ShouldBe(bytes);
            var shown = (await reader.GetFromJsonAsync<JsonObject>($"{Reports}/{tertial}"))!;
            JsonNode.DeepEquals(shown["flow"], JsonNode.Parse(bytes)!["report"]!["flow"]).ShouldBeTrue();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Registers Uppsala and some participations; gives a secretariat's key.</summary>
    private static async Task<string> PrepareAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
        var key = await KeyAsync(new { name = "test", role = "secretariat", associations = new[] { "uppsala" } });
        using var secretariat = service.ClientWith(key);
        await (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/uppsala", ProjectFiles.Read("uppsala"))).ShouldBeAsync(HttpStatusCode.Created);
        using var registrar = service.ClientWith(await KeyAsync(new { name = "test", role = "registrar", projects = new[] { "uppsala" } }));
        var records = Enumerable.Range(0, 20).Select(n => TestData.With(
            TestData.Enrollment($"E-{n}", ("startedOn", $"2025-0{n % 9 + 1}-10"), ("consentGivenOn", "2025-01-10"), ("gender", n % 2 == 0 ? "woman" : "man")),
            ("record", "enrollment")));
        var result = await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/uppsala/batches", new { records })).ShouldBeAsync(HttpStatusCode.OK);
        result["created"]!.GetValue<int>().ShouldBe(20, result.ToJsonString());
        return key;
    }
}
