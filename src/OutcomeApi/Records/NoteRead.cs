using System.Collections.Frozen;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>
/// Writes into the audit log that a refusal has told a caller something about a stored record: that it is there, which version it has, or what it holds.
/// </summary>
public sealed record NoteRead(Caller Caller, string Project, string Kind, string? Purpose) : ICommand<NotedRead>, IShortCommand
{
    private static readonly FrozenSet<string> Telling = new[]
    {
        FaultCodes.ContentDiffers, FaultCodes.SecondExit, FaultCodes.VersionStale, FaultCodes.IfMatchRequired, FaultCodes.ReferralDiffers,
        FaultCodes.ExitBeforeStart, FaultCodes.StartBeforeReferral, FaultCodes.FollowUpBeforeExit, FaultCodes.FollowUpTooEarly,
        FaultCodes.OutsideParticipation,
    }.ToFrozenSet();

    /// <summary>Returns whether a refusal tells something about stored records.</summary>
    public static bool IsTold(IEnumerable<Fault> faults) => faults.Any(fault => Telling.Contains(fault.Code));
}

/// <summary>The read has been noted.</summary>
public sealed record NotedRead;

public sealed class NoteReadHandler(DbSession session, BusinessDay day) : IRequestHandler<NoteRead, Result<NotedRead>>
{
    public async Task<Result<NotedRead>> Handle(NoteRead request, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(request.Caller, "read", request.Kind) { Project = request.Project, Purpose = request.Purpose };
        await AuditLog.WriteAsync(session, entry, day.Now, cancellationToken);
        return new NotedRead();
    }
}
