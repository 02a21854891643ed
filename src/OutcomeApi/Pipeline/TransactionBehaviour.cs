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
            var commits = false;
            try
            {
                await using var transaction = await session.BeginWriteAsync(cancellationToken, isShort: request is IShortCommand);
                var response = await next();
                if (response is IOutcome { IsSuccess: true })
                {
                    // A commit is not tried again: nobody would know whether it took effect.
                    commits = true;
                    await session.CommitAsync(cancellationToken);
                }

                return response;
            }
            catch (DbException e) when (!commits && session.Dialect.MayBeRunAgain(e))
            {
                if (attempt == Attempts)
                {
                    throw new DatabaseBusyException($"{typeof(TRequest).Name} got in the way of other commands {Attempts} times.", e);
                }
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(LongestPauseMilliseconds), cancellationToken);
        }
    }
}
