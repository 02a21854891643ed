using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Participants;

/// <summary>Takes what was deleted out of the database's files, too, if anything was since the last time.</summary>
public sealed record ScrubDatabase : IRequest<Result<ScrubbedDatabase>>;

/// <summary>The files hold nothing that was deleted.</summary>
public sealed record ScrubbedDatabase;

public sealed class ScrubDatabaseHandler(DbSession session, ScrubRequests requests) : IRequestHandler<ScrubDatabase, Result<ScrubbedDatabase>>
{
    public async Task<Result<ScrubbedDatabase>> Handle(ScrubDatabase request, CancellationToken cancellationToken)
    {
        if (await requests.NewestAsync(session, cancellationToken) is { } newest)
        {
            await session.Dialect.ScrubAsync(cancellationToken);
            await requests.DoneAsync(session, newest, cancellationToken);
        }

        return new ScrubbedDatabase();
    }
}
