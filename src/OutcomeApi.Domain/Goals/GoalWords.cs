using System.Globalization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Describes the definition of a goal in plain words: what is counted, in which population, the target and when it is judged.
/// </summary>
public sealed class GoalWords
{
    private readonly bool _swedish;
    private readonly ProjectDefinition _project;
    private readonly IReadOnlyDictionary<string, GoalDefinition> _goals;

    private GoalWords(ProjectDefinition project, IEnumerable<GoalDefinition> goals, Language language)
    {
        _project = project;
        _goals = goals.DistinctBy(g => g.Key).ToDictionary(g => g.Key);
        _swedish = language == Language.Swedish;
    }

    /// <summary>Writes the definition in words.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="project">Its project, which gives the names of subprojects.</param>
    /// <param name="goals">The project's goals. A goal that this one refers to is called by its text.</param>
    /// <param name="language">Swedish or English.</param>
    public static string Write(GoalDefinition goal, ProjectDefinition project, IEnumerable<GoalDefinition> goals, Language language)
    {
        var words = new GoalWords(project, goals, language);
        return $"{words.KindOf(goal)}: {words.MeasureOf(goal)}. {words.TargetsOf(goal)}";
    }

    private string Say(string sv, string en) => _swedish ? sv : en;

    private string? Say(LocalizedText? text) => _swedish ? text?.Sv ?? text?.En : text?.En ?? text?.Sv;

    private string KindOf(GoalDefinition goal) => goal.Kind switch
    {
        GoalKind.Goal => Say("Mål", "Goal"),
        GoalKind.DesiredEffect => Say("Önskad effekt", "Desired effect"),
        GoalKind.Process => Say("Processmått", "Process figure"),
        GoalKind.Capacity => Say("Kapacitet", "Capacity"),
        _ => throw new ArgumentOutOfRangeException(nameof(goal)),
    };

    private string MeasureOf(GoalDefinition goal)
    {
        var of = PopulationOf(goal) + Where(goal.Filter);
        return goal.Measure switch
        {
            Measure.Share => Say("av ", "of ") + of
                + (goal.Counts is null ? Say(", alla", ", all of them") : Say(", andelen", ", the share") + Where(goal.Counts)),
            Measure.Count => Say("antalet ", "the number of ") + of + Where(goal.Counts, goal.Filter is null ? " " : Say(", och ", ", and ")),
            Measure.Milestone => Say("den rapporterade siffran ", "the reported figure ") + Quote(goal.Figure) + Parts(goal),
            Measure.Duration => Say("median och längsta väntetid från anvisning till start", "median and longest waiting time from referral to start")
                + Parts(goal) + Where(goal.Filter),
            Measure.Balance => Say("antalet som har börjat delat med antalet som har avslutats", "the number of starts divided by the number of exits")
                + Parts(goal) + Where(goal.Filter),
            Measure.ChangeFromBaseline =>
                Say("av ", "of ") + of + Say(", andelen", ", the share") + Where(goal.Counts)
                + Say(", jämförd med utgångsläget ", ", compared with the baseline ") + Quote(goal.Figure),
            _ => throw new ArgumentOutOfRangeException(nameof(goal)),
        };
    }

    private string PopulationOf(GoalDefinition goal) => goal.OfGoal is { } key
        ? Say("dem som räknas i ", "those who count in ") + NameOf(key)
            + (_goals.GetValueOrDefault(key)?.Subprojects.SequenceEqual(goal.Subprojects) == true ? string.Empty : Parts(goal))
        : (goal.Measure == Measure.Count ? string.Empty : Say("alla ", "all "))
            + goal.Population switch
            {
                Population.Referrals => Say("anvisningar", "referrals"),
                Population.ReferralsClosedOrStarted => Say(
                    "anvisningar som har avslutats eller lett till start", "referrals that were closed or led to a start"),
                Population.ReferralsQueuedAtProjectStart => Say(
                    "anvisningar som stod i kö när projektet började", "referrals that were in queue when the project began"),
                Population.Enrollments => Say("inskrivningar som har börjat", "enrollments that have started"),
                Population.Exits => Say("deltaganden som har avslutats", "participations that have ended"),
                Population.SupportedInWindow => Say(
                    "deltaganden som pågick någon gång under perioden", "participations that were going on at any time in the window"),
                Population.FollowUpsDue => Say("uppföljningar vars dag har kommit", "follow-ups that are due"),
                Population.FollowUpsAnswered => Say("uppföljningar som är besvarade", "follow-ups that are answered"),
                null => Say("deltaganden", "participations"),
                _ => throw new ArgumentOutOfRangeException(nameof(goal)),
            }
            + Parts(goal);

    /// <summary>Writes the subprojects that the goal is computed for.</summary>
    private string Parts(GoalDefinition goal) => goal.Subprojects.Count == 0
        ? string.Empty
        : Say(" i ", " in ") + And(goal.Subprojects.Select(SubprojectName))
            + (goal.Subprojects.Count == 1 ? string.Empty : Say(" (var för sig och tillsammans)", " (each, and together)"));

    private string SubprojectName(string id) => Say(_project.SubprojectOf(id)?.Name) ?? id;

    private string NameOf(string goal) => Quote(_goals.TryGetValue(goal, out var definition) ? Say(definition.Text) ?? goal : goal);

    private string Quote(string? text) => _swedish ? $"”{text}”" : $"“{text}”";

    private string Where(Condition? condition, string joint = " ") => condition is null
        ? string.Empty
        : (joint == " " ? Say(" där ", " where ") : joint) + Clause(condition, true, false);

    /// <summary>Writes a condition as a clause. A negation is moved into the parts: "not (a or b)" becomes "not a and not b".</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="holds">False to write the opposite of the condition.</param>
    /// <param name="isPart">Whether the clause is next to others. Its own parts are then put in parentheses.</param>
    private string Clause(Condition condition, bool holds, bool isPart)
    {
        switch (condition)
        {
            case Condition.Not not:
                return Clause(not.Part, !holds, isPart);
            case Condition.Any { Parts.Count: 1 } any:
                return Clause(any.Parts[0], holds, isPart);
            case Condition.All { Parts.Count: 1 } all:
                return Clause(all.Parts[0], holds, isPart);
            case Condition.Any any when any.Parts.All(part => part is Condition.InGoal):
                return InGoals([.. any.Parts.Cast<Condition.InGoal>().Select(part => part.Key)], holds);
            case Condition.Any any:
                return Together(any.Parts, holds, isAnd: !holds, isPart);
            case Condition.All all:
                return Together(all.Parts, holds, isAnd: holds, isPart);
            default:
                return Leaf(condition, holds);
        }
    }

    private string Together(IReadOnlyList<Condition> parts, bool holds, bool isAnd, bool isPart)
    {
        var text = string.Join(isAnd ? Say(", och ", ", and ") : Say(", eller ", ", or "), parts.Select(part => Clause(part, holds, true)));
        return isPart ? $"({text})" : text;
    }

    private string InGoals(IReadOnlyList<string> keys, bool holds) => (keys.Count, holds) switch
    {
        (1, true) => Say("det räknas i ", "it counts in ") + NameOf(keys[0]),
        (1, false) => Say("det inte räknas i ", "it does not count in ") + NameOf(keys[0]),
        (_, true) => Say("det räknas i ", "it counts in ") + Or(keys.Select(NameOf)),
        (_, false) => Say("det varken räknas i ", "it counts in neither of ")
            + (_swedish ? string.Join(" eller i ", keys.Select(NameOf)) : And(keys.Select(NameOf))),
    };

    private string Leaf(Condition condition, bool holds)
    {
        string Choose(string svYes, string svNo, string enYes, string enNo) => holds ? Say(svYes, enYes) : Say(svNo, enNo);
        string Is(string sv, string en, IEnumerable<string> values) => Choose($"{sv} är ", $"{sv} inte är ", $"{en} is ", $"{en} is not ") + Or(values);
        switch (condition)
        {
            case Condition.ExitReasonIn reasons:
                return reasons.Mask == EndedAs(Ending.Planned)
                    ? Choose("avslutet var planerat", "avslutet inte var planerat", "the exit was planned", "the exit was not planned")
                    : reasons.Mask == EndedAs(Ending.Interrupted)
                    ? Choose(
                        "deltagandet avbröts", "deltagandet inte avbröts",
                        "the participation was interrupted", "the participation was not interrupted")
                    : Is("avslutsorsaken", "the exit reason", Names<ExitReason>("exit-reasons", reasons.Mask));
            case Condition.StepIn { Mask: -1 }:
                return Choose(
                    "en stegförflyttning är dokumenterad", "ingen stegförflyttning är dokumenterad", "a step is documented", "no step is documented");
            case Condition.StepIn steps:
                return Choose(
                    "en stegförflyttning är dokumenterad: ", "ingen stegförflyttning är dokumenterad av slaget ",
                    "a step is documented: ", "no step is documented of the kind ")
                    + Or(Names<StepKind>("step-kinds", steps.Mask));
            case Condition.JobOfferIn offer:
                return Choose("ett arbete har erbjudits", "inget arbete har erbjudits", "a job was offered", "no job was offered") + OfferOf(offer.Mask);
            case Condition.Documented documented:
                return Choose(
                    "slutdokumentation har lämnats till ", "slutdokumentation inte har lämnats till ",
                    "final documentation was given to ", "final documentation was not given to ")
                    + (documented.ToReferrer, documented.ToParticipant) switch
                    {
                        (true, true) => Say("både remittent och deltagare", "both referrer and participant"),
                        (true, false) => Say("remittenten", "the referrer"),
                        _ => Say("deltagaren", "the participant"),
                    };
            case Condition.NextMeasureReady ready:
                return (ready.Expected == holds)
                    ? Say("nästa insats var klar vid avslut", "the next measure was ready at exit")
                    : Say("nästa insats inte var klar vid avslut", "the next measure was not ready at exit");
            case Condition.NextStepWithin within:
                return Choose(
                    $"nästa steg börjar inom {within.Days} dagar från avslut, eller står utan datum",
                    $"nästa steg börjar mer än {within.Days} dagar efter avslut",
                    $"the next step begins within {within.Days} days of exit, or stands without a date",
                    $"the next step begins more than {within.Days} days after exit");
            case Condition.Mapped mapped:
                return (mapped.Expected == holds)
                    ? Say("deltagandet började efter kartläggning", "the participation started after mapping")
                    : Say("deltagandet började utan kartläggning före", "the participation started without mapping before it");
            case Condition.CarriedOver carried:
                return (carried.Expected == holds)
                    ? Say("deltagandet pågick redan när projektet började", "the participation was running when the project began")
                    : Say("deltagandet inte pågick redan när projektet började", "the participation was not running when the project began");
            case Condition.AgeAtStart age:
                return Choose(
                    "åldern vid start är ", "åldern vid start är okänd eller inte ", "the age at start is ", "the age at start is not known or not ")
                    + Ages(age);
            case Condition.ReferrerIn referrers:
                return Is("remittenten", "the referrer", Names<Referrer>("referrers", referrers.Mask));
            case Condition.FollowUpAnswerIn answers:
                return AnswerOf(answers.Mask, Choose)
                    ?? Is("uppföljningens svar", "the follow-up's answer", Names<FollowUpAnswer>("follow-up-answers", answers.Mask));
            case Condition.ReferralOutcomeIn outcomes:
                return Is("anvisningens utfall", "the referral's outcome", Names<ReferralOutcome>("referral-outcomes", outcomes.Mask));
            case Condition.Offered offered:
                return (offered.Expected == holds)
                    ? Say("en plats har erbjudits", "a place was offered")
                    : Say("ingen plats har erbjudits", "no place was offered");
            case Condition.InGoal inGoal:
                return InGoals([inGoal.Key], holds);
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "A condition without words.");
        }
    }

    private static long EndedAs(Ending ending) =>
        Enum.GetValues<ExitReason>().Where(r => ExitReasons.EndingOf(r) == ending).Aggregate(0L, (mask, r) => mask | (1L << (int)r));

    private static int Answers(Func<FollowUpAnswer, bool> fits) => Enum.GetValues<FollowUpAnswer>().Where(fits).Aggregate(0, (mask, a) => mask | (1 << (int)a));

    private static string? AnswerOf(int mask, Func<string, string, string, string, string> choose)
    {
        const string SvYes = "svaret innebär", SvNo = "svaret inte innebär", EnYes = "the answer means", EnNo = "the answer does not mean";
        foreach (var (means, sv, en) in new (Func<FollowUpAnswer, bool>, string, string)[]
        {
            (FollowUpAnswers.MeansFunctioningPlan, " en fungerande planering", " a functioning plan"),
            (FollowUpAnswers.MeansFunctioningMeasure, " en fungerande insats", " a functioning measure"),
        })
        {
            if (mask == Answers(means))
            {
                return choose(SvYes + sv, SvNo + sv, EnYes + en, EnNo + en);
            }

            if (mask == Answers(a => !means(a)))
            {
                return choose(SvNo + sv, SvYes + sv, EnNo + en, EnYes + en);
            }
        }

        return null;
    }

    /// <summary>
    /// Writes the kind of the offers in a mask. A mask covers offers with subsidy, without subsidy or both. The same applies to the field
    /// of work.
    /// </summary>
    private string OfferOf(int mask)
    {
        bool Has(bool subsidised, bool otherField) => (mask & JobOfferKinds.Bit(subsidised, otherField)) != 0;
        var (with, without) = (Has(true, true) || Has(true, false), Has(false, true) || Has(false, false));
        var (other, same) = (Has(true, true) || Has(false, true), Has(true, false) || Has(false, false));
        var subsidy = with == without ? string.Empty : with ? Say(" med lönestöd", " with wage subsidy") : Say(" utan lönestöd", " without wage subsidy");
        var field = other == same ? string.Empty : other
            ? Say(" inom ett annat område än det först avsedda", " in another field than first meant")
            : Say(" inom det först avsedda området", " in the field that was first meant");
        return subsidy + field;
    }

    private string Ages(Condition.AgeAtStart age) => age switch
    {
        { From: 0, To: 150 } => Say("känd", "known"),
        { From: 0 } => Say($"högst {age.To} år", $"at most {age.To}"),
        { To: 150 } => Say($"minst {age.From} år", $"at least {age.From}"),
        _ => Say($"{age.From}–{age.To} år", $"{age.From}–{age.To}"),
    };

    /// <summary>Returns the texts of the codes in a mask.</summary>
    private IEnumerable<string> Names<T>(string list, long mask)
        where T : struct, Enum =>
        from member in Enum.GetValues<T>()
        let bit = Convert.ToInt32(member, CultureInfo.InvariantCulture)
        where (mask & (1L << bit)) != 0
        select Say(CodeLists.All[list].Single(entry => entry.Code == Code.Format(member)).Text)!;

    private string TargetsOf(GoalDefinition goal)
    {
        if (goal.Targets.Count == 0)
        {
            return Say("Inget målvärde.", "No target.");
        }

        var targets = goal.Targets.Count == 1 && goal.Targets[0] is { Subproject: null, Gender: null } only
            ? LimitsOf(goal, only) + EachOf(goal)
            : string.Join("; ", goal.Targets.GroupBy(t => t.Subproject).Select(part => OfPart(goal, part.Key, [.. part])));
        var judged = goal.Judged switch
        {
            Judged.EachWindow => Say("Bedöms för varje period, när den är slut.", "Judged in every window, when it has ended."),
            Judged.CalendarYear => Say("Bedöms för hela kalenderår, när de är slut.", "Judged for whole calendar years, when they have ended."),
            Judged.ProjectEnd => Say("Bedöms när projektet har slutat.", "Judged when the project has ended."),
            _ => throw new ArgumentOutOfRangeException(nameof(goal)),
        };
        return $"{Say("Målvärde", "Target")}: {targets}. {judged}";
    }

    private string OfPart(GoalDefinition goal, string? subproject, IReadOnlyList<Target> targets)
    {
        var texts = targets.Select(t =>
            (t.Gender is { } gender ? GenderOf(gender) + " " : string.Empty) + LimitsOf(goal, t) + (t.Gender is null ? EachOf(goal) : string.Empty));
        return (subproject is null ? string.Empty : SubprojectName(subproject) + ": ") + And(texts);
    }

    private string EachOf(GoalDefinition goal) => goal.EachOf.Count switch
    {
        0 => string.Empty,
        1 => Say(" för ", " for ") + GenderOf(goal.EachOf[0]),
        _ => Say(" för ", " for ") + And(goal.EachOf.Select(GenderOf)) + Say(" var för sig", " each"),
    };

    private string GenderOf(Gender gender) => gender switch
    {
        Gender.Woman => Say("kvinnor", "women"),
        Gender.Man => Say("män", "men"),
        Gender.Other => Say("annan könsidentitet", "other gender identity"),
        _ => Say("uppgift saknas om kön", "gender not known"),
    };

    private string LimitsOf(GoalDefinition goal, Target target) => (goal.Measure == Measure.Duration ? "median " : string.Empty) + target switch
    {
        { AtLeast: { } lower, AtMost: { } upper } =>
            Say("mellan ", "between ") + Show(goal, lower, unit: false) + Say(" och ", " and ") + Show(goal, upper, unit: true),
        { AtLeast: { IsPercent: true } all } when goal.Measure == Measure.Share && all.Value == Fraction.From(1, 1) => "100 %",
        { AtLeast: { } lower } => Say("minst ", "at least ") + Show(goal, lower, unit: true),
        _ => Say("högst ", "at most ") + Show(goal, target.AtMost!, unit: true),
    };

    private string Show(GoalDefinition goal, Limit limit, bool unit)
    {
        var number = limit.IsPercent ? limit.Written.TrimEnd('%') : limit.Written;
        var shown = _swedish ? number.Replace('.', ',') : number;
        return shown + (goal.Measure, limit.IsPercent) switch
        {
            (Measure.Duration, _) when unit => Say(" dagar", " days"),
            (Measure.ChangeFromBaseline, _) when unit => Say(" procentenheters förändring", " percentage points of change"),
            (_, true) => " %",
            _ => string.Empty,
        };
    }

    private string And(IEnumerable<string> parts) => Joined([.. parts], Say("och", "and"));

    private string Or(IEnumerable<string> parts) => Joined([.. parts], Say("eller", "or"));

    private static string Joined(string[] parts, string last) => parts.Length < 2
        ? string.Concat(parts)
        : string.Join(", ", parts[..^1]) + $" {last} " + parts[^1];
}
