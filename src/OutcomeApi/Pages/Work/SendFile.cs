using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using OutcomeApi.Features.Batches;
using OutcomeApi.Features.Batches.Workbooks;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Work;

/// <summary>
/// Takes a workbook or a CSV file from somebody with a browser, as a batch, and shows what became of it. The file is held in memory: it says who people
/// are, and must not lie about in temporary files.
/// </summary>
internal static class SendFile
{
    private const string File = "fil";

    private const string DryRun = "prova";

    /// <summary>
    /// Maps <c>GET</c> and <c>POST /projekt/{project}/arbete/filer</c>, <c>GET …/filer/{id}</c> with its downloads, and
    /// <c>POST …/filer/{id}/markerad</c>, which answers a workbook that is chosen again with its faults marked.
    /// </summary>
    public static void Map(RouteGroupBuilder site)
    {
        var files = site.MapGroup("/projekt/{project}/arbete/filer").AddEndpointFilter<ProjectReach>();
        files.MapGet("/", (string project, HttpContext http) => PageAsync(http, project, [])).RequireAuthorization(Policies.PersonRows).ForParts();
        files.MapPost("/", SendAsync).RequireAuthorization(Policies.PersonRows).ForParts().MayTakeLong();
        GetBatchTemplate.MapDownload(files, "/mall").RequireAuthorization(Policies.PersonRows).ForParts();
        GetBatch.MapDownload(files, "/{id}/resultat").RequireAuthorization(Policies.PersonRows).ForParts();
        files.MapGet("/{id}", async (string project, string id, HttpContext http, IMediator mediator) =>
            {
                var found = await mediator.Send(new GetBatch(Caller.From(http), project, id, 1, ShownBatch.Most), http.RequestAborted);
                return found.IsSuccess ? await PageAsync(http, project, [], found.Value.Show(http)) : Problems.Answer(http, found.Faults);
            })
            .RequireAuthorization(Policies.PersonRows)
            .ForParts();
        files.MapPost("/{id}/markerad", MarkAsync).RequireAuthorization(Policies.PersonRows).ForParts().MayTakeLong().IsCostly();
    }

    private static async Task<IResult> SendAsync(
        string project, HttpContext http, IMediator mediator, IAntiforgery antiforgery, IEnumerable<IRecordIntake> intakes)
    {
        if (!http.Request.HasFormContentType)
        {
            return NoForm(http);
        }

        var frame = PageFrame.From(http);
        var (form, fault) = await ReadFormAsync(http, antiforgery, frame);
        if (form is null)
        {
            return await PageAsync(http, project, [fault!]);
        }

        if (form.Files[File] is not { Length: > 0 } file
            || SentBatch.FromFile(file.FileName, file.OpenReadStream(), form.ContainsKey(DryRun), intakes) is not { } batch)
        {
            return await PageAsync(
                http, project, [frame.In("Välj en arbetsbok (.xlsx) eller en CSV-fil (.csv).", "Choose a workbook (.xlsx) or a CSV file (.csv).")]);
        }

        var sent = await mediator.Send(new SendBatch(Caller.From(http), project, batch, Asynchronously: false), http.RequestAborted);
        return sent.IsSuccess
            ? Results.LocalRedirect(WorkPaths.File(project, sent.Value.Row.PublicId))
            : await PageAsync(http, project, ProblemError.TextsOf(sent.Faults, frame.Texts.Language));
    }

    private static async Task<IResult> MarkAsync(string project, string id, HttpContext http, IMediator mediator, IAntiforgery antiforgery)
    {
        if (!http.Request.HasFormContentType)
        {
            return NoForm(http);
        }

        var found = await mediator.Send(new GetBatch(Caller.From(http), project, id, 1, ShownBatch.Most), http.RequestAborted);
        if (!found.IsSuccess)
        {
            return Problems.Answer(http, found.Faults);
        }

        var frame = PageFrame.From(http);
        var (form, fault) = await ReadFormAsync(http, antiforgery, frame);
        if (form is null)
        {
            return await PageAsync(http, project, [fault!], found.Value.Show(http));
        }

        if (form.Files[File] is not { Length: > 0 } file)
        {
            return await PageAsync(http, project, [frame.In("Välj arbetsboken (.xlsx).", "Choose the workbook (.xlsx).")], found.Value.Show(http));
        }

        await using var content = file.OpenReadStream();
        var marked = await mediator.Send(
            new MarkBatchWorkbook(Caller.From(http), project, id, content, frame.Texts.Language), http.RequestAborted);
        if (!marked.IsSuccess)
        {
            return await PageAsync(http, project, ProblemError.TextsOf(marked.Faults, frame.Texts.Language), found.Value.Show(http));
        }

        return marked.Value.Content is { } copy
            ? Results.File(
                copy,
                WorkbookBatchReader.MediaType,
                $"{Path.GetFileNameWithoutExtension(file.FileName)} {frame.In("med fel markerade", "with faults marked")}.xlsx")
            : await PageAsync(
                http,
                project,
                [frame.In("Det är inte samma fil som skickades. Välj den filen.", "This is not the file that was sent. Choose that file.")],
                found.Value.Show(http));
    }

    private static IResult NoForm(HttpContext http) =>
        Problems.Answer(http, new Fault(FaultCodes.MediaTypeUnsupported, string.Empty, "multipart/form-data"));

    /// <summary>Reads a form with a file, all in memory. Gives what is wrong when the form is not one of this service, or too large.</summary>
    private static async Task<(IFormCollection? Form, string? Fault)> ReadFormAsync(HttpContext http, IAntiforgery antiforgery, PageFrame frame)
    {
        var most = MaxBytesAttribute.For(typeof(BatchBody));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = most;
        }

        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            MemoryBufferThreshold = most,
            MultipartBodyLengthLimit = most,
            BufferBodyLengthLimit = most,
        }));
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return (null, frame.In("Filen är för stor. Dela den.", "The file is too large. Split it."));
        }

        return await antiforgery.IsRequestValidAsync(http)
            ? (form, null)
            : (null, frame.In("Sidan hade legat öppen för länge. Välj filen igen.", "The page had been open for too long. Choose the file again."));
    }

    private static async Task<IResult> PageAsync(HttpContext http, string project, IReadOnlyList<string> faults, BatchResource? batch = null)
    {
        var services = http.RequestServices;
        var found = await services.GetRequiredService<ProjectStore>().FindAsync(services.GetRequiredService<DbSession>(), project, http.RequestAborted);
        return await Site.PageAsync<FilePage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(FilePage.Project)] = found!.Definition,
                [nameof(FilePage.Form)] = services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http),
                [nameof(FilePage.Faults)] = faults,
                [nameof(FilePage.Batch)] = batch,
            },
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
