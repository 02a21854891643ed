using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Features.Attainment;

/// <summary>Removes computations that nobody can want any more: thirty days after they were superseded, or were asked for and never done.</summary>
public sealed record ForgetComputations : ICommand<ForgottenComputations>
{
    public const string Job = "forget-computations";
}

/// <summary>How many are gone.</summary>
public sealed record ForgottenComputations(int Count);

public sealed class ForgetComputationsHandler(DbSession session, BusinessDay day) : IRequestHandler<ForgetComputations, Result<ForgottenComputations>>
{
    private const string Old =
        """
        requested_at < @Before AND (superseded_at IS NULL OR superseded_at < @Before) AND id NOT IN (SELECT computation_id FROM current_runs)
        """;

    private const string DeleteFiguresSql = $"DELETE FROM attainment WHERE computation_id IN (SELECT id FROM computations WHERE {Old})";

    private const string DeleteSql = $"DELETE FROM computations WHERE {Old}";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    public async Task<Result<ForgottenComputations>> Handle(ForgetComputations request, CancellationToken cancellationToken)
    {
        var parameters = new { Before = day.Now - KeptFor };
        await session.ExecuteAsync(DeleteFiguresSql, parameters, cancellationToken);
        return new ForgottenComputations(await session.ExecuteAsync(DeleteSql, parameters, cancellationToken));
    }
}
