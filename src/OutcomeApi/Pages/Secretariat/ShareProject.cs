using System.Text.Json;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Features.ShareLinks;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Work;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>
/// The page on which a secretariat lists and makes the share links of a project. The address of a new link stands on the page that answers its form, and
/// nowhere else.
/// </summary>
internal static class ShareProject
{
    private static readonly string[] Names = ["name", "subproject", "validUntil"];

    /// <summary>Maps <c>GET</c> and <c>POST /kansli/{project}/lankar</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var links = site.MapGroup(ShareLinkPaths.List("{project}")).AddEndpointFilter<ProjectReach>();
        links.MapGet("/", (string project, HttpContext http) => PageAsync(http, project, Names.ToDictionary(name => name, _ => string.Empty), []))
            .RequireAuthorization(Policies.ShareLinks)
            .ForParts();
        links.MapPost("/", MakeAsync).RequireAuthorization(Policies.ShareLinks).ForParts();
    }

    private static async Task<IResult> MakeAsync(string project, HttpContext http, IMediator mediator)
    {
        var sent = await SentForm.ReadAsync(http);
        if (!sent.IsSuccess)
        {
            return Problems.Answer(http, sent.Faults);
        }

        var filled = Names.ToDictionary(name => name, name => sent.Value[name]);
        if (sent.Value.IsOld)
        {
            return await PageAsync(http, project, filled, [], isOld: true);
        }

        var faults = new List<Fault>();
        var json = JsonSerializer.SerializeToElement(Cells.ToJson(typeof(ShareLinkRequest), filled));
        var body = JsonBodyReader.Read<ShareLinkRequest>(json, string.Empty, faults);
        var made = await mediator.Send(new CreateShareLink(Caller.From(http), LinkedTo.OfProject(project), body, faults), http.RequestAborted);
        return made.IsSuccess
            ? await PageAsync(http, project, Names.ToDictionary(name => name, _ => string.Empty), [], made.Value)
            : await PageAsync(http, project, filled, made.Faults);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        string project,
        Dictionary<string, string> filled,
        IReadOnlyList<Fault> faults,
        CreatedShareLink? made = null,
        bool isOld = false)
    {
        var (services, caller, frame) = (http.RequestServices, Caller.From(http), PageFrame.From(http));
        var found = await services.GetRequiredService<ProjectStore>().FindAsync(services.GetRequiredService<DbSession>(), project, http.RequestAborted);
        var definition = found!.Definition;
        var listed = await services.GetRequiredService<IMediator>().Send(new ListShareLinks(caller, LinkedTo.OfProject(project)), http.RequestAborted);
        var fields = FormFaults.At(FieldsOf(frame, caller, definition, filled), faults, frame);
        var day = services.GetRequiredService<BusinessDay>();
        return await Site.PageAsync<ShareLinksPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(ShareLinksPage.Project)] = definition,
                [nameof(ShareLinksPage.Form)] = SentForm.TokenOf(http),
                [nameof(ShareLinksPage.Fields)] = fields,
                [nameof(ShareLinksPage.Faults)] = isOld ? [SentForm.Old(frame)] : FormFaults.Beside(fields, faults, frame),
                [nameof(ShareLinksPage.Links)] = listed.Value!.Select(link => new ShownLink(link, link.Works(day))).ToArray(),
                [nameof(ShareLinksPage.NewAddress)] = made is null ? null : http.AbsoluteUrl($"{ShareLink.Path}/{made.Token}"),
                [nameof(ShareLinksPage.NewCalendar)] = made is null ? null : http.AbsoluteUrl(ShareLink.CalendarOf(made.Token)),
            },
            isOld ? StatusCodes.Status403Forbidden : faults.Count > 0 ? Problems.StatusOf(faults) : StatusCodes.Status200OK);
    }

    private static IEnumerable<FormField> FieldsOf(PageFrame frame, Caller caller, ProjectDefinition project, Dictionary<string, string> filled)
    {
        yield return new FormField
        {
            Name = "name",
            Label = frame.In("Vem länken är till", "Whom the link is for"),
            Form = FieldForm.Text,
            Value = filled["name"],
            Hint = frame.In("Till exempel Styrgruppen våren 2027. Inga personers namn.", "For example Steering group, spring 2027. No names of people."),
        };
        if (project.Subprojects.Count > 0)
        {
            var texts = new GoalTexts(frame.Texts);
            yield return new FormField
            {
                Name = "subproject",
                Label = frame.In("Del", "Part"),
                Form = FieldForm.Choice,
                Value = filled["subproject"],
                Choices =
                [
                    .. project.Subprojects.Where(part => caller.ReachesPart(project.Id, part.Id)).Select(part => (part.Id, texts.NameOf(project, part.Id)))
                ],
                Hint = caller.PartsOf(project.Id) is null ? frame.In("Inget valt: hela projektet.", "None chosen: the whole project.") : null,
            };
        }

        yield return new FormField
        {
            Name = "validUntil",
            Label = frame.In("Sista dag", "Last day"),
            Form = FieldForm.Date,
            IsRequired = true,
            Value = filled["validUntil"],
            Hint = frame.In("Inom ett år.", "Within a year."),
        };
    }
}

/// <summary>A share link on a page.</summary>
/// <param name="Link">The link.</param>
/// <param name="Works">Whether it works now.</param>
public sealed record ShownLink(ShareLink Link, bool Works);
