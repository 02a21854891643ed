using System.IO.Compression;
using System.Net.Http.Headers;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OutcomeApi.Features.Batches.Workbooks;
using Workbook = OutcomeApi.Tests.Support.Workbook;

namespace OutcomeApi.Tests.Features.Batches.Workbooks;

/// <summary>Records that are sent as a workbook, its template, and the copy in which faults are marked.</summary>
public sealed class WorkbookBatchTests(WaitingBatchTests.WithoutServer api) : IClassFixture<WaitingBatchTests.WithoutServer>
{
    private static readonly object[] Heads =
    [
        "reference", "participant", "consentGivenOn", "gender", "birthYear", "subproject", "startedOn", "anonymous", "occupation.group",
    ];

    [Fact]
    public async Task A_workbook_registers_what_its_sheets_hold_in_any_order()
    {
        var day = new DateOnly(2024, 2, 1);
        var file = Workbook.Of(
            ("_notes", [["whatever", "whatever"]]),
            ("exit", [["enrollmentReference", "exitedOn", "reason"], ["W-1", new DateOnly(2024, 12, 31), "moved"], [null, null, null]]),
            ("Enrollment",
            [
                Heads, ["# an example", "P-W"], ["W-1", "P-W1", day, "woman", 1990, "vsb", day, "nej", "other"],
                [77, 4711, day, "man", 1991, "vsb", "2024-02-02", false],
            ]));

        var result = await (await SendAsync(file)).ShouldBeAsync(HttpStatusCode.OK);

        result["errors"]!.AsArray().ShouldBeEmpty();
        result["created"]!.GetValue<int>().ShouldBe(3);
        var first = await (await api.Registrar.GetAsync($"{api.Address}/enrollments/W-1")).ShouldBeAsync(HttpStatusCode.OK);
        (first["startedOn"]!.GetValue<string>(), first["birthYear"]!.GetValue<int>(), first["occupation"]!.ToJsonString())
            .ShouldBe(("2024-02-01", 1990, """{"group":"other","extent":null}"""));
        var second = await (await api.Registrar.GetAsync($"{api.Address}/enrollments/77")).ShouldBeAsync(HttpStatusCode.OK);
        (second["participant"]!.GetValue<string>(), second["startedOn"]!.GetValue<string>()).ShouldBe(("4711", "2024-02-02"));
    }

    [Fact]
    public async Task Faults_name_sheet_row_and_column_and_are_marked_in_a_copy()
    {
        var day = new DateOnly(2024, 2, 1);
        var file = Workbook.Of(
            ("enrollment", [Heads, ["WF-1", "P-WF1", day, "woman", 1990, "vsb", day], [], ["WF-2", "P-WF2", day, "x", "old", "vsb", null, null, "y"]]),
            ("exit", [["enrollmentReference", "exitedOn", "reason"], ["WF-9", new DateOnly(2024, 12, 31), "moved", "beside"]]));

        var result = await (await SendAsync(file)).ShouldBeAsync(HttpStatusCode.OK);

        result["created"]!.GetValue<int>().ShouldBe(1);
        var errors = result["errors"]!.AsArray();
        errors.Select(e => $"{e!["sheet"]}!{e["column"]}{e["line"]} {e["code"]}").Order().ShouldBe(new[]
        {
            "enrollment!D4 unknown-code", "enrollment!E4 type-wrong", "enrollment!G4 required-missing", "enrollment!I4 unknown-code",
            "exit!A2 enrollment-not-found", "exit!D2 field-unknown",
        }.Order());
        var table = await api.Registrar.GetStringAsync($"{api.Address}/batches/{result["id"]}?format=csv");
        table.ShouldContain("\r\nexit,2,exit,WF-9,rejected,field-unknown,D,");

        using var source = new MemoryStream(file);
        using var copy = new MemoryStream();
        MarkedWorkbook.Write(
            source, copy,
            errors.Select(e => new CellFault(
                $"{e!["sheet"]}", e["line"]!.GetValue<int>(), e["column"]!.GetValue<string>(), $"{e["message"]} {e["howToFix"]}")));
        copy.Position = 0;
        using var marked = SpreadsheetDocument.Open(copy, isEditable: false);
        new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(marked).Select(e => e.Description).ShouldBeEmpty();
        FillOf(marked, "enrollment", "D4").ShouldBe("FFFFC7CE");
        FillOf(marked, "enrollment", "G4").ShouldBe("FFFFC7CE");
        FillOf(marked, "enrollment", "A4").ShouldBeNull();
        Workbook.TextOf(marked, "enrollment", "A4").ShouldBe("WF-2");
        var comments = Workbook.SheetOf(marked, "enrollment").WorksheetCommentsPart!.Comments!.CommentList!.Elements<Comment>().ToArray();
        comments.Select(comment => comment.Reference!.Value).ShouldBe(["D4", "E4", "G4", "I4"]);
        comments[0].InnerText.ShouldContain("woman, man");
    }

    [Fact]
    public async Task A_template_offers_the_projects_codes_and_sent_back_unchanged_registers_nothing()
    {
        var answer = await api.Registrar.GetAsync($"{api.Address}/batch-template");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(Workbook.MediaType);
        var file = await answer.Content.ReadAsByteArrayAsync();
        using (var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false))
        {
            new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(document).Select(e => e.Description).ShouldBeEmpty();
            var names = document.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Select(sheet => sheet.Name!.Value!).ToArray();
            names.ShouldBe(["_info", .. names.Skip(1).SkipLast(1), "_codes"]);
            new[] { "referral", "enrollment", "exit", "follow-up", "step", "job-offer", "self-assessment" }.Except(names).ShouldBeEmpty();
            CodesOf(document, "exit", "reason").ShouldContain("coordinated-support");
            var project = (await api.Registrar.GetFromJsonAsync<JsonObject>(api.Address))!;
            CodesOf(document, "exit", "reason").ShouldBe(project["exitReasons"]!.AsArray().Select(code => code is JsonObject ? $"{code["code"]}" : $"{code}"));
            CodesOf(document, "step", "kind").ShouldBe(project["stepKinds"]!.AsArray().Select(code => $"{code}"));
            if (project["referrerUnits"] is JsonArray units)
            {
                CodesOf(document, "referral", "referrerUnit").ShouldBe(units.Select(unit => $"{unit!["code"]}"));
                CodesOf(document, "enrollment", "referrerUnit").ShouldBe(units.Select(unit => $"{unit!["code"]}"));
            }

            CodesOf(document, "enrollment", "subproject").ShouldBe(project["subprojects"]!.AsArray().Select(part => $"{part!["id"]}"));
            Workbook.TextOf(document, "enrollment", "A2").ShouldStartWith("#");
        }

        var sent = await (await SendAsync(file)).ShouldBeAsync(HttpStatusCode.OK);
        sent["received"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_workbook_or_too_much_of_one_is_refused()
    {
        await (await SendAsync([1, 2, 3])).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-workbook");
        await (await SendAsync(Workbook.Of(("exits", [["enrollmentReference"]])))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sheet-unknown");
        await (await SendAsync(Workbook.Of(("exit", [["reason", "reason"]])))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-workbook");
        await (await SendAsync(new byte[20_000_001])).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        await (await SendAsync(Bomb("xl/worksheets/sheet9.xml", 210_000_000)))
            .ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        await (await SendAsync(Bomb("xl/sharedStrings.xml", 21_000_000))).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    private static byte[] Bomb(string name, int bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            var zeros = new byte[1_000_000];
            for (var written = 0; written < bytes; written += zeros.Length)
            {
                entry.Write(zeros);
            }
        }

        stream.Length.ShouldBeLessThan(1_000_000);
        return stream.ToArray();
    }

    private static string? FillOf(SpreadsheetDocument document, string sheet, string reference)
    {
        var styles = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var style = (int)(Workbook.CellAt(document, sheet, reference)?.StyleIndex?.Value ?? 0);
        var fill = (int)(((CellFormat)styles.CellFormats!.ElementAt(style)).FillId?.Value ?? 0);
        return ((Fill)styles.Fills!.ElementAt(fill)).PatternFill?.ForegroundColor?.Rgb?.Value;
    }

    /// <summary>The codes that the drop-down list of a column offers.</summary>
    private static IEnumerable<string> CodesOf(SpreadsheetDocument document, string sheet, string member)
    {
        var part = Workbook.SheetOf(document, sheet).Worksheet!;
        var head = part.Descendants<Cell>().Single(cell => cell.InnerText == member).CellReference!.Value!.TrimEnd('1');
        var list = part.Descendants<DataValidation>().Single(v => v.SequenceOfReferences!.InnerText!.StartsWith(head + "3:", StringComparison.Ordinal));
        var (from, to) = (list.Formula1!.Text.Split('!')[1].Split(':')[0], list.Formula1.Text.Split(':')[1]);
        var letters = new string([.. from.Where(char.IsAsciiLetterUpper)]);
        var last = int.Parse(to.Split('$')[^1], System.Globalization.CultureInfo.InvariantCulture);
        return Enumerable.Range(1, last).Select(row => Workbook.TextOf(document, "_codes", $"{letters}{row}")!);
    }

    private Task<HttpResponseMessage> SendAsync(byte[] file)
    {
        var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(Workbook.MediaType) } };
        return api.Registrar.PostAsync($"{api.Address}/batches", content);
    }
}
