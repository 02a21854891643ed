using static OutcomeApi.Client.Tests.ScriptedService;

namespace OutcomeApi.Client.Tests;

/// <summary>What is safe to send again is sent again, when the service is ready for it, and the same to the last byte. Nothing else is.</summary>
public sealed class ResendTests
{
    private static readonly Step Registered = new() { Reference = "S-1", EnrollmentReference = "E-1", Kind = "language", On = new DateOnly(2024, 3, 1) };

    private readonly WatchedTime _time = new();

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InsufficientStorage)]
    public async Task It_waits_as_long_as_the_service_asks_and_sends_the_same_again(HttpStatusCode status)
    {
        var service = new ScriptedService(_ => NotNow(status, 7), _ => Answer(HttpStatusCode.Created));
        using var client = ClientOf(service);

        var sending = client.RegisterAsync("iris2", Registered);
        await _time.SomebodyWaitsAsync(TimeSpan.FromSeconds(7));
        _time.Advance(TimeSpan.FromSeconds(6.999));
        service.Requests.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        var stored = await sending;
        stored.IsNew.ShouldBeTrue();
        stored.Version.ShouldBe(1);
        service.Requests.Count.ShouldBe(2);
        ShouldBeTheSame(service.Requests);
    }

    [Fact]
    public async Task It_waits_until_the_hour_that_the_service_names()
    {
        var service = new ScriptedService(
            _ =>
            {
                var answer = NotNow(HttpStatusCode.ServiceUnavailable, null);
                answer.Headers.RetryAfter = new(_time.GetUtcNow().AddSeconds(12));
                return answer;
            },
            _ => Answer(HttpStatusCode.Created));
        using var client = ClientOf(service);

        var sending = client.RegisterAsync("iris2", Registered);
        await _time.SomebodyWaitsAsync(TimeSpan.FromSeconds(12));
        service.Requests.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(12));
        (await sending).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_is_cut_after_the_commit_leads_to_the_same_request_and_the_stored_record()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("The connection was closed."), _ => Answer(HttpStatusCode.OK));
        using var client = ClientOf(service);

        var stored = await PassingAsync(client.RegisterAsync("iris2", Registered));

        stored.IsNew.ShouldBeFalse();
        ShouldBeTheSame(service.Requests);
        service.Requests[0].Body.ShouldBe("""{"reference":"S-1","enrollmentReference":"E-1","kind":"language","on":"2024-03-01","voided":false}""");
    }

    [Fact]
    public async Task An_answer_that_breaks_off_counts_as_a_broken_connection()
    {
        var service = new ScriptedService(
            _ => new HttpResponseMessage(HttpStatusCode.Created) { Content = new StreamContent(new BrokenStream()) }, _ => Answer(HttpStatusCode.OK));
        using var client = ClientOf(service);

        (await PassingAsync(client.RegisterAsync("iris2", Registered))).IsNew.ShouldBeFalse();
        ShouldBeTheSame(service.Requests);
    }

    [Fact]
    public async Task While_an_earlier_attempt_is_worked_at_it_asks_again()
    {
        var service = new ScriptedService(_ => Problem(HttpStatusCode.Conflict, "request-in-progress"), _ => Answer(HttpStatusCode.Created));
        using var client = ClientOf(service);

        (await PassingAsync(client.RegisterAsync("iris2", Registered))).Version.ShouldBe(1);
        ShouldBeTheSame(service.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "required-missing")]
    [InlineData(HttpStatusCode.Conflict, "content-differs")]
    [InlineData(HttpStatusCode.Gone, "erased")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "exit-before-start")]
    [InlineData(HttpStatusCode.InternalServerError, "internal-error")]
    public async Task What_is_refused_for_good_is_not_sent_again(HttpStatusCode status, string code)
    {
        var service = new ScriptedService(_ => Problem(status, code));
        using var client = ClientOf(service);

        var refused = await Should.ThrowAsync<OutcomeApiException>(PassingAsync(client.RegisterAsync("iris2", Registered)));

        refused.Status.ShouldBe(status);
        refused.Has(code).ShouldBeTrue();
        service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_version_that_somebody_else_has_replaced_is_an_exception_of_its_own_and_not_sent_again()
    {
        var service = new ScriptedService(_ => Answer(HttpStatusCode.OK), _ => Problem(HttpStatusCode.PreconditionFailed, "version-stale"));
        using var client = ClientOf(service);
        var stored = await client.GetAsync<Step>("iris2", "S-1");

        var stale = await Should.ThrowAsync<VersionStaleException>(
            PassingAsync(client.CorrectAsync("iris2", stored, stored.Content with { Kind = "mapped" }, Correction.WrongCode)));

        stale.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        service.Requests.Count.ShouldBe(2);
        var sent = service.Requests[1];
        sent.Method.ShouldBe("PATCH");
        sent.MediaType.ShouldBe("application/merge-patch+json");
        sent.Headers["If-Match"].ShouldBe("\"1\"");
        sent.Body.ShouldBe("""{"kind":"mapped","correction":"wrong-code"}""");
    }

    [Fact]
    public async Task It_gives_up_after_the_agreed_number_of_times_and_says_what_was_answered()
    {
        var service = new ScriptedService(_ => NotNow(HttpStatusCode.ServiceUnavailable, null));
        using var client = ClientOf(service, options => options.MostResends = 3);

        var refused = await Should.ThrowAsync<OutcomeApiException>(PassingAsync(client.RegisterAsync("iris2", Registered)));

        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        service.Requests.Count.ShouldBe(4);
        ShouldBeTheSame(service.Requests);
    }

    [Fact]
    public async Task It_does_not_wait_for_what_would_come_too_late()
    {
        var service = new ScriptedService(_ => NotNow(HttpStatusCode.TooManyRequests, 3600));
        using var client = ClientOf(service, options => options.TotalTimeout = TimeSpan.FromSeconds(100));

        // The clock stands still: whoever waits waits for ever.
        (await Should.ThrowAsync<OutcomeApiException>(client.RegisterAsync("iris2", Registered))).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_ends_in_time_when_nobody_answers()
    {
        // Each attempt may take 30 seconds, all together 100.
        using var client = OutcomeApiClient.Create(Options(options => options.MostResends = 100), new Silence(), _time);

        var began = _time.GetUtcNow();
        var late = await Should.ThrowAsync<TimeoutException>(PassingAsync(client.RegisterAsync("iris2", Registered)));

        late.Message.ShouldBe("POST /projects/iris2/steps was not answered in time.");
        (_time.GetUtcNow() - began).TotalSeconds.ShouldBeInRange(100, 2500);
    }

    [Fact]
    public async Task A_batch_is_not_sent_again_because_its_records_are_read_once()
    {
        var service = new ScriptedService(_ => NotNow(HttpStatusCode.ServiceUnavailable, 1));
        using var client = ClientOf(service);

        await Should.ThrowAsync<OutcomeApiException>(client.SendBatchAsync("iris2", OneAsync()));

        service.Requests.Count.ShouldBe(1);
        service.Requests[0].MediaType.ShouldBe("application/x-ndjson");
        service.Requests[0].Body.ShouldBe(
            """{"record":"step","reference":"S-1","enrollmentReference":"E-1","kind":"language","on":"2024-03-01","voided":false}""" + "\n");

        static async IAsyncEnumerable<IRecord> OneAsync()
        {
            await Task.CompletedTask;
            yield return Registered;
        }
    }

    private static void ShouldBeTheSame(IReadOnlyList<Arrived> requests)
    {
        requests.Count.ShouldBeGreaterThan(1);
        requests[0].Headers["Idempotency-Key"].ShouldNotBeEmpty();
        foreach (var again in requests.Skip(1))
        {
            (again.Method, again.Address, again.Body, again.Headers["Idempotency-Key"]).ShouldBe(
                (requests[0].Method, requests[0].Address, requests[0].Body, requests[0].Headers["Idempotency-Key"]));
        }
    }

    private static OutcomeApiOptions Options(Action<OutcomeApiOptions> change)
    {
        var options = new OutcomeApiOptions { Url = new Uri("https://api.example.se"), Key = "ok_test" };
        change(options);
        return options;
    }

    /// <summary>A client with time enough: the clock of a test may run ahead of the threads that it wakes.</summary>
    private OutcomeApiClient ClientOf(ScriptedService service, Action<OutcomeApiOptions>? change = null)
    {
        var options = Options(options => options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromDays(1));
        change?.Invoke(options);
        return OutcomeApiClient.Create(options, service, _time);
    }

    /// <summary>Lets what is ready run on, so that whoever is going to wait by the clock does.</summary>
    private static async Task SettledAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
        }
    }

    /// <summary>Lets the clock run until a task is done.</summary>
    private async Task<T> PassingAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            await SettledAsync();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await task;
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var _ = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            return await never.Task;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("The connection was closed.");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The connection was closed.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was closed.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The connection was closed.");
    }
}
