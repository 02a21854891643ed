using OutcomeApi.Domain.Projects;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Batches.Workbooks;

/// <summary>Reads what the template of a project's workbook is made of.</summary>
public sealed record GetBatchTemplate(string Project) : IRequest<Result<ProjectDefinitionOfTemplate>>
{
    /// <summary>Maps <c>GET /projects/{project}/batch-template</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/batch-template", AnswerAsync)
            .WithName("get-batch-template")
            .WithSummary("Get a workbook to fill in.")
            .WithDescription(
                "Returns an Excel workbook with a sheet for each kind of record. Its first row names the members; columns of codes have drop-down lists "
                + "of the codes that the project uses, and dates are dates. The second row is an example that begins with #: rows that begin so are not "
                + "read. Send the filled workbook as a batch.")
            .WithMetadata(new OtherForms([WorkbookBatchReader.MediaType]))
            .Produces(StatusCodes.Status200OK, null, WorkbookBatchReader.MediaType);

    /// <summary>Maps a page's address for the workbook, for a reader who has signed in with a browser.</summary>
    public static RouteHandlerBuilder MapDownload(RouteGroupBuilder site, string address) => site.MapGet(address, AnswerAsync);

    private static async Task<IResult> AnswerAsync(string project, HttpContext http, IMediator mediator, IEnumerable<IRecordIntake> intakes)
    {
        var result = await mediator.Send(new GetBatchTemplate(project), http.RequestAborted);
        return result.IsSuccess
            ? Results.File(
                TemplateWorkbook.Write(result.Value.Definition, [.. intakes.OrderBy(intake => intake.Rank)], LanguageOf(http)),
                WorkbookBatchReader.MediaType,
                $"{project}.xlsx")
            : Problems.Answer(http, result.Faults);
    }

    /// <summary>A workbook is for people: it is in Swedish unless another language is asked for.</summary>
    private static Language LanguageOf(HttpContext http) => http.Request.Headers.AcceptLanguage.Count == 0 ? Language.Swedish : http.LanguageOf();
}

/// <summary>The project that a template is for.</summary>
public sealed record ProjectDefinitionOfTemplate(ProjectDefinition Definition);

public sealed class GetBatchTemplateHandler(DbSession session, ProjectStore projects)
    : IRequestHandler<GetBatchTemplate, Result<ProjectDefinitionOfTemplate>>
{
    public async Task<Result<ProjectDefinitionOfTemplate>> Handle(GetBatchTemplate request, CancellationToken cancellationToken) =>
        await projects.FindAsync(session, request.Project, cancellationToken) is { } project
            ? new ProjectDefinitionOfTemplate(project.Definition)
            : new Fault(FaultCodes.NotFound, string.Empty);
}
