using OutcomeApi.Domain.Registrations;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Reads one record.</summary>
public sealed record GetRecord<T>(Caller Caller, string Project, string Key, string? Purpose) : IRequest<Result<Stored<T>>>
    where T : Registration;

/// <summary>Reads a page of a project's records, in the order in which they were first received.</summary>
public sealed record ListRecords<T>(Caller Caller, string Project, int Skip, int Take, string? Purpose) : IRequest<RecordPage<T>>
    where T : Registration;

/// <summary>A page of records and the total number of records.</summary>
public sealed record RecordPage<T>(IReadOnlyList<Stored<T>> Items, int Total)
    where T : Registration;

public sealed class GetRecordHandler<T>(DbSession session, RecordTable<T> kind, BusinessDay day) : IRequestHandler<GetRecord<T>, Result<Stored<T>>>
    where T : Registration
{
    public async Task<Result<Stored<T>>> Handle(GetRecord<T> request, CancellationToken cancellationToken)
    {
        var found = await kind.FindReachedAsync(session, request.Caller, request.Project, request.Key, cancellationToken);
        if (!found.IsSuccess)
        {
            return found;
        }

        var entry = new AuditEntry(request.Caller, "read", kind.Name) { Project = request.Project, Purpose = request.Purpose };
        await AuditLog.WriteReadAsync(session, entry, day.Now, cancellationToken);
        return (await kind.ShownAsync(session, request.Project, [found.Value], cancellationToken))[0];
    }
}

public sealed class ListRecordsHandler<T>(DbSession session, RecordTable<T> kind, BusinessDay day) : IRequestHandler<ListRecords<T>, RecordPage<T>>
    where T : Registration
{
    public async Task<RecordPage<T>> Handle(ListRecords<T> request, CancellationToken cancellationToken)
    {
        var (items, total) = await kind.ListAsync(session, request.Caller, request.Project, request.Skip, request.Take, cancellationToken);
        var entry = new AuditEntry(request.Caller, "read", kind.Name) { Project = request.Project, Count = items.Count, Purpose = request.Purpose };
        await AuditLog.WriteReadAsync(session, entry, day.Now, cancellationToken);
        return new RecordPage<T>(await kind.ShownAsync(session, request.Project, items, cancellationToken), total);
    }
}
