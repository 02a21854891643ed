using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Pages.Work;

/// <summary>
/// What project staff do by hand: forms state what a sender would state, files are batches, and the API tells the same story. It is 22 November 2026.
/// </summary>
public sealed partial class WorkTests(WorkTests.Staffed api) : IClassFixture<WorkTests.Staffed>
{
    private const string Desk = "/projekt/iris2/arbete";

    [Fact]
    public async Task A_participation_is_registered_and_ended_by_forms()
    {
        using var staff = await api.StaffAsync("registrar");
        await RegisterAsync(staff, "enrollments", Enrolled("F-1"));
        staff.Page.ShouldContain("Registrerat.");

        await RegisterAsync(staff, "exits", ("enrollmentReference", "F-1"), ("exitedOn", "2025-01-31"), ("reason", "studies"), ("occupation.group", "studies"));
        staff.Page.ShouldContain("Registrerat.");

        var exit = await api.RecordAsync("exits/F-1");
        exit["reason"]!.GetValue<string>().ShouldBe("studies");
        exit["occupation"]!["group"]!.GetValue<string>().ShouldBe("studies");
        var enrollment = await api.RecordAsync("enrollments/F-1");
        enrollment["incomeSources"]!.AsArray().Select(source => source!.GetValue<string>()).ShouldBe(["social-assistance", "student-aid"]);
        enrollment["carriedOver"]!.GetValue<bool>().ShouldBeFalse();

        // Sent again, as by a second click: the same record.
        await RegisterAsync(staff, "enrollments", Enrolled("F-1"));
        staff.Page.ShouldContain("Det var redan sparat så.");
        enrollment["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Faults_stand_at_their_fields_and_what_was_written_stays()
    {
        using var staff = await api.StaffAsync("registrar");
        await staff.GetAsync($"{Desk}/enrollments/ny");
        var refused = await staff.SendFormAsync(
            ("reference", "F-2"), ("participant", "19121212-1212"), ("startedOn", "igår"), ("birthYear", "1799"), ("referrer", "region"));

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        staff.Page.ShouldContain("Inget har sparats.");
        staff.Page.ShouldContain("value=\"igår\"");
        foreach (var field in new[] { "participant", "startedOn", "birthYear", "gender" })
        {
            staff.Page.ShouldMatch($"id=\"f-{field}\"[^>]*aria-invalid=\"true\"", field);
            staff.Page.ShouldContain($"href=\"#f-{field}\"");
        }

        staff.Page.ShouldNotMatch("id=\"f-referrer\"[^>]*aria-invalid");
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/F-2")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_correction_changes_what_the_form_says_and_keeps_the_rest()
    {
        using var staff = await api.StaffAsync("registrar");
        await RegisterAsync(staff, "enrollments", Enrolled("F-3"));

        await OpenAsync(staff, "enrollments", "F-3");
        staff.Page.ShouldMatch("id=\"f-reference\"[^>]*readonly");
        var corrected = Enrolled("F-3").Where(field => field.Name is not ("incomeSources" or "education" or "birthYear")).Append(("birthYear", "1991"));
        (await staff.SendFormAsync([.. corrected])).StatusCode.ShouldBe(HttpStatusCode.OK);
        staff.Page.ShouldContain("Rättat.");

        var enrollment = await api.RecordAsync("enrollments/F-3");
        enrollment["version"]!.GetValue<int>().ShouldBe(2);
        enrollment["birthYear"]!.GetValue<int>().ShouldBe(1991);
        enrollment["education"].ShouldBeNull();
        enrollment["participant"]!.GetValue<string>().ShouldBe("P-F-3");
    }

    [Fact]
    public async Task Who_comes_second_is_told_and_sees_what_is_stored_now()
    {
        using var first = await api.StaffAsync("registrar");
        using var second = await api.StaffAsync("registrar");
        await RegisterAsync(first, "enrollments", Enrolled("F-4"));
        await OpenAsync(second, "enrollments", "F-4");
        await OpenAsync(first, "enrollments", "F-4");
        (await first.SendFormAsync([.. Enrolled("F-4", gender: "man")])).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await second.SendFormAsync([.. Enrolled("F-4", gender: "other")])).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        second.Page.ShouldContain("har ändrats under tiden");
        second.Page.ShouldContain("Sparat nu: Man");
        (await api.RecordAsync("enrollments/F-4"))["gender"]!.GetValue<string>().ShouldBe("man");

        // Having seen it, the second one decides.
        (await second.SendFormAsync([.. Enrolled("F-4", gender: "other")])).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.RecordAsync("enrollments/F-4"))["gender"]!.GetValue<string>().ShouldBe("other");
    }

    [Fact]
    public async Task A_reference_that_is_taken_leads_to_the_stored_record()
    {
        using var staff = await api.StaffAsync("registrar");
        await RegisterAsync(staff, "enrollments", Enrolled("F-5"));
        await staff.GetAsync($"{Desk}/enrollments/ny");

        (await staff.SendFormAsync([.. Enrolled("F-5", gender: "man")])).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        staff.Page.ShouldContain($"href=\"{Desk}/enrollments/post/F-5\"");
    }

    [Fact]
    public async Task A_record_is_taken_back_by_its_form()
    {
        using var staff = await api.StaffAsync("registrar");
        await RegisterAsync(staff, "enrollments", Enrolled("F-6"));
        await OpenAsync(staff, "enrollments", "F-6");
        (await staff.SendFormAsync([.. Enrolled("F-6"), ("voided", "true"), ("correction", "duplicate")])).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await api.RecordAsync("enrollments/F-6"))["voided"]!.GetValue<bool>().ShouldBeTrue();
        var versions = await (await api.Registrar.GetAsync($"{api.Address}/enrollments/F-6/versions")).ShouldBeAsync(HttpStatusCode.OK);
        versions["items"]![1]!["correction"]!.GetValue<string>().ShouldBe("duplicate");
    }

    [Fact]
    public async Task Every_kind_has_a_form_with_a_field_for_each_of_its_values()
    {
        using var staff = await api.StaffAsync("registrar");
        foreach (var kind in RecordCase.All.Where(kind => kind.Collection is not ("fidelity-reviews" or "reported-figures")))
        {
            (await staff.GetAsync($"{Desk}/{kind.Collection}/ny")).StatusCode.ShouldBe(HttpStatusCode.OK, kind.Collection);
            foreach (var member in kind.Body("R-1", kind.Minimal).Select(member => member.Key))
            {
                staff.Page.ShouldMatch($"id=\"f-{member}\"", kind.Collection);
            }
        }
    }

    [Fact]
    public async Task What_is_due_is_answered_from_the_list_by_staff_and_by_the_referrer()
    {
        using var staff = await api.StaffAsync("registrar");
        using var referrer = await api.StaffAsync("referrer");
        await RegisterAsync(staff, "enrollments", Enrolled("F-7"));
        await RegisterAsync(staff, "exits", ("enrollmentReference", "F-7"), ("exitedOn", "2025-03-31"), ("reason", "moved"));

        (await referrer.GetAsync(Desk)).StatusCode.ShouldBe(HttpStatusCode.OK);
        referrer.Page.ShouldNotContain("Skicka en fil");
        var link = DueLink().Matches(referrer.Page)
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))
            .Single(one => one.Contains("=F-7&", StringComparison.Ordinal));
        await referrer.GetAsync(link);
        (await referrer.SendFormAsync(
            ("enrollmentReference", "F-7"), ("months", "3"), ("followedUpOn", "2025-07-01"), ("answer", "work"), ("reportedBy", "region")))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.RecordAsync("follow-ups/F-7/3"))["answer"]!.GetValue<string>().ShouldBe("work");

        await staff.GetAsync(Desk);
        staff.Page.ShouldNotContain("=F-7&");
        staff.Page.ShouldContain("Skicka en fil");
    }

    [Fact]
    public async Task A_file_is_checked_then_stored_with_its_faults_shown()
    {
        using var staff = await api.StaffAsync("registrar");
        const string Csv =
            """
            record,reference,participant,consentGivenOn,gender,birthYear,startedOn,subproject
            enrollment,C-1,PC-1,2024-02-01,woman,1990,2024-02-01,vsb
            enrollment,C-2,PC-2,2024-02-01,bird,1990,2024-02-01,vsb
            """;
        await staff.GetAsync($"{Desk}/filer");
        await staff.SendFileAsync("fil", "deltagare.csv", Encoding.UTF8.GetBytes(Csv), ("prova", "ja"));
        staff.Page.ShouldContain("Kontrollerat, inget sparat: 1 nya");
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/C-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await staff.SendFileAsync("fil", "deltagare.csv", Encoding.UTF8.GetBytes(Csv));
        staff.Page.ShouldContain("Sparat: 1 nya");
        staff.Page.ShouldMatch("<td>3<td class=\"text\">Kön<td class=\"text\">C-2<td class=\"text\">Koden finns inte");
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/C-1")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // What can be downloaded is reached with the cookie.
        var result = await staff.GetAsync(ResultLink().Match(staff.Page).Groups[1].Value);
        (result.StatusCode, result.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/csv"));
        staff.Page.ShouldContain("C-2");
        var workbook = await staff.GetAsync($"{Desk}/filer/mall");
        (workbook.StatusCode, workbook.Content.Headers.ContentDisposition!.FileName).ShouldBe((HttpStatusCode.OK, "iris2.xlsx"));

        await staff.GetAsync($"{Desk}/filer");
        await staff.SendFileAsync("fil", "deltagare.docx", [1, 2, 3]);
        staff.Page.ShouldContain("Välj en arbetsbok");
    }

    [Fact]
    public async Task A_comment_is_written_and_who_comes_second_sees_both()
    {
        using var first = await api.StaffAsync("registrar");
        using var second = await api.StaffAsync("registrar");
        const string Address = $"{Desk}/kommentar/2025-T3";
        await first.GetAsync(Desk);
        first.Page.ShouldContain($"href=\"{Desk}/kommentar/2026-T1\"");
        await first.GetAsync(Address);
        await second.GetAsync(Address);
        (await first.SendFormAsync(("text", "Hösten var <tung>."))).StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Page.ShouldContain("Sparat.");

        (await second.SendFormAsync(("text", "Min egen."))).StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        WebUtility.HtmlDecode(second.Page).ShouldContain("Hösten var <tung>.");
        second.Page.ShouldContain("Min egen.");
        (await api.RecordAsync("tertial-reports/2025-T3/comment"))["text"]!.GetValue<string>().ShouldBe("Hösten var <tung>.");

        // Having seen both, the second one decides; an empty text removes the comment.
        (await second.SendFormAsync(("text", "Min egen."))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.RecordAsync("tertial-reports/2025-T3/comment"))["text"]!.GetValue<string>().ShouldBe("Min egen.");
        (await second.SendFormAsync(("text", " "))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.RecordAsync("tertial-reports/2025-T3/comment"))["text"].ShouldBeNull();
    }

    [Fact]
    public async Task A_form_of_another_site_saves_nothing()
    {
        using var staff = await api.StaffAsync("registrar");

        (await staff.PostAsync($"{Desk}/enrollments/ny", Enrolled("F-8"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/F-8")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_name_in_a_form_is_no_markup()
    {
        using var staff = await api.StaffAsync("registrar");
        await staff.GetAsync($"{Desk}/steps/ny?reference=%22%3E%3Cscript%3E");
        staff.Page.ShouldNotContain("<script>");
    }

    private static (string Name, string Value)[] Enrolled(string reference, string gender = "woman") =>
    [
        ("reference", reference), ("participant", "P-" + reference), ("consentGivenOn", "2024-02-01"), ("gender", gender), ("birthYear", "1990"),
        ("subproject", "vsb"), ("referrer", "region"), ("startedOn", "2024-02-01"), ("education", "upper-secondary"),
        ("incomeSources", "social-assistance"), ("incomeSources", "student-aid"),
    ];

    private static async Task RegisterAsync(Visitor staff, string collection, params (string Name, string Value)[] fields)
    {
        (await staff.GetAsync($"{Desk}/{collection}/ny")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await staff.SendFormAsync(fields)).StatusCode.ShouldBe(HttpStatusCode.OK, staff.Page);
    }

    private static async Task OpenAsync(Visitor staff, string collection, string key) =>
        (await staff.GetAsync($"{Desk}/{collection}/post/{key}")).StatusCode.ShouldBe(HttpStatusCode.OK);

    [GeneratedRegex("href=\"([^\"]*/resultat)\"")]
    private static partial Regex ResultLink();

    [GeneratedRegex("href=\"([^\"]*follow-ups/ny[^\"]*)\"")]
    private static partial Regex DueLink();

    /// <summary>IRIS 2, and people who sign in to it.</summary>
    public sealed class Staffed() : ProjectApi("iris2")
    {
        internal async Task<Visitor> StaffAsync(string role)
        {
            var staff = new Visitor(this);
            await staff.SignInAsync((await NewKeyAsync(role, ["iris2"])).Key);
            return staff;
        }

        public async Task<JsonObject> RecordAsync(string path) => await (await Registrar.GetAsync($"{Address}/{path}")).ShouldBeAsync(HttpStatusCode.OK);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Pages:SignInWithKey", "true");
        }
    }
}
