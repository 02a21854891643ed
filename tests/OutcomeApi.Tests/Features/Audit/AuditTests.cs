using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Features.Audit;
using OutcomeApi.Features.Housekeeping;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Features.Audit;

/// <summary>Who read or wrote what: readable by administrators, and sealed in blocks in which nothing can be changed unseen.</summary>
public sealed partial class AuditTests
{
    [Fact]
    public async Task Reads_and_writes_of_person_rows_are_there_with_who_what_when_where_and_what_for()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("Purpose", "Månadens kontroll");
        await RegisterAsync(api, "E-1");
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/E-1")).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);

        var events = await EventsAsync(api, "project=iris2&limit=500");
        var mine = events.Where(e => e["kind"]!.GetValue<string>() == "enrollment").ToArray();
        mine.Select(e => $"{e["action"]} {e["role"]} {e["project"]} {e["count"]} {e["purpose"]}").ShouldBe(
            ["create registrar iris2 1 Månadens kontroll", "read registrar iris2 1 Månadens kontroll", "read registrar iris2 1 Månadens kontroll"]);
        mine.Select(e => e["credential"]!.GetValue<string>()).Distinct().Single().ShouldBe(
            api.Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar'"));
        mine[0]["at"]!.GetValue<string>().ShouldStartWith("2026-11-22T11:");
        string.Concat(events.Select(e => e.ToJsonString())).ShouldNotContain("E-1\"");
    }

    [Fact]
    public async Task Many_events_fill_several_blocks_and_the_first_that_does_not_hold_is_named()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await SealAsync(api);
        var before = await VerifyAsync(api);
        await ExecuteAsync(
            api,
            """
            INSERT INTO audit_events (at, credential, role, action, project_id, kind, record_count)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
            SELECT '2026-11-22T11:00:00.0000000Z', 'key', 'registrar', 'read', 'iris2', 'exit', i FROM n
            """);

        var sizes = new List<int>();
        await using (var scope = api.Services.CreateAsyncScope())
        {
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            do
            {
                sizes.Add((await mediator.Send(new SealAudit())).Value!.Events);
            }
            while (sizes[^1] == 500);
        }

        sizes.ShouldBe([500, 500, 200]);
        var sealedAll = await VerifyAsync(api, isSealing: false);
        (sealedAll.IsWhole, sealedAll.Blocks - before.Blocks, sealedAll.Events - before.Events, sealedAll.Unsealed).ShouldBe((true, 3, 1200, 0));

        await ExecuteAsync(api, "UPDATE audit_events SET record_count = 9999 WHERE record_count = 700");
        (await VerifyAsync(api, isSealing: false)).BrokenBlock.ShouldBe(before.Blocks + 2);
    }

    /// <summary>A refusal that compares with the register has read it, and so has a dry run.</summary>
    [Fact]
    public async Task What_a_refusal_or_a_dry_run_tells_of_stored_records_is_a_read()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await RegisterAsync(api, "E-1");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("Purpose", "Jämför");
        var other = TestData.Enrollment("E-1", ("gender", "man"));
        var batch = new JsonObject
        {
            ["dryRun"] = true,
            ["records"] = new JsonArray(
                TestData.With(TestData.Enrollment("E-1", ("gender", "man")), ("record", "enrollment")),
                TestData.With(TestData.Enrollment("E-2"), ("record", "enrollment"))),
        };

        (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", other)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await api.Registrar.PutAsync($"{api.Address}/enrollments/E-1", other)).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        (await api.Registrar.PutAsync($"{api.Address}/enrollments/E-1", other, "\"9\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("S-1", "E-1", ("on", "2024-07-01")))).StatusCode
            .ShouldBe(HttpStatusCode.UnprocessableEntity);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", batch)).ShouldBeAsync(HttpStatusCode.OK);
        batch["dryRun"] = false;
        batch["mode"] = "all";
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", batch)).ShouldBeAsync(HttpStatusCode.OK);

        // What is wrong in itself has told nothing.
        (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await EventsAsync(api, "action=read&project=iris2")).Select(e => $"{e["kind"]} {e["count"]} {e["purpose"]}").ShouldBe(
            ["enrollment 1 Jämför", "enrollment 1 Jämför", "enrollment 1 Jämför", "step 1 Jämför", "batch 2 ", "batch 2 "]);
    }

    [Theory]
    [InlineData(200, HttpStatusCode.OK)]
    [InlineData(201, HttpStatusCode.BadRequest)]
    public async Task A_purpose_that_is_too_long_is_refused(int length, HttpStatusCode status)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("Purpose", new string('x', length));
        foreach (var path in new[] { "enrollments", "changes", "attainment" })
        {
            var answer = await api.Registrar.GetAsync($"{api.Address}/{path}");
            answer.StatusCode.ShouldBe(status);
            if (status != HttpStatusCode.OK)
            {
                await answer.ShouldBeProblemAsync(status, "text-too-long /Purpose");
            }
        }

        (await EventsAsync(api, "action=read")).Count(e => e["kind"]!.GetValue<string>() == "enrollment").ShouldBe(status == HttpStatusCode.OK ? 1 : 0);
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await RegisterAsync(api, "E-1");

        // 23:30 UTC is the next day in Stockholm.
        api.Clock.Moved = TimeSpan.FromHours(12.5);
        await RegisterAsync(api, "E-2");
        var credential = api.Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar'");

        (await EventsAsync(api, $"credential={credential}&to=2026-11-22")).Length.ShouldBe(1);
        (await EventsAsync(api, $"credential={credential}&from=2026-11-23")).Length.ShouldBe(1);
        (await EventsAsync(api, $"credential={credential}&from=2026-11-22&to=2026-11-23&action=create")).Length.ShouldBe(2);
        (await EventsAsync(api, $"credential={credential}&action=read")).ShouldBeEmpty();
        (await EventsAsync(api, "project=uppsala")).ShouldBeEmpty();
        (await EventsAsync(api, "action=create&limit=2&page=2")).Length.ShouldBe(2);
        (await EventsAsync(api, "limit=500")).Select(e => e["id"]!.GetValue<long>()).ShouldBeInOrder();
        using var administrator = api.Administrator();
        await (await administrator.GetAsync($"{ApiFactory.Base}/audit-events?action=undo"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /action");
        await (await api.Registrar.GetAsync($"{ApiFactory.Base}/audit-events")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Fact]
    public async Task Every_block_holds_the_hash_of_its_events_and_of_the_block_before()
    {
        using var api = new Unsealed();
        await api.InitializeAsync();
        await RegisterAsync(api, "E-1");
        (await EventsAsync(api, "limit=500")).ShouldAllBe(e => e["block"] == null);
        await SealAsync(api);
        await RegisterAsync(api, "E-2");
        await SealAsync(api);

        var previous = string.Empty;
        var events = await EventsAsync(api, "limit=500");
        events.Select(e => Text(e, "block")).Distinct().ShouldBe(["1", "2"]);
        foreach (var block in events.GroupBy(e => Text(e, "block")!))
        {
            // By hand, from what an administrator reads: a line for each event, a JSON list of texts.
            var content = previous + "\n" + string.Concat(block.Select(e =>
            {
                var at = DateTimeOffset.Parse(e["at"]!.GetValue<string>(), CultureInfo.InvariantCulture).UtcTicks;
                string?[] parts =
                [
                    Text(e, "id"), $"{at}", Text(e, "credential"), Text(e, "role"), Text(e, "action"), Text(e, "project"), Text(e, "kind"), Text(e, "count"),
                    Text(e, "change"), Text(e, "purpose"),
                ];

                // What changed is there only where the event says it.
                string?[] change = [Text(e, "subject"), e["was"]?.ToJsonString(), e["became"]?.ToJsonString()];
                return JsonSerializer.Serialize((string?[])[.. parts, .. change.All(part => part is null) ? [] : change]) + "\n";
            }));
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content)));
            api.Scalar<string>($"SELECT sha256 FROM audit_blocks WHERE id = {block.Key}").ShouldBe(previous, content);
        }
    }

    [Fact]
    public async Task The_audit_is_whole_when_many_write_and_it_is_sealed_at_once()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, 30).Select(i => RegisterAsync(api, $"E-{i}")));
        await Task.WhenAll(SealAsync(api), SealAsync(api), writing);
        await Task.WhenAll(
            Enumerable.Range(0, 30).Select(async i => (await api.Registrar.GetAsync($"{api.Address}/enrollments/E-{i}")).EnsureSuccessStatusCode()));

        var audit = await VerifyAsync(api);
        audit.IsWhole.ShouldBeTrue();
        audit.Unsealed.ShouldBe(0);
        audit.Events.ShouldBe(api.Scalar<long>("SELECT COUNT(*) FROM audit_events"));
        audit.Events.ShouldBeGreaterThan(60);
    }

    [Theory]
    [InlineData("UPDATE audit_events SET record_count = 9 WHERE id = 9")]
    [InlineData("UPDATE audit_events SET purpose = 'other' WHERE id = 9")]
    [InlineData("UPDATE audit_events SET at = (SELECT at FROM audit_events WHERE id = 1) WHERE id = 9")]
    [InlineData("UPDATE audit_events SET became = '{}' WHERE id = 9")]
    [InlineData("UPDATE audit_events SET block_id = NULL WHERE id = 9")]
    [InlineData("UPDATE audit_events SET id = -9 WHERE id = 9")]
    [InlineData("DELETE FROM audit_events WHERE id = 9")]
    [InlineData("DELETE FROM audit_blocks WHERE id = 2")]
    [InlineData("UPDATE audit_blocks SET sha256 = (SELECT sha256 FROM audit_blocks WHERE id = 1) WHERE id = 2")]
    [InlineData("UPDATE audit_blocks SET id = 4 WHERE id = 2")]
    [InlineData(
        "INSERT INTO audit_events (id, at, credential, role, action, kind, record_count, block_id) "
            + "SELECT -id, at, credential, role, action, kind, record_count, block_id FROM audit_events WHERE id = 9")]
    public async Task Whatever_is_changed_shows(string change)
    {
        using var api = new Unsealed();
        await api.InitializeAsync();
        await SealAsync(api);
        await RegisterAsync(api, "E-1");
        await RegisterAsync(api, "E-2");
        await SealAsync(api);
        api.Scalar<long>("SELECT block_id FROM audit_events WHERE id = 9").ShouldBe(2);
        await RegisterAsync(api, "E-3");
        await SealAsync(api);

        (await VerifyAsync(api)).IsWhole.ShouldBeTrue();
        await ExecuteAsync(api, change);
        var audit = await VerifyAsync(api, isSealing: false);
        audit.IsWhole.ShouldBeFalse();

        // Without its block, the next one does not fit.
        var isWithoutBlock = change.StartsWith("DELETE FROM audit_blocks", StringComparison.Ordinal)
            || change.Contains("audit_blocks SET id", StringComparison.Ordinal);
        audit.BrokenBlock.ShouldBe(isWithoutBlock ? 3 : 2, change);
    }

    [Fact]
    public async Task What_earlier_programs_have_chained_stays_verifiable_and_is_the_first_block()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("outcome-api-audit-").FullName, "earlier.db");
        using var dialect = new SqliteDialect($"Data Source={file};Pooling=False");
        var migrator = new Migrator(dialect, TimeProvider.System, NullLogger<Migrator>.Instance);
        await migrator.MigrateAsync([.. Migration.AllFor("sqlite").Where(script => string.CompareOrdinal(script.Name, "0027") < 0)], default);
        await using var session = new DbSession(dialect);
        string? previous = null;
        for (var i = 0; i < 4; i++)
        {
            var row = new AuditRow
            {
                Id = 0,
                At = new DateTimeOffset(2026, 1, 1, 12, i, 0, TimeSpan.Zero),
                Credential = "k",
                Role = "registrar",
                Action = "read",
                Kind = "exit",
                RecordCount = i,
            };

            // The first is older than the chain.
            previous = i == 0 ? null : row.HashAfter(previous);
            await session.WriteAsync(
                () => session.ExecuteAsync(
                    "INSERT INTO audit_events (at, credential, role, action, kind, record_count, sha256) "
                        + "VALUES (@At, @Credential, @Role, @Action, @Kind, @RecordCount, @Sha256)",
                    row with { Sha256 = previous },
                    default),
                default);
        }

        await migrator.MigrateAsync(default);

        async Task<VerifiedAudit> VerifyAsync(string? head) =>
            await new VerifyAuditHandler(session, Options.Create(new AuditOptions())).Handle(new VerifyAudit(head), default);
        var audit = await VerifyAsync(previous);
        (audit.IsWhole, audit.Blocks, audit.Events, audit.LastHash).ShouldBe((true, 1, 4, previous));
        await session.WriteAsync(() => session.ExecuteAsync("UPDATE audit_events SET record_count = 9 WHERE id = 3", null, default), default);
        (await VerifyAsync(null)).BrokenBlock.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_end_shows_to_who_has_kept_the_last_hash()
    {
        using var api = new Unsealed();
        await api.InitializeAsync();
        await RegisterAsync(api, "E-1");
        var head = (await VerifyAsync(api)).LastHash!;
        await RegisterAsync(api, "E-2");
        await SealAsync(api);
        var (code, text) = await CommandAsync(api, head);
        code.ShouldBe(0, text);
        text.ShouldContain("The audit is whole.");

        await ExecuteAsync(api, "DELETE FROM audit_events WHERE block_id >= 1");
        await ExecuteAsync(api, "DELETE FROM audit_blocks");
        (await CommandAsync(api)).Code.ShouldBe(0, "what is left is whole");
        (code, text) = await CommandAsync(api, head);
        code.ShouldBe(1);
        text.ShouldContain("BROKEN");
    }

    [Fact]
    public async Task The_command_says_where_it_breaks()
    {
        using var api = new Unsealed();
        await api.InitializeAsync();
        await SealAsync(api);
        var first = api.Scalar<long>("SELECT COUNT(*) FROM audit_events");
        await RegisterAsync(api, "E-1");
        await SealAsync(api);
        await ExecuteAsync(api, "UPDATE audit_events SET credential = 'somebody else' WHERE block_id = 2");
        await RegisterAsync(api, "E-2");
        var (code, text) = await CommandAsync(api);
        code.ShouldBe(1);
        text.ShouldContain("BROKEN at block 2");
        text.ShouldContain($"{first} audit events are sealed in 1 blocks, 1 newer ones are not sealed yet");
    }

    [Fact]
    public async Task Old_events_go_a_month_at_a_time_and_the_rest_can_be_walked_from_there()
    {
        using var api = new KeptForTwoYears();
        await api.InitializeAsync();
        await RegisterAsync(api, "E-1");
        var first = await VerifyAsync(api);
        MoveTo(api, "2027-01-15T11:00:00Z");
        await RegisterAsync(api, "E-2");
        await SealAsync(api);

        // November 2026 is kept for 24 months after its end: on the last day of November 2028 all is there, the day after it is not.
        MoveTo(api, "2028-11-30T11:00:00Z");
        (await TrimAsync(api)).ShouldBe(0);
        (await VerifyAsync(api)).Events.ShouldBe(first.Events + 1);
        MoveTo(api, "2028-12-01T11:00:00Z");
        (await TrimAsync(api)).ShouldBe((int)first.Events);
        (await TrimAsync(api)).ShouldBe(0, "once a month");

        await SealAsync(api);
        var events = await EventsAsync(api, "limit=500");
        events.Select(e => $"{e["action"]} {e["kind"]}").ShouldBe(["create enrollment", "cut audit-event"]);
        (Text(events[1], "count"), Text(events[1], "purpose"), Text(events[1], "role")).ShouldBe(($"{first.Events}", first.LastHash, "operator"));

        // Whole, also for who has kept the last hash that has gone; an older one is of a time that is over.
        var (code, text) = await CommandAsync(api, first.LastHash!);
        code.ShouldBe(0, text);
        text.ShouldContain($"{first.Events} older ones, up to block {first.Blocks}, were removed on 2028-12-01.");
        (code, text) = await CommandAsync(api, new string('0', 64));
        code.ShouldBe(1);
        text.ShouldContain("older than what was removed");

        // The next cut takes what is left of the first, which stands in the newer one.
        MoveTo(api, "2031-01-01T11:00:00Z");
        await RegisterAsync(api, "E-3");
        await SealAsync(api);
        (await TrimAsync(api)).ShouldBe(2);
        (await VerifyAsync(api)).IsWhole.ShouldBeTrue();
        (await EventsAsync(api, "limit=500")).Select(e => Text(e, "action")).ShouldBe(["create", "cut"]);
    }

    [Theory]
    [InlineData("UPDATE audit_events SET purpose = 'other' WHERE action = 'cut'")]
    [InlineData("UPDATE audit_events SET record_count = 1 WHERE action = 'cut'")]
    [InlineData("UPDATE audit_events SET action = 'read' WHERE action = 'cut'")]
    [InlineData("DELETE FROM audit_events WHERE action = 'cut'")]
    [InlineData("DELETE FROM audit_events WHERE id = (SELECT MIN(id) FROM audit_events)")]
    [InlineData("UPDATE audit_events SET block_id = NULL WHERE id = (SELECT MIN(id) FROM audit_events)")]
    [InlineData("DELETE FROM audit_blocks WHERE id = (SELECT MIN(id) FROM audit_blocks)")]
    public async Task What_is_changed_about_a_cut_shows(string change)
    {
        using var api = new KeptForTwoYears();
        await api.InitializeAsync();
        await SealAsync(api);
        MoveTo(api, "2027-01-15T11:00:00Z");
        await RegisterAsync(api, "E-1");
        await SealAsync(api);
        await RegisterAsync(api, "E-2");
        await SealAsync(api);
        MoveTo(api, "2028-12-01T11:00:00Z");
        (await TrimAsync(api)).ShouldBeGreaterThan(0);
        (await VerifyAsync(api)).IsWhole.ShouldBeTrue();

        await ExecuteAsync(api, change);
        (await VerifyAsync(api, isSealing: false)).IsWhole.ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_goes_where_nothing_says_so_and_a_cut_that_nobody_meant_shows()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        MoveTo(api, "2099-01-01T11:00:00Z");
        await RegisterAsync(api, "E-1");
        (await TrimAsync(api)).ShouldBe(0);
        (await VerifyAsync(api)).IsWhole.ShouldBeTrue();

        // Somebody who can write to the database cuts, in the right form.
        await using (var scope = api.Services.CreateAsyncScope())
        {
            var session = scope.ServiceProvider.GetRequiredService<DbSession>();
            var last = api.Scalar<string>("SELECT sha256 FROM audit_blocks WHERE id = 1");
            var cut = new AuditEntry(new Caller("retention", Role.Operator, [], []), "cut", "audit-event") { Count = 3, Change = 1, Purpose = last };
            await session.WriteAsync(() => AuditLog.WriteAsync(session, cut, api.Clock.GetUtcNow(), default), default);
        }

        await SealAsync(api);
        await ExecuteAsync(api, "DELETE FROM audit_events WHERE block_id = 1");
        await ExecuteAsync(api, "DELETE FROM audit_blocks WHERE id = 1");
        var (code, text) = await CommandAsync(api);
        code.ShouldBe(1);
        text.ShouldContain("Audit__KeepMonths");
    }

    [Fact]
    public void The_program_only_adds_to_the_audit_seals_it_and_removes_its_beginning_in_one_place()
    {
        var sources = Repository.Files("src", "*.cs").Select(Repository.Read).ToArray();
        sources.Count(source => source.Contains("INSERT INTO audit_events", StringComparison.Ordinal)).ShouldBe(1);
        sources.SelectMany(source => Change().Matches(source)).Select(m => m.Value)
            .ShouldBe(["DELETE FROM audit_events", "UPDATE audit_events"], ignoreOrder: true);
    }

    private static string? Text(JsonNode e, string member) => e[member]?.ToString();

    private static async Task RegisterAsync(ProjectApi api, string reference) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment(reference))).ShouldBeAsync(HttpStatusCode.Created);

    private static async Task<JsonObject[]> EventsAsync(ApiFactory api, string query)
    {
        using var administrator = api.Administrator();
        return [.. (await (await administrator.GetAsync($"{ApiFactory.Base}/audit-events?{query}")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Select(e => e!.AsObject())];
    }

    private static async Task SealAsync(ApiFactory api)
    {
        await using var scope = api.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SealAudit())).Value!.IsAll.ShouldBeTrue();
    }

    private static async Task<VerifiedAudit> VerifyAsync(ApiFactory api, bool isSealing = true)
    {
        if (isSealing)
        {
            await SealAsync(api);
        }

        await using var scope = api.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAudit(null));
    }

    private static async Task<(int Code, string Text)> CommandAsync(ApiFactory api, params string[] arguments)
    {
        await using var output = new StringWriter();
        return (await VerifyAuditCommand.RunAsync(api.Services, arguments.FirstOrDefault(), output), output.ToString());
    }

    private static void MoveTo(ApiFactory api, string instant) =>
        api.Clock.Moved = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture) - new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    private static async Task<int> TrimAsync(ApiFactory api)
    {
        await using var scope = api.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KeepHouse())).Value!.AuditEvents;
    }

    private static async Task ExecuteAsync(ApiFactory api, string sql)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        await session.WriteAsync(async () => (await session.ExecuteAsync(sql, null, default)).ShouldBeGreaterThan(0), default);
    }

    [GeneratedRegex(@"(UPDATE|DELETE\s+FROM|TRUNCATE\s+TABLE)\s+audit_events", RegexOptions.IgnoreCase)]
    private static partial Regex Change();

    /// <summary>Nothing is sealed unless a test does it.</summary>
    private sealed class Unsealed() : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }

    private sealed class KeptForTwoYears() : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Audit:KeepMonths", "24");
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}
