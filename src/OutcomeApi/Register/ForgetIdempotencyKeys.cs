using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Register;

/// <summary>Removes what is remembered of idempotent requests once it has no effect any more: it holds the address of a record.</summary>
public sealed record ForgetIdempotencyKeys : ICommand<ForgottenIdempotencyKeys>
{
    public const string Job = "forget-idempotency-keys";
}

/// <summary>How many are gone.</summary>
public sealed record ForgottenIdempotencyKeys(int Count);

public sealed class ForgetIdempotencyKeysHandler(DbSession session, BusinessDay day) : IRequestHandler<ForgetIdempotencyKeys, Result<ForgottenIdempotencyKeys>>
{
    private const string DeleteSql = "DELETE FROM idempotency_keys WHERE created_at <= @Since";

    public async Task<Result<ForgottenIdempotencyKeys>> Handle(ForgetIdempotencyKeys request, CancellationToken cancellationToken) =>
        new ForgottenIdempotencyKeys(await session.ExecuteAsync(DeleteSql, new { Since = day.Now - Idempotency.Kept }, cancellationToken));
}
