namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>What a project says about a tertial. It is 22 November 2026; each test has a tertial of its own.</summary>
public sealed class ReportCommentTests(IpsUngaApi api) : IClassFixture<IpsUngaApi>
{
    [Fact]
    public async Task A_comment_is_said_changed_and_taken_away_and_nothing_is_lost()
    {
        var created = await PutAsync("2025-T3", "Kön växte.\r\nTvå slutade.");
        created.Headers.Location!.ToString().ShouldEndWith("/projects/ips-unga/tertial-reports/2025-T3/comment");
        created.Headers.ETag!.Tag.ShouldBe("\"1\"");
        var first = await created.ShouldBeAsync(HttpStatusCode.Created);
        first["text"]!.GetValue<string>().ShouldBe("Kön växte.\nTvå slutade.");

        // The same again changes nothing.
        (await (await PutAsync("2025-T3", "Kön växte.\nTvå slutade.", "\"1\"")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);

        var second = await (await PutAsync("2025-T3", "Kön växte.", "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        (second["text"]!.GetValue<string>(), second["version"]!.GetValue<int>()).ShouldBe(("Kön växte.", 2));
        second["receivedAt"]!.GetValue<string>().ShouldBe(first["receivedAt"]!.GetValue<string>());

        var read = await api.Registrar.GetAsync(Address("2025-T3"));
        read.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await read.ShouldBeAsync(HttpStatusCode.OK)).ToJsonString().ShouldBe(second.ToJsonString());

        // What is answered can be sent back with another text.
        second["text"] = null;
        var gone = await (await api.Registrar.PutAsync(Address("2025-T3"), second, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        gone["text"].ShouldBeNull();
        (await (await api.Registrar.GetAsync(Address("2025-T3"))).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(3);
        Said("2025-T3").ShouldBe("Kön växte.\nTvå slutade. | Kön växte. | ");

        (await (await PutAsync("2025-T3", "Åter.", "\"3\"")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(4);

        // And it is read by those who wrote it and by those who sign.
        foreach (var reader in new[] { api.Registrar, api.Secretariat })
        {
            var versions = (await (await reader.GetAsync(Address("2025-T3") + "/versions")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray();
            versions.Select(v => $"{v!["version"]} {v["text"]} {v["recordedByName"]}").ShouldBe(
                ["1 Kön växte.\nTvå slutade. test registrar", "2 Kön växte. test registrar", "3  test registrar", "4 Åter. test registrar"]);
        }

        (await api.SteeringGroup.GetAsync(Address("2025-T3") + "/versions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_change_names_the_version_that_it_changes()
    {
        await (await PutAsync("2025-T2", "Ett.", "\"1\"")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        await (await PutAsync("2025-T2", "Ett.")).ShouldBeAsync(HttpStatusCode.Created);
        await (await PutAsync("2025-T2", "Två.")).ShouldBeProblemAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        await (await PutAsync("2025-T2", "Två.", "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await (await PutAsync("2025-T2", "Tre.", "\"1\"")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
    }

    [Theory]
    [InlineData("2027-T1", HttpStatusCode.NotFound, "not-found")] // has not begun
    [InlineData("2024-T3", HttpStatusCode.NotFound, "not-found")] // before the project
    [InlineData("2026-T4", HttpStatusCode.BadRequest, "type-wrong /tertial")]
    public async Task Only_tertials_that_have_begun_are_commented(string tertial, HttpStatusCode status, string error)
    {
        await (await PutAsync(tertial, "Text.")).ShouldBeProblemAsync(status, error);
        await (await api.Registrar.GetAsync(Address(tertial))).ShouldBeProblemAsync(status, error);
    }

    [Theory]
    [InlineData("", "text-too-long /text")]
    [InlineData(" \n ", "text-too-long /text")]
    [InlineData(null, "required-missing /text")] // there is nothing to take away
    [InlineData("a\u0000b", "type-wrong /text")]
    [InlineData("a\u001bb", "type-wrong /text")]
    [InlineData("a\u0085b", "type-wrong /text")]
    [InlineData("20 \u202e%02\u202c", "type-wrong /text")]
    public async Task A_text_that_is_none_is_refused(string? text, string error)
    {
        await (await PutAsync("2026-T1", text)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, error);
        await (await api.Registrar.GetAsync(Address("2026-T1"))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_text_has_at_most_four_thousand_characters()
    {
        await (await PutAsync("2026-T2", new string('å', 4001))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "text-too-long /text");
        await (await PutAsync("2026-T2", new string('å', 4000))).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_report_shows_what_is_said_to_everybody_who_reads_it()
    {
        foreach (var reader in new[] { api.Registrar, api.Secretariat, api.SteeringGroup })
        {
            (await CommentInReportAsync(reader)).ShouldBeNull();
        }

        await (await PutAsync("2025-T1", "Inga anvisningar förrän i augusti.")).ShouldBeAsync(HttpStatusCode.Created);
        foreach (var reader in new[] { api.Registrar, api.Secretariat, api.SteeringGroup })
        {
            (await CommentInReportAsync(reader)).ShouldBe("Inga anvisningar förrän i augusti.");
        }

        async Task<string?> CommentInReportAsync(HttpClient reader) =>
            (await (await reader.GetAsync($"{ApiFactory.Base}/projects/ips-unga/tertial-reports/2025-T1"))
                .ShouldBeAsync(HttpStatusCode.OK))["comment"]?.GetValue<string>();
    }

    [Fact]
    public async Task A_comment_is_audited_without_its_text()
    {
        var before = api.Scalar<long>("SELECT COUNT(*) FROM audit_events WHERE kind = 'comment'");
        await (await PutAsync("2026-T3", "En text.")).ShouldBeAsync(HttpStatusCode.Created);
        api.Scalar<long>("SELECT COUNT(*) FROM audit_events WHERE kind = 'comment'").ShouldBe(before + 1);
    }

    private static string Address(string tertial) => $"{ApiFactory.Base}/projects/ips-unga/tertial-reports/{tertial}/comment";

    private Task<HttpResponseMessage> PutAsync(string tertial, string? text, string? ifMatch = null) =>
        api.Registrar.PutAsync(Address(tertial), new JsonObject { ["text"] = text }, ifMatch);

    /// <summary>Everything that was ever said about a tertial, in order.</summary>
    private string Said(string tertial)
    {
        var index = Domain.Calendar.Tertial.Parse(tertial).Index;
        return api.Scalar<string>(
            $"SELECT group_concat(said, ' | ') FROM (SELECT COALESCE(comment_text, '') AS said FROM report_comments WHERE tertial = {index} ORDER BY version)");
    }
}
