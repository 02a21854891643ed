using OutcomeApi.Records;

namespace OutcomeApi.Features.Participants;

/// <summary>Removes deleted data from the database's files too, if anything was deleted since the last time.</summary>
public sealed record ScrubDatabase : IRequest<Result<ScrubbedDatabase>>;

/// <summary>The files contain none of the data that was deleted before the scrub.</summary>
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
