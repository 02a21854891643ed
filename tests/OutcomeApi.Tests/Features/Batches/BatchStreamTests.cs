using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Features.Housekeeping;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Features.Batches;

/// <summary>Batches are read while they arrive, and their results are read in pages and as a table.</summary>
public sealed class BatchStreamTests(WaitingBatchTests.WithoutServer api) : IClassFixture<WaitingBatchTests.WithoutServer>
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("text/csv")]
    public async Task A_body_may_be_packed(string mediaType)
    {
        var reference = "packed-" + mediaType.Split('/', '-')[^1];
        var packed = Pack(Encoding.UTF8.GetBytes(BatchForms.TextOf(mediaType, [Enrollment(reference)])));

        var result = await (await SendAsync(packed, mediaType, "gzip")).ShouldBeAsync(HttpStatusCode.OK);

        result["created"]!.GetValue<int>().ShouldBe(1);
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/{reference}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_unpacks_to_too_much_or_is_packed_otherwise_is_refused()
    {
        var bomb = Pack(new byte[50_000_001]);
        bomb.Length.ShouldBeLessThan(100_000);
        await (await SendAsync(bomb, "application/x-ndjson", "gzip")).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        var text = Encoding.UTF8.GetBytes(Enrollment("deflated").ToJsonString());
        foreach (var encoding in new[] { "deflate", "br", "gzip, gzip" })
        {
            await (await SendAsync(text, "application/x-ndjson", encoding))
                .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "encoding-unsupported");
        }

        // Said to be packed, and not.
        await (await SendAsync(text, "application/x-ndjson", "gzip")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "encoding-unsupported");
    }

    [Fact]
    public async Task Errors_come_in_pages_with_reference_and_line()
    {
        // Each record has two faults, except every third.
        var lines = Enumerable.Range(1, 900).Select(n => n % 3 == 0
            ? Enrollment($"paged-{n}")
            : TestData.With(Enrollment($"paged-{n}"), ("gender", "x"), ("birthYear", "old")));
        var text = "\n" + string.Join('\n', lines.Select(line => line.ToJsonString()));
        var result = await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/x-ndjson", text)).ShouldBeAsync(HttpStatusCode.OK);

        result["rejected"]!.GetValue<int>().ShouldBe(600);
        result["errorsTotal"]!.GetValue<int>().ShouldBe(1200);
        var errors = result["errors"]!.AsArray();
        errors.Count.ShouldBe(500);
        errors[2]!["pointer"]!.GetValue<string>().ShouldBe("/records/1/gender");
        (errors[2]!["record"]!.GetValue<string>(), errors[2]!["reference"]!.GetValue<string>(), errors[2]!["line"]!.GetValue<int>())
            .ShouldBe(("enrollment", "paged-2", 3));

        var seen = errors.Select(e => $"{e!["pointer"]}").ToList();
        var next = result["_links"]!["next"]!["href"]!.GetValue<string>();
        for (var page = 2; page <= 3; page++)
        {
            var shown = await (await api.Registrar.GetAsync(next)).ShouldBeAsync(HttpStatusCode.OK);
            seen.AddRange(shown["errors"]!.AsArray().Select(e => $"{e!["pointer"]}"));
            next = shown["_links"]!["next"]?["href"]?.GetValue<string>();
        }

        next.ShouldBeNull();
        seen.Distinct().Count().ShouldBe(1200);
        var small = await (await api.Registrar.GetAsync($"{api.Address}/batches/{result["id"]}?limit=3&page=2")).ShouldBeAsync(HttpStatusCode.OK);
        small["errors"]!.AsArray().Select(e => $"{e!["pointer"]}").ShouldBe(seen.Skip(3).Take(3));
        await (await api.Registrar.GetAsync($"{api.Address}/batches/{result["id"]}?limit=501"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "number-out-of-range /limit");
    }

    [Fact]
    public async Task The_result_is_a_table_beside_the_file()
    {
        const string Text =
            "record;reference;enrollmentReference;participant;consentGivenOn;gender;birthYear;subproject;startedOn;exitedOn;reason\r\n"
            + "exit;;table-1;;;;;;;2024-12-31;moved\r\n"
            + "enrollment;table-1;;P-table;2024-02-01;woman;1990;vsb;2024-02-01;;\r\n"
            + "enrollment;table-2;;P-table\r\n"
            + "exit;;table-9;;;;;;;2024-12-31;moved\r\n";
        var batch = await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "text/csv", Text)).ShouldBeAsync(HttpStatusCode.OK);
        foreach (var (query, accept) in new[] { ("?format=csv", "application/json"), (string.Empty, "text/csv") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/batches/{batch["id"]}{query}");
            request.Headers.Accept.ParseAdd(accept);
            request.Headers.AcceptLanguage.ParseAdd("en");
            var answer = await api.Registrar.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
            var rows = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n");
            rows[0].ShouldBe("sheet,line,record,reference,outcome,code,column,pointer,message,howToFix");
            rows[1].ShouldStartWith(",2,exit,table-1,created,late-registration,,/records/0/exitedOn,");
            rows[2].ShouldStartWith(",3,enrollment,table-1,created,late-registration,,/records/1/startedOn,");
            rows[3].ShouldStartWith(",4,,,rejected,malformed-csv,,/records/2,");
            rows[4].ShouldStartWith(",5,exit,table-9,rejected,enrollment-not-found,,/records/3/enrollmentReference,");
            rows[5].ShouldBeEmpty();
            rows.Length.ShouldBe(6);
        }

        var again = string.Join("\r\n", Text.Split("\r\n")[..3]);
        var unchanged = await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "text/csv", again, "?mode=all")).ShouldBeAsync(HttpStatusCode.OK);
        (await api.Registrar.GetStringAsync($"{api.Address}/batches/{unchanged["id"]}?format=csv")).TrimStart('\uFEFF').Split("\r\n")[1]
            .ShouldBe(",2,exit,table-1,unchanged,,,,,");
        using var pictures = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/batches/{batch["id"]}");
        pictures.Headers.Accept.ParseAdd("image/png");
        (await api.Registrar.SendAsync(pictures)).StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task A_record_that_is_broken_in_itself_does_not_stop_a_list_of_them()
    {
        var good = Enrollment("list-1").ToJsonString();
        var doubled = Enrollment("list-2").ToJsonString().Replace("\"reference\":", "\"gender\":\"woman\",\"reference\":", StringComparison.Ordinal);
        var lone = Enrollment("list-3").ToJsonString().Replace("\"list-3\"", "\"\\ud800\"", StringComparison.Ordinal);
        var deep = new string('[', 40) + new string(']', 40);

        // Longer than what is read at once, and what belongs to the whole stands after the records.
        var many = string.Join(",\n", Enumerable.Range(0, 300).Select(n => Enrollment($"many-{n}").ToJsonString()));
        var text = $"\uFEFF {{ \"records\": [ {good}, {doubled}, 7, {lone}, {deep}, {many} ], \"dryRun\": true, \"mode\": \"each\" }} ";

        var result = await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/json", text)).ShouldBeAsync(HttpStatusCode.OK);

        (result["created"]!.GetValue<int>(), result["dryRun"]!.GetValue<bool>()).ShouldBe((301, true));
        result["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}").ShouldBe(
            ["malformed-json /records/1", "type-wrong /records/2", "malformed-json /records/3", "body-too-deep /records/4"]);
    }

    [Theory]
    [InlineData("{ \"records\": [ {}, \n  {} \n ], \"mode\" \"all\" }", "line 3, character 12")]
    [InlineData("{ \"records\": [ {},\n }", "line 2, character 2")]
    [InlineData("{ \"records\": [", "line 1, character 15")]
    [InlineData("", "line 1, character 1")]
    public async Task Text_that_is_no_json_says_where(string text, string where)
    {
        var refused = await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/json", text);
        (await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-json")).ToJsonString().ShouldContain(where);
    }

    [Fact]
    public async Task A_batch_that_is_faulty_at_its_end_leaves_nothing()
    {
        var before = api.Scalar<long>("SELECT (SELECT COUNT(*) FROM batches) + (SELECT COUNT(*) FROM batch_chunks)");
        var many = string.Join(',', Enumerable.Range(0, 2500).Select(n => Enrollment($"end-{n}").ToJsonString()));
        await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/json", $"{{\"records\":[{many}],}}"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
        await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/json", $"{{\"records\":[{many}],\"records\":[]}}"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
        await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/json", $"{{\"records\":[\"{new string('x', 1_100_000)}\"]}}"))
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        api.Scalar<long>("SELECT (SELECT COUNT(*) FROM batches) + (SELECT COUNT(*) FROM batch_chunks)").ShouldBe(before);

        // What a program that ended in the middle has left goes the next day.
        api.Execute(
            """
            INSERT INTO batches (public_id, project_id, caller, mode, dry_run, status, received, done, created, unchanged, corrected, rejected,
                with_warnings, late, errors, warnings, created_at)
            SELECT 'left', project_id, caller, mode, 0, 'receiving', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '2026-11-20T00:00:00.0000000Z'
            FROM batches ORDER BY id LIMIT 1
            """);
        if (api.Scalar<long>("SELECT COUNT(*) FROM batches WHERE public_id = 'left'") == 0)
        {
            await (await BatchForms.SendAsync(api.Registrar, api.Address, "application/json", [])).ShouldBeAsync(HttpStatusCode.OK);
        }

        api.Execute("INSERT INTO batch_chunks (batch, turn, kind, waiting, findings) SELECT public_id, 0, '', '[]', 0 FROM batches WHERE public_id = 'left'");
        (await api.Registrar.GetAsync($"{api.Address}/batches/left")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await using var scope = api.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KeepHouse());
        api.Scalar<long>("SELECT COUNT(*) FROM batches WHERE public_id = 'left'").ShouldBe(0);
    }

    [Fact]
    public async Task A_line_that_is_too_long_does_not_stop_the_others()
    {
        var text = $"{{\"record\":\"{new string('x', 1_200_000)}\"}}\n{Enrollment("after-long").ToJsonString()}\n";
        var result = await (await BatchForms.SendTextAsync(api.Registrar, api.Address, "application/x-ndjson", text)).ShouldBeAsync(HttpStatusCode.OK);

        result["created"]!.GetValue<int>().ShouldBe(1);
        result["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]} {e["line"]}").ShouldBe(["body-too-large /records/0 1"]);
    }

    [Fact]
    public async Task What_others_depend_on_is_saved_first_however_large_the_batch_is()
    {
        // Every exit stands before its enrollment, several chunks apart.
        const int People = 900;
        var exits = Enumerable.Range(0, People).Select(n => TestData.With(TestData.Exit($"chunk-{n}", ("exitedOn", "2024-12-31")), ("record", "exit")));
        var enrollments = Enumerable.Range(0, People).Select(n => Enrollment($"chunk-{n}"));
        var answer = await BatchForms.SendAsync(api.Registrar, api.Address, "application/x-ndjson", exits.Concat(enrollments));
        var id = (await answer.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();

        await api.WorkAsync(id);

        var batch = await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
        (batch["created"]!.GetValue<int>(), batch["rejected"]!.GetValue<int>()).ShouldBe((2 * People, 0), batch["errors"]!.ToJsonString());
        var table = (await api.Registrar.GetStringAsync($"{api.Address}/batches/{id}?format=csv")).Split("\r\n");
        table[1].ShouldStartWith(",1,exit,chunk-0,created");
        table.Select(row => row.Split(',').ElementAtOrDefault(1) ?? string.Empty).Skip(1).Where(line => line.Length > 0).Distinct()
            .ShouldBe(Enumerable.Range(1, 2 * People).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        // What was written at once is as what is written singly: history, audit and warnings.
        api.Scalar<long>("SELECT COUNT(*) FROM record_history WHERE kind = 'exit' AND record_key LIKE 'chunk-%' AND version = 1").ShouldBe(People);
        api.Scalar<long>(
            """
            SELECT COUNT(*)
            FROM audit_events a
            JOIN record_history h ON h.id = a.change_id AND h.kind = a.kind
            WHERE a.action = 'create' AND h.record_key LIKE 'chunk-%'
            """).ShouldBe(2 * People);
    }

    [Fact]
    public async Task One_person_in_two_enrollments_of_a_batch_overlaps()
    {
        var records = new[] { "overlap-1", "overlap-2" }.Select(reference => TestData.With(Enrollment(reference), ("participant", "P-overlap")));
        var result = await (await BatchForms.SendAsync(api.Registrar, api.Address, "application/json", records)).ShouldBeAsync(HttpStatusCode.OK);
        result["warnings"]!.AsArray().Select(w => $"{w!["code"]} {w["pointer"]}").ShouldContain("overlapping-enrollment /records/1/startedOn");
    }

    [Fact]
    public async Task Figures_are_not_asked_for_by_the_way_while_a_batch_is_worked_through()
    {
        var result = await (await BatchForms.SendAsync(api.Registrar, api.Address, "application/json", [Enrollment("stale")])).ShouldBeAsync(HttpStatusCode.OK);
        await using var scope = api.Services.CreateAsyncScope();
        var (stale, session) = (scope.ServiceProvider.GetRequiredService<StaleRuns>(), scope.ServiceProvider.GetRequiredService<DbSession>());
        (await stale.FindAsync(session, CancellationToken.None)).ShouldContain("iris2");

        api.Execute($"UPDATE batches SET status = 'running' WHERE public_id = '{result["id"]}'").ShouldBe(1);
        (await stale.FindAsync(session, CancellationToken.None)).ShouldNotContain("iris2");
        api.Execute($"UPDATE batches SET status = 'completed' WHERE public_id = '{result["id"]}'").ShouldBe(1);
    }

    private static JsonObject Enrollment(string reference) => TestData.With(TestData.Enrollment(reference, ("subproject", "vsb")), ("record", "enrollment"));

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private Task<HttpResponseMessage> SendAsync(byte[] body, string mediaType, string encoding)
    {
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return api.Registrar.PostAsync($"{api.Address}/batches", content);
    }
}
