namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Writes a judgement as one or two plain sentences, for readers who understand percentages but are not used to intervals.
/// </summary>
/// <remarks>
/// The full sentence says how many people the result is based on, and which gender fails. Steering groups get their own sentence, which
/// says only what they may see.
/// </remarks>
public static class JudgementSentence
{
    /// <summary>Writes the full sentence.</summary>
    /// <param name="judgement">The judgement.</param>
    /// <param name="goal">The definition that the figure was judged by.</param>
    /// <param name="language">The language of the sentence.</param>
    public static string Write(Judgement judgement, GoalDefinition goal, Language language) =>
        Write(
            judgement,
            goal,
            new Words(language == Language.Swedish),
            words => $"{Outcome(judgement, words)}{Failing(judgement, goal, words)}{Certainty(judgement, goal, judgement.Rows, words)}");

    /// <summary>
    /// Writes the sentence for a steering group, which does not see the true genders. The sentence does not say which gender fails.
    /// </summary>
    /// <param name="judgement">The judgement, by the true genders.</param>
    /// <param name="goal">The definition that the figure was judged by.</param>
    /// <param name="rows">The rows that are shown to the group, whose numbers the sentence may say. Null when it may say no number.</param>
    /// <param name="isTotalShown">Whether the total is shown. Otherwise the sentence says only the verdict.</param>
    /// <param name="language">The language of the sentence.</param>
    public static string ForSteeringGroup(Judgement judgement, GoalDefinition goal, IReadOnlyList<JudgedRow>? rows, bool isTotalShown, Language language) =>
        Write(
            judgement,
            goal,
            new Words(language == Language.Swedish),
            words => Outcome(judgement, words) + (isTotalShown ? Certainty(judgement, goal, rows, words) : "."));

    private static string Write(Judgement judgement, GoalDefinition goal, Words words, Func<Words, string> verdict) => judgement.Verdict switch
    {
        Verdict.NoTarget => words.Of("I det här fönstret prövas inget mål.", "No target is judged in this window."),

        // A goal for women and men each needs both. Which of them is missing is not said: steering groups read this sentence too.
        Verdict.NotAssessable when judgement.Reason == NotAssessableReason.DenominatorZero && goal.EachOf.Count > 1 => words.NobodyAmong(goal.EachOf),
        Verdict.NotAssessable => words.Reason(judgement.Reason!.Value),
        _ => verdict(words),
    };

    private static string Outcome(Judgement judgement, Words words) =>
        judgement.Verdict == Verdict.Reached ? words.Of("Målet nås", "The goal is reached") : words.Of("Målet nås inte", "The goal is not reached");

    /// <summary>Names the genders that fail the target, when each of several genders must meet it.</summary>
    private static string Failing(Judgement judgement, GoalDefinition goal, Words words)
    {
        if (judgement.Verdict == Verdict.Reached || goal.EachOf.Count < 2)
        {
            return string.Empty;
        }

        var failing = judgement.Rows
            .Where(row => row is { Gender: not null, MeetsTarget: false } && goal.EachOf.Contains(row.Gender.Value))
            .Select(row => words.Of(row.Gender!.Value));
        return $"{words.Of(" bland ", " among ")}{string.Join(words.Of(" och ", " and "), failing)}";
    }

    /// <summary>Says whether the result can be distinguished from chance. Only shares are uncertain in this way.</summary>
    private static string Certainty(Judgement judgement, GoalDefinition goal, IReadOnlyList<JudgedRow>? rows, Words words) => judgement.Clear switch
    {
        null => ".",
        true => words.Of(
            ", och avståndet till målet är större än vad slumpen rimligen kan förklara.",
            ", and the distance to the target is larger than chance can reasonably explain."),
        false when rows is null => words.Of(". Resultatet går inte att skilja från målet.", ". The result can not be told from the target."),
        false => $"{words.Of(". Med ", ". With ")}{Deciding(rows, goal, words)}"
            + words.Of(" går resultatet inte att skilja från målet.", " the result can not be told from the target."),
    };

    /// <summary>Says how many the verdict is based on: all, or the number of each gender that must meet the target.</summary>
    private static string Deciding(IReadOnlyList<JudgedRow> rows, GoalDefinition goal, Words words)
    {
        int CountOf(Gender? gender) => rows.Single(row => row.Gender == gender).Counts!.Value.Denominator!.Value;
        return goal.EachOf.Count > 0
            ? string.Join(words.Of(" och ", " and "), goal.EachOf.Select(gender => words.Count(CountOf(gender), gender)))
            : words.Count(CountOf(null), goal.Population);
    }

    private sealed class Words(bool swedish)
    {
        public string Of(string sv, string en) => swedish ? sv : en;

        public string Of(Gender gender) => gender switch
        {
            Gender.Woman => Of("kvinnor", "women"),
            Gender.Man => Of("män", "men"),
            Gender.Other => Of("dem med annan könsidentitet", "those of other gender identity"),
            _ => Of("dem vars kön inte är känt", "those whose gender is not known"),
        };

        public string Count(int count, Gender gender) => (gender, count) switch
        {
            (Gender.Woman, 1) => Of("1 kvinna", "1 woman"),
            (Gender.Man, 1) => Of("1 man", "1 man"),
            (Gender.Woman or Gender.Man, _) => $"{count} {Of(gender)}",
            (Gender.Other, _) => $"{count} {Of("med annan könsidentitet", "of other gender identity")}",
            _ => $"{count} {Of("vars kön inte är känt", "whose gender is not known")}",
        };

        /// <summary>
        /// Names what a denominator counts. A denominator that is another goal's numerator has no population of its own, so it gets the
        /// general noun.
        /// </summary>
        public string Count(int count, Population? population) => population switch
        {
            Population.Exits when count == 1 => Of("1 avslut", "1 exit"),
            Population.Exits => $"{count} {Of("avslut", "exits")}",
            Population.FollowUpsAnswered or Population.FollowUpsDue when count == 1 => Of("1 uppföljning", "1 follow-up"),
            Population.FollowUpsAnswered or Population.FollowUpsDue => $"{count} {Of("uppföljningar", "follow-ups")}",
            Population.Referrals or Population.ReferralsClosedOrStarted or Population.ReferralsQueuedAtProjectStart
                when count == 1 => Of("1 anvisning", "1 referral"),
            Population.Referrals or Population.ReferralsClosedOrStarted or Population.ReferralsQueuedAtProjectStart
                => $"{count} {Of("anvisningar", "referrals")}",
            _ when count == 1 => Of("1 inskrivning", "1 participation"),
            _ => $"{count} {Of("inskrivningar", "participations")}",
        };

        public string NobodyAmong(IReadOnlyList<Gender> genders)
        {
            var any = string.Join(Of(" eller ", " or "), genders.Select(Of));
            return Of(
                $"Bland {any} finns det ingen att räkna på: målet går inte att bedöma.",
                $"Among {any} there is nobody to count: the goal can not be assessed.");
        }

        public string Reason(NotAssessableReason reason) => reason switch
        {
            NotAssessableReason.DenominatorZero => Of(
                "Det finns ingen att räkna på: målet går inte att bedöma.",
                "There is nobody to count: the goal can not be assessed."),
            NotAssessableReason.NothingReported => Of(
                "Inget värde är inrapporterat: målet går inte att bedöma.",
                "No value has been reported: the goal can not be assessed."),
            NotAssessableReason.BaselineMissing => Of(
                "Jämförelsevärdet från året före är inte inrapporterat: målet går inte att bedöma.",
                "The value of the year before has not been reported: the goal can not be assessed."),
            NotAssessableReason.NobodyStarted => Of(
                "Ingen anvisad har börjat: det finns ingen väntetid att bedöma.",
                "Nobody who was referred has started: there is no waiting time to assess."),
            _ => Of("Ingen har avslutat: balansen går inte att bedöma.", "Nobody has exited: the balance can not be assessed."),
        };
    }
}
