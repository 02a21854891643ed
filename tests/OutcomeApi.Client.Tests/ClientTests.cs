using Microsoft.Extensions.DependencyInjection;
using static OutcomeApi.Client.Tests.ScriptedService;

namespace OutcomeApi.Client.Tests;

/// <summary>How the client is made, how it pages, and how its faults read.</summary>
public sealed class ClientTests
{
    private static readonly Step Registered = new() { Reference = "S-1", EnrollmentReference = "E-1", Kind = "language", On = new DateOnly(2024, 3, 1) };

    private readonly WatchedTime _time = new();

    [Fact]
    public async Task The_client_of_a_program_with_services_sends_again_too()
    {
        var service = new ScriptedService(_ => NotNow(HttpStatusCode.ServiceUnavailable, 7), _ => Answer(HttpStatusCode.Created));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time);
        services.AddOutcomeApiClient(options => (options.Url, options.Key, options.Language) = (new Uri("https://api.example.se"), "ok_test", "sv"))
            .ConfigurePrimaryHttpMessageHandler(() => service);
        await using var provider = services.BuildServiceProvider();

        var sending = provider.GetRequiredService<OutcomeApiClient>().RegisterAsync("iris2", Registered);
        await _time.SomebodyWaitsAsync(TimeSpan.FromSeconds(7));
        _time.Advance(TimeSpan.FromSeconds(7));

        (await sending).IsNew.ShouldBeTrue();
        service.Requests.Count.ShouldBe(2);
        service.Requests[0].Headers["Authorization"].ShouldBe("Bearer ok_test");
        service.Requests[0].Headers["Accept-Language"].ShouldBe("sv");
        service.Requests[0].Headers["Idempotency-Key"].ShouldBe(service.Requests[1].Headers["Idempotency-Key"]);
    }

    [Fact]
    public void It_stands_on_nothing_of_the_service_and_nothing_of_a_server()
    {
        var references = typeof(OutcomeApiClient).Assembly.GetReferencedAssemblies().Select(one => one.Name!).ToArray();
        references.ShouldContain("Microsoft.Extensions.Http.Resilience");
        references.ShouldNotContain(name => name.StartsWith("OutcomeApi", StringComparison.Ordinal));
        references.ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://api.example.se")]
    [InlineData("https://api.example.se/")]
    [InlineData("https://api.example.se/outcome-api/v1")]
    public async Task An_HttpClient_of_ones_own_needs_an_address(string address)
    {
        var service = new ScriptedService(_ => Answer(HttpStatusCode.Created));
        using var http = new HttpClient(service) { BaseAddress = new Uri(address) };
        using var client = new OutcomeApiClient(http);

        await client.RegisterAsync("iris 2", Registered);

        service.Requests.Single().Address.ShouldBe("/outcome-api/v1/projects/iris%202/steps");
        using var nowhere = new HttpClient(service);
        Should.Throw<ArgumentException>(() => new OutcomeApiClient(nowhere));
    }

    [Fact]
    public void Without_an_address_or_a_key_there_is_no_client()
    {
        Should.Throw<ArgumentException>(() => OutcomeApiClient.Create(new OutcomeApiOptions { Key = "ok_test" }));
        Should.Throw<ArgumentException>(() => OutcomeApiClient.Create(new OutcomeApiOptions { Url = new Uri("https://api.example.se") }));
    }

    [Fact]
    public async Task A_fault_reads_well_in_a_log()
    {
        using var client = ClientOf(new ScriptedService(_ => Problem(HttpStatusCode.UnprocessableEntity, "exit-before-start", "/exitedOn")));

        var refused = await Should.ThrowAsync<OutcomeApiException>(client.GetAsync<Exit>("iris2", "E-2024-0117"));

        refused.Message.ShouldBe(
            "GET /projects/iris2/exits was refused with 422. exit-before-start /exitedOn: What is wrong. What to do. [trace 4bf92f3577b34da6a3ce929d0e0e4736]");
        refused.TraceId.ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
        refused.Errors.ShouldHaveSingleItem().HowToFix.ShouldBe("What to do.");
    }

    [Fact]
    public async Task What_a_proxy_says_is_not_repeated()
    {
        using var client = ClientOf(new ScriptedService(_ => Answer(HttpStatusCode.BadGateway, "<html>internal-host-17</html>", "text/html")));

        var refused = await Should.ThrowAsync<OutcomeApiException>(client.GetApiInfoAsync());

        refused.Message.ShouldBe("GET /api-info was refused with 502.");
        refused.Errors.ShouldBeEmpty();
        refused.TraceId.ShouldBeNull();
    }

    [Fact]
    public async Task Lists_are_read_page_by_page_when_they_are_needed()
    {
        var service = new ScriptedService(_ => DuePage(1, 2), _ => DuePage(1, 2), _ => DuePage(2, 2));
        using var client = ClientOf(service);

        await foreach (var first in client.ListDueFollowUpsAsync("iris2", new DateOnly(2026, 11, 22), "region"))
        {
            first.EnrollmentReference.ShouldBe("E-1");
            break;
        }

        service.Requests.Single().Address.ShouldBe(
            "/outcome-api/v1/projects/iris2/follow-ups/due?asOf=2026-11-22&referrer=region&limit=500&page=1");
        (await client.ListDueFollowUpsAsync("iris2").ToListAsync()).Select(due => due.EnrollmentReference).ShouldBe(["E-1", "E-2"]);
        service.Requests[^1].Address.ShouldBe("/outcome-api/v1/projects/iris2/follow-ups/due?limit=500&page=2");
    }

    [Fact]
    public async Task The_feed_goes_on_from_the_last_position_until_a_page_is_not_full()
    {
        var service = new ScriptedService(_ => Changes(1, 500), _ => Changes(501, 3));
        using var client = ClientOf(service);

        var changes = await client.ListChangesAsync("iris2").ToListAsync();

        changes.Select(change => change.Position).ShouldBe(Enumerable.Range(1, 503).Select(position => (long)position));
        service.Requests.Select(request => request.Address).ShouldBe(
            ["/outcome-api/v1/projects/iris2/changes?since=0&limit=500", "/outcome-api/v1/projects/iris2/changes?since=500&limit=500"]);
    }

    [Fact]
    public async Task A_batch_is_looked_at_until_it_is_done()
    {
        var service = new ScriptedService(_ => BatchIs("queued"), _ => BatchIs("running"), _ => BatchIs("completed"));
        using var client = ClientOf(service);

        var waiting = client.WaitForBatchAsync("iris2", "B-1");
        while (!waiting.IsCompleted)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        (await waiting).Status.ShouldBe("completed");
        service.Requests.Count.ShouldBe(3);
    }

    private static HttpResponseMessage DuePage(int page, int of) => Answer(
        HttpStatusCode.OK,
        $$"""
        { "items": [{ "enrollmentReference": "E-{{page}}", "months": 3, "exitedOn": "2026-08-01", "dueOn": "2026-11-01", "state": "due", "referrer": "region",
          "subproject": null }], "_meta": { "page": {{page}}, "limit": 500, "count": 1, "totalRecords": {{of}}, "totalPages": {{of}} }, "_links": {} }
        """);

    private static HttpResponseMessage Changes(int first, int count)
    {
        var items = Enumerable.Range(first, count).Select(position =>
            $$"""
            { "position": {{position}}, "record": "step", "reference": "S", "version": 1, "gone": false, "correction": null, "changedAt": "2026-11-22T10:15:30Z" }
            """);
        return Answer(HttpStatusCode.OK, $$"""{ "items": [{{string.Join(',', items)}}], "_links": { "next": { "href": "https://api.example.se/x" } } }""");
    }

    private static HttpResponseMessage BatchIs(string status) => Answer(
        HttpStatusCode.OK,
        $$"""
        { "id": "B-1", "status": "{{status}}", "progress": 0, "received": 1, "created": 0, "unchanged": 0, "corrected": 0, "rejected": 0, "dryRun": false,
          "errors": [], "errorsTotal": 0, "warnings": [], "warningsTotal": 0, "quality": null, "_links": {} }
        """);

    /// <summary>A client with time enough: the clock of a test may run ahead of the threads that it wakes.</summary>
    private OutcomeApiClient ClientOf(ScriptedService service)
    {
        var options = new OutcomeApiOptions { Url = new Uri("https://api.example.se"), Key = "ok_test" };
        options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromDays(1);
        return OutcomeApiClient.Create(options, service, _time);
    }
}
