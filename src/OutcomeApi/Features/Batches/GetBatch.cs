using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>Reads the status of a batch and a page of what was found in its records.</summary>
public sealed record GetBatch(Caller Caller, string Project, string Id, int Page, int Limit) : IRequest<Result<ShownBatch>>
{
    private static readonly QueryParameter<string?> Format = CsvAnswer.FormatOf("a row for each record or fault.");

    /// <summary>Maps <c>GET /projects/{project}/batches/{id}</c>.</summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/{id}", AnswerAsync)
            .WithName("get-batch")
            .WithSummary("Get the status of a batch.")
            .WithDescription(
                "Returns the same object as the request that sent the batch. When the batch is done, it contains the result. Errors and warnings are paged: "
                + "without `limit` and `page`, the first 500 of each.\n\n"
                + "With `format=csv`, or `Accept: text/csv`, it returns the result as a table to lay beside the file: a row for each record without errors "
                + "and for each error, in the order of the file, with the columns sheet, line, record, reference, outcome, code, column, "
                + "pointer, message and howToFix. "
                + "It holds the records that have been processed.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page, Format)
            .WithMetadata(new OtherForms([CsvAnswer.MediaType]))
            .Produces<BatchResource>();

    /// <summary>Maps a page's address for the result as CSV, for a reader who has signed in with a browser.</summary>
    public static RouteHandlerBuilder MapDownload(RouteGroupBuilder site, string address) =>
        site.MapGet(address, async (string project, string id, HttpContext http, IMediator mediator, BatchStore store) =>
        {
            var result = await mediator.Send(new GetBatch(Caller.From(http), project, id, 1, 1), http.RequestAborted);
            return result.IsSuccess ? BatchResultTable.From(http, store, result.Value.Row) : Problems.Answer(http, result.Faults);
        });

    private static async Task<IResult> AnswerAsync(string project, string id, Query query, HttpContext http, IMediator mediator, BatchStore store)
    {
        if (CsvAnswer.Choose(http, query.Value(Format)) is not { } isCsv)
        {
            return CsvAnswer.Refuse(http);
        }

        var isPaged = http.Request.Query.ContainsKey("limit") || http.Request.Query.ContainsKey("page");
        var asked = new GetBatch(Caller.From(http), project, id, query.Page, isCsv ? 1 : isPaged ? query.Limit : ShownBatch.Most);
        var result = await mediator.Send(asked, http.RequestAborted);
        return isCsv && result.IsSuccess
            ? BatchResultTable.From(http, store, result.Value.Row)
            : Reply.Ok(http, result, batch => batch.Show(http));
    }
}

public sealed class GetBatchHandler(BatchStore store) : IRequestHandler<GetBatch, Result<ShownBatch>>
{
    public async Task<Result<ShownBatch>> Handle(GetBatch request, CancellationToken cancellationToken) =>
        await store.FindAsync(request.Caller, request.Project, request.Id, cancellationToken) is { } row
            ? await store.ShowAsync(row, request.Page, request.Limit, cancellationToken)
            : new Fault(FaultCodes.NotFound, string.Empty);
}

/// <summary>Decides who may know about a batch.</summary>
internal static class BatchReach
{
    /// <summary>
    /// Determines whether the caller may know about a batch that a stored caller sent. Who reaches only parts of the project knows about its own
    /// batches, unless it reached more when it sent them: those of others may be about other parts.
    /// </summary>
    public static bool Includes(Caller caller, string project, string sender)
    {
        if (caller.PartsOf(project) is not { } parts)
        {
            return true;
        }

        var sent = StoredCaller.Read(sender);
        return sent.Credential == caller.Credential && Caller.From(sent).PartsOf(project) is { } then && then.All(parts.Contains);
    }
}
