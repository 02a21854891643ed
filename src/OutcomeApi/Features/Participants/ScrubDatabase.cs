using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Register;

namespace OutcomeApi.Features.Participants;

/// <summary>Takes what was deleted out of the database's files, too: a job that is tried again until it has succeeded.</summary>
public sealed record ScrubDatabase : IRequest<Result<ScrubbedDatabase>>
{
    public const string Job = RegisterJobs.Scrub;
}

/// <summary>The files hold nothing that was deleted.</summary>
public sealed record ScrubbedDatabase;

public sealed class ScrubDatabaseHandler(DbSession session) : IRequestHandler<ScrubDatabase, Result<ScrubbedDatabase>>
{
    public async Task<Result<ScrubbedDatabase>> Handle(ScrubDatabase request, CancellationToken cancellationToken)
    {
        await session.Dialect.ScrubAsync(cancellationToken);
        return new ScrubbedDatabase();
    }
}
