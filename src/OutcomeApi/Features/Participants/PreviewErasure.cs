using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>Counts what an erasure would delete, and deletes nothing. For the page on which an administrator confirms it.</summary>
public sealed record PreviewErasure(Caller Caller, ErasureRequest Body, IReadOnlyList<Fault> FormFaults) : IRequest<Result<PreviewedErasure>>;

/// <summary>What an erasure would delete.</summary>
/// <param name="Records">Number of records by the name of their collection, referrals and enrollments first. Kinds without records are left out.</param>
public sealed record PreviewedErasure(IReadOnlyList<(string Collection, int Count)> Records);

public sealed class PreviewErasureHandler(DbSession session, RecordTables tables, ProjectStore projects, BusinessDay day)
    : IRequestHandler<PreviewErasure, Result<PreviewedErasure>>
{
    public async Task<Result<PreviewedErasure>> Handle(PreviewErasure request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var body = request.Body;
        if (body.FaultsAmong(request.FormFaults) is { Count: > 0 } faults)
        {
            return faults;
        }

        if (await body.FindAsync(session, tables, projects, ct) is not { } found)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var entry = new AuditEntry(request.Caller, "read", "participant") { Project = body.Project, Count = found.Records.Count };
        await AuditLog.WriteReadAsync(session, entry, day.Now, ct);
        return new PreviewedErasure([.. found.Records.CountBy(record => record.Table.Collection).Select(kind => (kind.Key, kind.Value))]);
    }
}
