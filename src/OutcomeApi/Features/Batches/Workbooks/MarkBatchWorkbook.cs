using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches.Workbooks;

/// <summary>
/// Makes a copy of a workbook that was sent as a batch, in which the faults of the batch are marked. Nothing is stored: whoever sent the workbook shows it
/// again.
/// </summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Id">Id of the batch.</param>
/// <param name="File">The workbook. It must be seekable.</param>
/// <param name="Language">Language of the comments.</param>
public sealed record MarkBatchWorkbook(Caller Caller, string Project, string Id, Stream File, Language Language) : IRequest<Result<MarkedCopy>>;

/// <summary>A copy of a workbook in which faults are marked.</summary>
/// <param name="Content">The copy. Null: the file is not the one that was sent.</param>
public sealed record MarkedCopy(byte[]? Content);

public sealed class MarkBatchWorkbookHandler(BatchStore store, IEnumerable<IRecordIntake> intakes) : IRequestHandler<MarkBatchWorkbook, Result<MarkedCopy>>
{
    public async Task<Result<MarkedCopy>> Handle(MarkBatchWorkbook request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        if (await store.FindAsync(request.Caller, request.Project, request.Id, ct) is not { } batch)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        // Read as it is when it is sent, so that the same limits hold, and to see that it is the same file.
        var reader = new WorkbookBatchReader(request.File, intakes) { Unpacked = WorkbookBatchReader.MostMarked };
        var records = await reader.ReadAsync(ct).CountAsync(ct);
        if (reader.Faults.Count > 0)
        {
            return reader.Faults;
        }

        if (records != batch.Received || reader.Layout?.Write() != batch.Layout)
        {
            return new MarkedCopy((byte[]?)null);
        }

        var faults = await FaultsOf(batch, reader.Layout, request.Language, ct).ToArrayAsync(ct);
        request.File.Position = 0;
        using var copy = new MemoryStream();
        try
        {
            MarkedWorkbook.Write(request.File, copy, faults);
        }
        catch (Exception e) when (WorkbookBatchReader.IsOfFile(e))
        {
            return new Fault(FaultCodes.MalformedWorkbook, string.Empty);
        }

        return new MarkedCopy(copy.ToArray());
    }

    private IAsyncEnumerable<CellFault> FaultsOf(BatchRow batch, WorkbookLayout? layout, Language language, CancellationToken ct) =>
        from result in store.ResultsAsync(batch.PublicId, onlyFindings: true, ct)
        from fault in result.Result.Errors ?? []
        let found = BatchFinding.From(result, fault, layout, language)
        where found is { Sheet: not null, Line: not null }
        select new CellFault(found.Sheet!, found.Line!.Value, found.Column, $"{found.Message} {found.HowToFix}");
}
