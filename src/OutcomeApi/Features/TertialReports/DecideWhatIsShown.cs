using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Decides what steering groups see of a report that is about to be certified, without holding anything: a decision takes seconds, in which nobody else could
/// write. The certification finds it made, unless somebody has registered something in between.
/// </summary>
public sealed record DecideWhatIsShown(string Project, Tertial Tertial) : IRequest;

public sealed class DecideWhatIsShownHandler(DbSession session, ReportReader reports) : IRequestHandler<DecideWhatIsShown>
{
    public async Task<Unit> Handle(DecideWhatIsShown request, CancellationToken cancellationToken)
    {
        await session.BeginSnapshotAsync(cancellationToken);
        await session.LockAsync("project:" + request.Project, cancellationToken);
        var registered = await reports.ReadAsync(request.Project, request.Tertial, cancellationToken);
        await session.EndAsync();
        registered?.PublicationOf();
        return Unit.Value;
    }
}
