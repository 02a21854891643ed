using System.Net;
using OutcomeApi.Client;

namespace OutcomeApi.SampleSenders;

/// <summary>
/// A sender as it should be: what was registered goes in a batch, so that its order is free; a correction takes the stored version; warnings are fine; and
/// when somebody has been forgotten it stops. The client sends again what is safe to send again.
/// </summary>
internal class Sender(OutcomeApiClient client, string project)
{
    protected OutcomeApiClient Client { get; } = client;

    protected string Project { get; } = project;

    public async Task SendAsync(IReadOnlyList<Happening> events)
    {
        await RegisterAllAsync([.. events.Where(one => one.Happened == "registered").Select(one => one.Stated)]);
        foreach (var later in events.Where(one => one.Happened != "registered"))
        {
            await ((later.Happened, later.Stated) switch
            {
                ("corrected", Enrollment enrollment) => CorrectAsync(enrollment),
                ("corrected", Exit exit) => CorrectAsync(exit),
                ("withdrawn", Enrollment enrollment) => TakeBackAsync(enrollment),
                ("withdrawn", Exit exit) => TakeBackAsync(exit),
                _ => throw new InvalidOperationException($"This sender does not know what {later.Happened} means."),
            });
        }
    }

    protected virtual async Task RegisterAllAsync(IReadOnlyList<IRecord> records)
    {
        if (records is [var single])
        {
            await RegisterAsync(single);
            return;
        }

        var batch = await Client.SendBatchAsync(Project, records.ToAsyncEnumerable());
        foreach (var error in batch.Errors)
        {
            Console.Error.WriteLine($"{error.Code}: {error.Message} {error.HowToFix}");
        }
    }

    protected virtual async Task RegisterAsync(IRecord record)
    {
        try
        {
            await (record switch
            {
                Enrollment enrollment => (Task)Client.RegisterAsync(Project, enrollment),
                Exit exit => Client.RegisterAsync(Project, exit),
                _ => throw new InvalidOperationException($"This sender has no {record.RecordKind.Name}."),
            });
        }
        catch (OutcomeApiException refused) when (refused.Status == HttpStatusCode.Gone)
        {
            Console.Error.WriteLine("The person has been forgotten. What is held here is to be deleted.");
        }
    }

    protected virtual async Task CorrectAsync<T>(T content)
        where T : IRecord<T> =>
        await Client.CorrectAsync(Project, await Client.GetAsync<T>(Project, content.Key), content, Correction.WrongDate);

    protected virtual async Task TakeBackAsync<T>(T content)
        where T : IRecord<T> =>
        await Client.TakeBackAsync(Project, await Client.GetAsync<T>(Project, content.Key), Correction.Other);
}
