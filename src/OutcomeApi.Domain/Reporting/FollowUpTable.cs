using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reporting;

/// <summary>The follow-ups three months after the exits of a window: the cohort is that of the exits, whenever the answer came.</summary>
public static class FollowUpTable
{
    private const string AnswerPrefix = "answer:";

    /// <summary>A row for each of the five states (every follow-up is in one of them), then for every answer of the project, zeros too.</summary>
    public static IReadOnlyList<CountRow> Of(ProjectDefinition project, Cohort window, IReadOnlyList<Participation> participations, DateOnly asOf)
    {
        var followedUp = participations
            .Where(p => !p.Anonymous && p.ExitedIn(window) && ExitReasons.AreFollowedUp(p.Exit!.Reason))
            .ToArray();
        var answered = followedUp.Where(p => p.FollowUpAnswer is not null).ToArray();
        return
        [
            .. Enum.GetValues<FollowUpState>()
                .Select(state => new CountRow(Code.Of(state), GenderCounts.Of(followedUp, p => StateOf(p, asOf) == state))),
            .. project.FollowUpAnswers.Select(Code.Parse<FollowUpAnswer>)
                .Union(answered.Select(p => p.FollowUpAnswer!.Value).Order())
                .Select(answer => new CountRow(AnswerPrefix + Code.Of(answer), GenderCounts.Of(answered, p => p.FollowUpAnswer == answer))),
        ];
    }

    private static FollowUpState StateOf(Participation participation, DateOnly asOf) =>
        participation.FollowUpAnswer is not null ? FollowUpState.Answered
        : participation.FollowUpUnobtainable ? FollowUpState.Unobtainable
        : FollowUpSchedule.StateOf(FollowUpSchedule.DueOn(participation.Exit!.On, GoalEngine.FollowUpMonths), asOf);
}
