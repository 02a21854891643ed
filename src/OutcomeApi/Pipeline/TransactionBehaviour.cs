namespace OutcomeApi.Pipeline;

/// <summary>Runs every command in one transaction. A refused command leaves nothing behind.</summary>
public sealed class TransactionBehaviour<TRequest, TResponse>(DbSession session) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not ICommand)
        {
            return await next();
        }

        await using var transaction = await session.BeginWriteAsync(cancellationToken, isShort: request is IShortCommand);
        var response = await next();
        if (response is IOutcome { IsSuccess: true })
        {
            await session.CommitAsync(cancellationToken);
        }

        return response;
    }
}
