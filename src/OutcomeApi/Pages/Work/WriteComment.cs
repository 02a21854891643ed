using System.Text.Json;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Work;

/// <summary>The form in which project staff comment on a tertial. What somebody else has written meanwhile is shown beside it, and nothing is lost.</summary>
internal static class WriteComment
{
    private const string Text = "text";
    private const string Version = "_version";

    /// <summary>Maps <c>GET</c> and <c>POST /projekt/{project}/arbete/kommentar/{tertial}</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var comments = site.MapGroup("/projekt/{project}/arbete/kommentar/{tertial}")
            .AddEndpointFilter<ProjectReach>().AddEndpointFilter<TertialInAddress>();
        comments.MapGet("/", (string project, Tertial tertial, HttpContext http) => Form.Of(http).ShowAsync(project, tertial, null, []))
            .RequireAuthorization(Policies.CommentReports);
        comments.MapPost("/", (string project, Tertial tertial, HttpContext http) => Form.Of(http).SaveAsync(project, tertial))
            .RequireAuthorization(Policies.CommentReports);
    }

    /// <summary>The form, for one request.</summary>
    private sealed class Form(HttpContext http, IMediator mediator, DbSession session, ProjectStore projects)
    {
        private readonly PageFrame _frame = PageFrame.From(http);

        public static Form Of(HttpContext http) => ActivatorUtilities.CreateInstance<Form>(http.RequestServices, http);

        /// <summary>Shows the comment, or what has been written and could not be saved.</summary>
        public async Task<IResult> ShowAsync(
            string project, Tertial tertial, string? written, IReadOnlyList<string> faults, int status = StatusCodes.Status200OK, bool isSaved = false)
        {
            var found = await mediator.Send(new GetComment(project, tertial), http.RequestAborted);
            if (!found.IsSuccess && found.Faults.All(fault => fault.Code != FaultCodes.NotFound))
            {
                return Problems.Answer(http, found.Faults);
            }

            var stored = found.Value;
            return await Site.PageAsync<CommentPage>(
                http,
                new Dictionary<string, object?>
                {
                    [nameof(CommentPage.Project)] = (await projects.FindAsync(session, project, http.RequestAborted))!.Definition,
                    [nameof(CommentPage.Tertial)] = tertial,
                    [nameof(CommentPage.Version)] = stored?.Version,
                    [nameof(CommentPage.Written)] = written ?? stored?.Comment.Text,
                    [nameof(CommentPage.Meanwhile)] = written is null || faults.Count == 0 || written == stored?.Comment.Text ? null : stored?.Comment.Text,
                    [nameof(CommentPage.Faults)] = faults,
                    [nameof(CommentPage.IsSaved)] = isSaved,
                    [nameof(CommentPage.Form)] = SentForm.TokenOf(http),
                },
                status);
        }

        /// <summary>Saves what has been written. An empty text removes the comment.</summary>
        public async Task<IResult> SaveAsync(string project, Tertial tertial)
        {
            var sent = await SentForm.ReadAsync(http);
            if (!sent.IsSuccess)
            {
                return Problems.Answer(http, sent.Faults);
            }

            var written = sent.Value[Text];
            if (sent.Value.IsOld)
            {
                return await ShowAsync(project, tertial, written, [SentForm.Old(_frame)], StatusCodes.Status403Forbidden);
            }

            var faults = new List<Fault>();
            var json = JsonSerializer.SerializeToElement(new Dictionary<string, string?> { ["text"] = written.Length == 0 ? null : written });
            var comment = JsonBodyReader.Read<ReportComment>(json, string.Empty, faults);
            var ifMatch = sent.Value[Version] is { Length: > 0 } version ? new EntityTagCondition(new EntityTags([$"\"{version}\""]), null) : null;
            var saved = await mediator.Send(new PutComment(Caller.From(http), project, tertial, comment, faults, ifMatch), http.RequestAborted);
            if (saved.IsSuccess)
            {
                return await ShowAsync(project, tertial, null, [], isSaved: true);
            }

            IReadOnlyList<string> said = saved.Faults.Any(fault => fault.Code is FaultCodes.VersionStale or FaultCodes.IfMatchRequired)
                ? [_frame.In(
                    "Någon annan har ändrat kommentaren under tiden. Den sparade står nedan; spara igen för att ersätta den med din.",
                    "Somebody else has changed the comment meanwhile. The stored one stands below; save again to replace it by yours.")]
                : ProblemError.TextsOf(saved.Faults, _frame.Texts.Language);
            return await ShowAsync(project, tertial, written, said, Problems.StatusOf(saved.Faults));
        }
    }
}
