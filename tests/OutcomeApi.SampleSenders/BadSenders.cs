using System.Net;
using System.Net.Http.Headers;
using OutcomeApi.Client;

namespace OutcomeApi.SampleSenders;

/// <summary>Sends a correction as if it were new, is refused because other content is stored, and gives up.</summary>
internal sealed class NeverCorrects(OutcomeApiClient client, string project) : Sender(client, project)
{
    protected override async Task CorrectAsync<T>(T content)
    {
        try
        {
            await Client.RegisterAsync(Project, content);
        }
        catch (OutcomeApiException refused) when (refused.Has("content-differs"))
        {
            Console.Error.WriteLine("It is stored already, so all is well.");
        }
    }
}

/// <summary>Takes a warning for a fault, and alters dates until nothing warns.</summary>
internal sealed class MendsWarnings(OutcomeApiClient client, string project) : Sender(client, project)
{
    protected override async Task RegisterAllAsync(IReadOnlyList<IRecord> records)
    {
        await base.RegisterAllAsync(records);
        foreach (var exit in records.OfType<Exit>())
        {
            var stored = await Client.GetAsync<Exit>(Project, exit.Key);
            var receivedOn = DateOnly.FromDateTime(stored.State.ReceivedAt.UtcDateTime);
            if (exit.ExitedOn.AddDays(30) < receivedOn)
            {
                await Client.CorrectAsync(Project, stored, stored.Content with { ExitedOn = receivedOn.AddDays(-7) }, Correction.WrongDate);
            }
        }
    }
}

/// <summary>Sends records one by one in the order in which its system noted them, and drops what is refused.</summary>
internal sealed class OneByOne(OutcomeApiClient client, string project) : Sender(client, project)
{
    protected override async Task RegisterAllAsync(IReadOnlyList<IRecord> records)
    {
        foreach (var record in records)
        {
            try
            {
                await RegisterAsync(record);
            }
            catch (OutcomeApiException refused)
            {
                Console.Error.WriteLine(refused.Message);
            }
        }
    }
}

/// <summary>Deletes what was registered in error, and does not look at the answer.</summary>
internal sealed class Deletes(OutcomeApiClient client, string project, Uri url, string key) : Sender(client, project)
{
    protected override async Task TakeBackAsync<T>(T content)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var _ = await http.DeleteAsync(new Uri(url, $"outcome-api/v1/projects/{Project}/{T.KindOf.Collection}/{content.Key}"));
    }
}

/// <summary>Registers a person who has been forgotten once more, under another reference.</summary>
internal sealed class RegistersAgain(OutcomeApiClient client, string project) : Sender(client, project)
{
    protected override async Task RegisterAsync(IRecord record)
    {
        try
        {
            await (record is Enrollment enrollment ? Client.RegisterAsync(Project, enrollment) : base.RegisterAsync(record));
        }
        catch (OutcomeApiException refused) when (refused.Status == HttpStatusCode.Gone && record is Enrollment enrollment)
        {
            await Client.RegisterAsync(Project, enrollment with { Reference = enrollment.Reference + "-2" });
        }
    }
}
