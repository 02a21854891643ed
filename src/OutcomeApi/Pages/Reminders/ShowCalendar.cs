using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Reminders;

/// <summary>
/// Answers a calendar program that subscribes to a share link: the days by which something is to be done, in iCalendar form. It has dates and counts, and
/// nothing of persons. Each request opens the link anew, and no session begins.
/// </summary>
internal static class ShowCalendar
{
    /// <summary>Maps <c>GET /delad/{token}/kalender.ics?lang=</c>. It is in Swedish, and in English with <c>lang=en</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(ShareLink.CalendarOf("{token}"), async (
                string token, string? lang, HttpContext http, ShareLinkHolders links, BusinessDay day, ReminderReader reader, KeptAnswers answers) =>
            {
                if (await links.OpenAsync(token, http.RequestAborted) is not { } link)
                {
                    return Problems.Answer(http, new Fault(FaultCodes.ShareLinkNotValid, string.Empty));
                }

                var projects = await reader.FindAsync(link, http.RequestAborted);
                var state = $"calendar {Program} {day.Today:yyyy-MM-dd} {string.Join(' ', projects.Select(project => project.State))}";
                return await answers.AnswerAsync(http, state, async () =>
                {
                    var texts = new ReportTexts(lang == "en" ? Language.English : Language.Swedish);
                    var reminders = await reader.ReadAsync(projects, texts, day.Today, CancellationToken.None);
                    return new AnswerBody(ReminderCalendar.Write(link.PublicId, reminders, texts, day.Today), ReminderCalendar.MediaType);
                });
            })
            .AllowAnonymous();

    /// <summary>Identifies the program that writes. A reader who has a calendar of an earlier program gets it anew.</summary>
    private static readonly string Program = typeof(ShowCalendar).Module.ModuleVersionId.ToString("N");
}
