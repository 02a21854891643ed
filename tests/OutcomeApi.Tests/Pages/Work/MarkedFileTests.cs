using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook = OutcomeApi.Tests.Support.Workbook;

namespace OutcomeApi.Tests.Pages.Work;

/// <summary>A workbook that was sent from the page of files, chosen again and given back with its faults marked. It is 22 November 2026.</summary>
public sealed class MarkedFileTests(WorkTests.Staffed api) : IClassFixture<WorkTests.Staffed>
{
    private const string Files = "/projekt/iris2/arbete/filer";

    private const string Ask = "Välj samma fil igen för att få den med felen markerade";

    [Fact]
    public async Task A_workbook_comes_back_with_every_fault_marked_in_its_cell()
    {
        // More faults than a page of the batch holds (500): the birth year of each of 600 rows is wrong.
        object?[][] wrong = [.. Enumerable.Range(2, 600).Select(row => RowOf($"M-{row}", "old"))];
        var file = Workbook.Of(("enrollment", [Heads, .. wrong, RowOf("M-right", 1990)]));
        using var staff = await api.StaffAsync("registrar");
        var address = await SendAsync(staff, "deltagare.xlsx", file);
        staff.Page.ShouldContain(Ask);
        var rows = Enrollments();

        using var answer = await MarkAsync(staff, address, "deltagare.xlsx", file);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(Workbook.MediaType);
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("deltagare med fel markerade.xlsx");
        using var marked = SpreadsheetDocument.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), isEditable: false);
        new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(marked).Select(e => e.Description).ShouldBeEmpty();
        Workbook.TextOf(marked, "enrollment", "A601").ShouldBe("M-601");
        var comments = Workbook.SheetOf(marked, "enrollment").WorksheetCommentsPart!.Comments!.CommentList!.Elements<Comment>().ToArray();
        comments.Select(comment => comment.Reference!.Value).ShouldBe(Enumerable.Range(2, 600).Select(row => $"E{row}"));
        comments[^1].InnerText.ShouldStartWith("Värdet har fel");
        (Style(marked, "E601"), Style(marked, "E602"), Style(marked, "D601")).ShouldBe((Style(marked, "E2"), 0u, 0u));
        Style(marked, "E2").ShouldBeGreaterThan(0u);
        Enrollments().ShouldBe(rows);
    }

    [Fact]
    public async Task Another_file_is_said_so_on_the_page()
    {
        var file = Workbook.Of(("enrollment", [Heads, RowOf("N-1", "old")]));
        using var staff = await api.StaffAsync("registrar");
        var address = await SendAsync(staff, "fel.xlsx", file);
        foreach (var (other, said) in new[]
        {
            ("nothing"u8.ToArray(), "Filen är inte en arbetsbok"),
            (Workbook.Of(("enrollment", [Heads, RowOf("N-1", "old"), RowOf("N-2", "old")])), "Det är inte samma fil"),
            (Workbook.Of(("enrollment", [[.. Heads, "referrer"], RowOf("N-1", "old")])), "Det är inte samma fil"),
            (Array.Empty<byte>(), "Välj arbetsboken"),
        })
        {
            using var answer = await MarkAsync(staff, address, "fel.xlsx", other);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, said);
            WebUtility.HtmlDecode(staff.Page).ShouldContain(said);
            staff.Page.ShouldContain("N-1", Case.Sensitive, "the faults are still there");
        }
    }

    [Fact]
    public async Task Only_a_workbook_with_faults_is_asked_for_again()
    {
        using var staff = await api.StaffAsync("registrar");
        await SendAsync(staff, "rätt.xlsx", Workbook.Of(("enrollment", [Heads, RowOf("R-1", 1990)])));
        staff.Page.ShouldNotContain(Ask);

        await SendAsync(staff, "fel.csv", "record,reference\r\nenrollment,R-2\r\n"u8.ToArray());
        staff.Page.ShouldContain("<h2>Fel (");
        staff.Page.ShouldNotContain(Ask);
    }

    [Fact]
    public async Task A_form_of_another_site_and_a_batch_of_another_project_are_refused()
    {
        var file = Workbook.Of(("enrollment", [Heads, RowOf("O-1", "old")]));
        using var staff = await api.StaffAsync("registrar");
        var address = await SendAsync(staff, "fel.xlsx", file);

        using var foreign = await staff.PostFileAsync(address + "/markerad", "fil", "fel.xlsx", file, withForm: false);
        foreign.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(staff.Page).ShouldContain("Sidan hade legat öppen för länge");

        using var none = await MarkAsync(staff, $"{Files}/none", "fel.xlsx", file);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.PostAsync(address + "/markerad")).StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.UnprocessableEntity);
    }

    private static readonly object?[] Heads = ["reference", "participant", "consentGivenOn", "gender", "birthYear", "subproject", "startedOn"];

    private static object?[] RowOf(string reference, object birthYear) =>
        [reference, "P-" + reference, new DateOnly(2024, 2, 1), "woman", birthYear, "vsb", new DateOnly(2024, 2, 1)];

    /// <summary>Sends a file from its page, and gives the address of what became of it.</summary>
    private static async Task<string> SendAsync(Visitor staff, string name, byte[] file)
    {
        await staff.GetAsync(Files);
        using var sent = await staff.PostFileAsync(Files, "fil", name, file);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, staff.Page);
        var address = sent.Headers.Location!.OriginalString;
        await staff.GetAsync(address);
        return address;
    }

    private static async Task<HttpResponseMessage> MarkAsync(Visitor staff, string address, string name, byte[] file)
    {
        await staff.GetAsync(Files);
        return await staff.PostFileAsync(address + "/markerad", "fil", name, file);
    }

    private static uint Style(SpreadsheetDocument document, string cell) => Workbook.CellAt(document, "enrollment", cell)?.StyleIndex?.Value ?? 0;

    private long Enrollments() => api.Scalar<long>("SELECT COUNT(*) FROM enrollments") + api.Scalar<long>("SELECT COUNT(*) FROM batches");
}
