using OutcomeApi.Client;
using OutcomeApi.SampleSenders;

// Reads a task of the conformance kit and sends what has happened. The argument says how well it behaves.
var name = args is [var one] ? one : "good";
var task = await SenderTask.ReadAsync(Console.OpenStandardInput());
using var network = new SocketsHttpHandler();
HttpMessageHandler handler = name switch
{
    "doubles" => new DoublingHandler { InnerHandler = network },
    "hammers" => new HammeringHandler { InnerHandler = network },
    _ => network,
};
using var client = OutcomeApiClient.Create(new OutcomeApiOptions { Url = task.Url, Key = task.Key }, handler, TimeProvider.System);
Sender? sender = name switch
{
    "good" or "doubles" or "hammers" => new Sender(client, task.Project),
    "never-corrects" => new NeverCorrects(client, task.Project),
    "mends-warnings" => new MendsWarnings(client, task.Project),
    "one-by-one" => new OneByOne(client, task.Project),
    "deletes" => new Deletes(client, task.Project, task.Url, task.Key),
    "registers-again" => new RegistersAgain(client, task.Project),
    _ => null,
};
if (sender is null)
{
    Console.Error.WriteLine($"There is no sender {name}.");
    return 2;
}

await sender.SendAsync(task.Events);
return 0;
