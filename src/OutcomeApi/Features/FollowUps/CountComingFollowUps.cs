using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>Counts the follow-ups that wait or will, within the reach of a caller: by month, and how many are overdue.</summary>
public sealed record CountComingFollowUps(Caller Caller, string Project) : IRequest<DueByMonth>;

public sealed class CountComingFollowUpsHandler(UnansweredFollowUps unanswered, BusinessDay day) : IRequestHandler<CountComingFollowUps, DueByMonth>
{
    public async Task<DueByMonth> Handle(CountComingFollowUps request, CancellationToken cancellationToken)
    {
        var all = await unanswered.ReadAsync(request.Caller, request.Project, day.Today, cancellationToken);
        return DueByMonth.From(all.Select(followUp => followUp.DueOn), day.Today);
    }
}
