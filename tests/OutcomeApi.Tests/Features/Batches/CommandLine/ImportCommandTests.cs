using DocumentFormat.OpenXml.Packaging;
using Microsoft.AspNetCore.Http;
using Workbook = OutcomeApi.Tests.Support.Workbook;

namespace OutcomeApi.Tests.Features.Batches.CommandLine;

/// <summary>The program itself sends files to a service that runs in a process of its own, as whoever is no developer would.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private static readonly object[] Heads = ["reference", "participant", "consentGivenOn", "gender", "birthYear", "subproject", "startedOn"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-import-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Files_are_sent_shown_and_marked()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/iris2", ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var key = await KeyAsync(new { name = "import", role = "registrar", projects = new[] { "iris2" } });
        File.WriteAllText(PathOf("key.txt"), key + "\n");
        string[] to = ["--project", "iris2", "--url", service.Address.ToString(), "--key-file", PathOf("key.txt")];

        var template = await RunAsync(["template", .. to, "--out", PathOf("template.xlsx")]);
        template.Code.ShouldBe(0, template.Text);
        (await RunAsync(["template", .. to, "--out", PathOf("template.xlsx")])).Code.ShouldBe(2, "it exists already");

        var day = new DateOnly(2024, 2, 1);
        object?[] good = ["C-1", "P-C1", day, "woman", 1990, "vsb", day], bad = ["C-2", "P-C2", day, "x", 1990, "vsb", day];
        File.WriteAllBytes(PathOf("people.xlsx"), Workbook.Of(("enrollment", [Heads, good, bad])));
        var trial = await RunAsync(["import", PathOf("people.xlsx"), .. to, "--dry-run"]);
        trial.Code.ShouldBe(1, trial.Text);
        trial.Text.ShouldContain("only tried");
        trial.Text.ShouldContain("100 %");
        trial.Text.Split('\n').ShouldContain(line => line.StartsWith("enrollment  3    D       C-2", StringComparison.Ordinal), trial.Text);
        using (var marked = SpreadsheetDocument.Open(PathOf("people.marked.xlsx"), isEditable: false))
        {
            Workbook.CellAt(marked, "enrollment", "D3")!.StyleIndex!.Value.ShouldBeGreaterThan(0u);
        }

        File.WriteAllBytes(PathOf("people.xlsx"), Workbook.Of(("enrollment", [Heads, good])));
        var sent = await RunAsync(["import", PathOf("people.xlsx"), .. to]);
        sent.Code.ShouldBe(0, sent.Text);
        sent.Text.ShouldContain("created 1");

        File.WriteAllText(PathOf("exits.csv"), "record,enrollmentReference,exitedOn,reason\nexit,C-1,2024-12-31,moved\nexit,C-9,2024-12-31,moved\n");
        var rows = await RunAsync(["import", PathOf("exits.csv"), .. to]);
        rows.Code.ShouldBe(1, rows.Text);
        File.ReadAllText(PathOf("exits.result.csv")).ShouldContain(",3,exit,C-9,rejected,enrollment-not-found,");

        // What can not be done at all.
        (await RunAsync(["import", PathOf("exits.csv"), "--project", "iris2"])).Code.ShouldBe(2);
        (await RunAsync(["import", PathOf("key.txt"), .. to])).Code.ShouldBe(2);
        var elsewhere = await RunAsync(["import", PathOf("exits.csv"), "--project", "nowhere", .. to[2..]]);
        elsewhere.Code.ShouldBe(2, elsewhere.Text);
        elsewhere.Text.ShouldContain("404");
        (await RunAsync(["import", PathOf("exits.csv"), "--project", "iris2", "--url", "http://127.0.0.1:1", .. to[4..]])).Code.ShouldBe(2);

        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }

    [Fact]
    public async Task A_workbook_that_can_not_be_read_is_said_in_one_line()
    {
        // A service that has read what this program cannot read.
        const string Batch =
            """
            { "id": "1", "status": "completed", "progress": 100, "dryRun": false, "errorsTotal": 1,
              "received": 1, "created": 0, "unchanged": 0, "corrected": 0, "rejected": 1,
              "errors": [{ "code": "x", "pointer": "/records/0/gender", "message": "Wrong.", "howToFix": "Right.", "record": "enrollment", "reference": "E-1",
                           "line": 3, "sheet": "enrollment", "column": "D" }] }
            """;
        await using var server = await LoopbackServer.StartAsync(http => http.Response.WriteAsync(Batch));
        File.WriteAllText(PathOf("key.txt"), "ok_key");
        File.WriteAllText(PathOf("broken.xlsx"), "This is no workbook.");

        var (code, text) = await RunAsync(
            ["import", PathOf("broken.xlsx"), "--project", "iris2", "--url", server.Address, "--key-file", PathOf("key.txt")]);

        code.ShouldBe(2, text);
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Last()
            .ShouldStartWith($"It could not be done: {PathOf("broken.xlsx")} cannot be read as a workbook");
        text.ShouldNotContain("   at ");
        File.Exists(PathOf("broken.marked.xlsx")).ShouldBeFalse();
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private async Task<(int Code, string Text)> RunAsync(string[] args)
    {
        var (code, output, errors) = await ServiceProcess.RunAsync(_folder.FullName, args);
        return (code, output + errors);
    }
}
