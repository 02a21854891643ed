using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Features.Batches;

/// <summary>Removes batches thirty days after they were done or cancelled; their records stay.</summary>
public sealed record ForgetBatches : ICommand<ForgottenBatches>
{
    public const string Job = "forget-batches";
}

/// <summary>How many are gone.</summary>
public sealed record ForgottenBatches(int Count);

public sealed class ForgetBatchesHandler(DbSession session, BusinessDay day) : IRequestHandler<ForgetBatches, Result<ForgottenBatches>>
{
    private const string DeleteSql = "DELETE FROM batches WHERE completed_at < @Before";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public async Task<Result<ForgottenBatches>> Handle(ForgetBatches request, CancellationToken cancellationToken) =>
        new ForgottenBatches(await session.ExecuteAsync(DeleteSql, new { Before = day.Now - KeptFor }, cancellationToken));
}
