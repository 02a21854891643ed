using System.Data.Common;
using System.Security.Cryptography;

namespace OutcomeApi.Pipeline;

/// <summary>
/// Runs every command in one transaction. A refused command leaves nothing behind. A command that got in the way of another one, which on SQL Server ends
/// in a deadlock, a lock that is not granted in time, or a key that both wanted to create, is run again. So is one whose connection was lost before its
/// commit, for example because the database has moved to another server.
/// </summary>
public sealed class TransactionBehaviour<TRequest, TResponse>(DbSession session) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private const int Attempts = 3;

    private const int LongestPauseMilliseconds = 200;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not ICommand)
        {
            return await next();
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await session.BeginWriteAsync(cancellationToken, isShort: request is IShortCommand);
            TResponse response;
            try
            {
                response = await next();
            }
            catch (DbException e) when (session.Dialect.MayBeRunAgain(e))
            {
                if (attempt == Attempts)
                {
                    throw new DatabaseBusyException($"{typeof(TRequest).Name} got in the way of other commands {Attempts} times.", e);
                }

                await transaction.DisposeAsync();
                await Task.Delay(RandomNumberGenerator.GetInt32(LongestPauseMilliseconds), cancellationToken);
                continue;
            }

            // A commit is not tried again: nobody would know whether it took effect.
            if (response is IOutcome { IsSuccess: true })
            {
                await session.CommitAsync(cancellationToken);
            }

            return response;
        }
    }
}
