using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OutcomeApi.Client;

namespace OutcomeApi.Tests.Journeys;

/// <summary>
/// What was accepted is done, whatever happens to the program afterwards. Records that it is killed over: <see cref="KillTests"/>.
/// </summary>
public sealed partial class DurabilityTests : IDisposable
{
    private const string Project = ApiFactory.Base + "/projects/iris2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-durability-");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_batch_that_was_accepted_is_worked_through_once_whatever_happens(bool onceItHasBegun)
    {
        const int Records = 2000;
        string key, id;
        using (var service = await ServiceProcess.StartAsync(_folder.FullName))
        {
            key = await PrepareAsync(service);
            using var sender = service.SenderWith(key);
            var sent = await sender.SendBatchAsync("iris2", Enumerable.Range(0, Records).Select(i => Sent.Person("B-" + i)).ToAsyncEnumerable());
            sent.IsDone.ShouldBeFalse();
            id = sent.Id;
            if (onceItHasBegun)
            {
                await Eventually.HoldsAsync(async () => (await sender.GetBatchAsync("iris2", id)).Progress > 0);
            }

            service.Kill();
        }

        using var again = await ServiceProcess.StartAsync(_folder.FullName);
        using var reader = again.SenderWith(key);
        var batch = await reader.WaitForBatchAsync("iris2", id);
        (batch.Status, batch.Created, batch.Unchanged, batch.Corrected, batch.Rejected).ShouldBe(("completed", Records, 0, 0, 0));
        (await reader.ListAsync<Enrollment>("iris2").CountAsync()).ShouldBe(Records);
    }

    [Fact]
    public async Task The_first_administrators_key_is_printed_once()
    {
        string key;
        using (var first = await ServiceProcess.StartAsync(_folder.FullName, bootstrapKey: null))
        {
            key = Key().Match(first.Output).Value;
            using var administrator = first.ClientWith(key);
            (await administrator.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var second = await ServiceProcess.StartAsync(_folder.FullName, bootstrapKey: null);
        Key().IsMatch(second.Output).ShouldBeFalse();
        using var again = second.ClientWith(key);
        (await again.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_that_the_server_itself_would_not_read_is_too_large_as_well()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        using var client = service.ClientWith(await PrepareAsync(service));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Project}/enrollments") { Content = new ByteArrayContent(new byte[31_000_000]) };
        request.Headers.ExpectContinue = true;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await (await client.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Registers IRIS 2; gives a registrar's key.</summary>
    private static async Task<string> PrepareAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        (await administrator.PutAsJsonAsync(Project, ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        return await KeyAsync(new { name = "test", role = "registrar", projects = new[] { "iris2" } });

        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }

    [GeneratedRegex("ok_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
