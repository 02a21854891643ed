using System.Text;
using System.Text.RegularExpressions;
using OutcomeApi.Tests.Features.TertialReports.Forms;
using OutcomeApi.Tests.Pages.Projects;

namespace OutcomeApi.Tests.Pages.Reports;

/// <summary>Reports as pages show to each reader what the API shows to the same reader. It is 22 November 2026.</summary>
[Collection(nameof(ProjectPages))]
public sealed partial class ReportSiteTests(ProjectPages pages)
{
    private const int Largest = 100_000;

    public static TheoryData<string, string, string> Readers
    {
        get
        {
            var readers = new TheoryData<string, string, string>();
            foreach (var (project, tertial) in new[] { ("fram", "2023-T1"), ("iris2", "2026-T1"), ("ips-unga", "2026-T3"), ("uppsala", "2026-T1") })
            {
                foreach (var reader in (string[])["steering-group", "registrar", "secretariat"])
                {
                    readers.Add(reader, $"{project}/{tertial}", string.Empty);
                }
            }

            readers.Add("steering-group", "iris2/2026-T1", "vsb");
            readers.Add("secretariat", "iris2/2026-T1", "usb");
            readers.Add("part", "iris2/2026-T1", "vsb");
            return readers;
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_report_shows_every_figure_of_the_API_on_small_pages(string reader, string report, string part)
    {
        var (project, tertial) = (report.Split('/')[0], report.Split('/')[1]);
        var answer = await pages.ApiAsync(reader, $"/projects/{project}/tertial-reports/{tertial}" + (part.Length == 0 ? string.Empty : $"?subproject={part}"));
        var address = $"/projekt/{project}/rapporter/{tertial}" + (part.Length == 0 ? string.Empty : $"?del={part}");

        var page = await pages.PageAsync(reader, address);
        Encoding.UTF8.GetByteCount(page).ShouldBeLessThanOrEqualTo(Largest);
        var whole = new StringBuilder(page);
        foreach (var alone in SectionAddress().Matches(page).Select(found => WebUtility.HtmlDecode(found.Groups["address"].Value)).Distinct())
        {
            var section = await pages.PageAsync(reader, alone);
            Encoding.UTF8.GetByteCount(section).ShouldBeLessThanOrEqualTo(Largest);
            section.ShouldContain($"href=\"{WebUtility.HtmlEncode(address)}\"");
            whole.Append(section);
        }

        PageCells.ShouldShow(answer, whole.ToString());
    }

    [Fact]
    public async Task Only_long_sections_have_a_page_of_their_own_and_never_the_goals()
    {
        var page = await pages.PageAsync("secretariat", "/projekt/iris2/rapporter/2026-T1");
        var elsewhere = SectionAddress().Matches(page).Select(found => found.Groups["section"].Value).Distinct().ToArray();

        elsewhere.ShouldContain("follow-ups-by-month");
        elsewhere.ShouldNotContain("goals");
        elsewhere.ShouldNotContain("flow");
        page.ShouldContain("<section aria-labelledby=\"flow\">");
        var alone = await pages.PageAsync("secretariat", "/projekt/iris2/rapporter/2026-T1?avsnitt=follow-ups-by-month");
        alone.Elements("h2").Select(heading => heading.Text).ShouldBe(["Uppföljningar per månad"]);
    }

    [Theory]
    [InlineData("/projekt/iris2/rapporter/2026-T1?avsnitt=unknown", HttpStatusCode.BadRequest)]
    [InlineData("/projekt/iris2/rapporter/2026", HttpStatusCode.BadRequest)]
    [InlineData("/projekt/iris2/rapporter/2031-T1", HttpStatusCode.NotFound)]
    [InlineData("/projekt/iris2/rapporter/2026-T1?version=7", HttpStatusCode.NotFound)]
    [InlineData("/projekt/iris2/rapporter/2026-T1/versioner/7/andringar", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_told_to_people(string address, HttpStatusCode status)
    {
        using var answer = await pages.AskAsync("secretariat", address);
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [GeneratedRegex("href=\"(?<address>[^\"]*[?;]avsnitt=(?<section>[a-z-]+)[^\"]*)\"")]
    private static partial Regex SectionAddress();
}
