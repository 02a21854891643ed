using System.Globalization;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>Says the parts of a figure in words: numbers, limits, genders, days.</summary>
internal sealed class FigureWords(Language language, GoalFigure figure, int queueDays)
{
    private readonly GoalDefinition _goal = figure.Goal.Definition!;

    /// <summary>Says the numbers of a row. Example: <c>18 % (18 av 100)</c>.</summary>
    public string Numbers(JudgedRow row) => _goal.Measure switch
    {
        Measure.Count => Whole(row.Counts!.Value.Numerator),
        Measure.Milestone => $"{OutOf(row.Counts!.Value)} ({Day(figure.Reported!.On)})",
        Measure.Duration when row.Waiting!.Value.Started is { } waited => Say(
            $"median {Decimal(waited.Median)} dagar ({Count(waited.Count, (Population?)null)})",
            $"median {Decimal(waited.Median)} days ({Count(waited.Count, (Population?)null)})"),
        Measure.QueueTime when row.Counts is { } queue => Say(
            $"{Decimal(QueueTime.Estimate(queue, queueDays)!.Value)} dagar ({queue.Numerator} i kö, {queue.Denominator} började på {queueDays} dagar)",
            $"{Decimal(QueueTime.Estimate(queue, queueDays)!.Value)} days ({queue.Numerator} in queue, {queue.Denominator} started in {queueDays} days)"),
        Measure.Balance => Say(
            $"{row.Counts!.Value.Numerator} som började mot {row.Counts.Value.Denominator} som avslutade",
            $"{row.Counts!.Value.Numerator} who started to {row.Counts.Value.Denominator} who exited"),
        Measure.ChangeFromBaseline when figure.Reported is { Denominator: { } before } baseline =>
            Share(row.Counts!.Value) + Say(", mot ", ", against ") + Share(new Ratio(baseline.Numerator, before))
                + Say(" före projektet", " before the project"),
        _ => Share(row.Counts!.Value),
    };

    /// <summary>Says the limits of a target. Example: <c>20 %</c>, <c>högst 30 dagar</c>, <c>0,8–1,25</c>.</summary>
    public string Limits(Target target)
    {
        var days = _goal.Measure is Measure.Duration or Measure.QueueTime ? Say(" dagar", " days") : string.Empty;
        return target switch
        {
            { AtLeast: { } least, AtMost: { } most } => $"{Written(least)}–{Written(most)}{days}",
            { AtMost: { } most } => Say("högst ", "at most ") + Written(most) + days,
            _ when _goal.Measure == Measure.ChangeFromBaseline && target.AtLeast!.Value.Numerator == 0 =>
                Say("minst lika mycket som före projektet", "no less than before the project"),
            _ => Written(target.AtLeast!) + days,
        };
    }

    /// <summary>Says when the promise is judged, as the end of a sentence about the target.</summary>
    public string When(GoalDefinition goal, DueDay due) => goal.Judged switch
    {
        Judged.ProjectEnd => Say($" när projektet slutar {Day(due.On)}", $" when the project ends on {Day(due.On)}"),
        Judged.CalendarYear => Say($" för hela {due.On.Year}", $" for the whole of {due.On.Year}"),
        _ => Say($" för perioden till och med {Day(due.On)}", $" for the window until {Day(due.On)}"),
    };

    /// <summary>Says by which window a promise is judged whose time is over.</summary>
    public string JudgedElsewhere(DueDay due) => _goal switch
    {
        { Judged: Judged.ProjectEnd, Measure: Measure.ChangeFromBaseline } => Say(
            "Målet bedöms för projektets sista hela år.", "The goal is judged by the project's last whole year."),
        { Judged: Judged.ProjectEnd } => Say(
            $"Målet bedöms sedan projektets start; projektet slutade {Day(due.On)}.",
            $"The goal is judged since the project's start; the project ended on {Day(due.On)}."),
        _ => Say($"Målet bedöms för hela {due.On.Year}.", $"The goal is judged for the whole of {due.On.Year}."),
    };

    /// <summary>Says why there is nothing to assess.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="goalDecides">Whether the goal is due, so that the sentence adds that it can not be assessed.</param>
    public string Reason(NotAssessableReason reason, bool goalDecides)
    {
        var why = reason switch
        {
            // A goal for women and men each needs both. Which of them is missing is not said: steering groups read this sentence too.
            NotAssessableReason.DenominatorZero when _goal.EachOf.Count > 1 => NobodyAmong(_goal.EachOf),
            NotAssessableReason.DenominatorZero => Say("Det finns ingen att räkna på", "There is nobody to count"),
            NotAssessableReason.NothingReported => Say("Inget värde är inrapporterat", "No value has been reported"),
            NotAssessableReason.BaselineMissing => Say(
                "Jämförelsevärdet från före projektet är inte inrapporterat", "The value of before the project has not been reported"),
            NotAssessableReason.NobodyStarted => Say("Ingen anvisad har börjat", "Nobody who was referred has started"),
            NotAssessableReason.NotBegun => Say("Anvisningarna hade inte börjat", "Referrals had not begun"),
            _ => Say("Ingen har avslutat", "Nobody has exited"),
        };
        return why + (goalDecides ? Say(": målet går inte att bedöma.", ": the goal can not be assessed.") : ".");
    }

    public string About(Gender? gender) => gender is { } one ? Of(one) + " " : string.Empty;

    /// <summary>Says that each of the genders must meet the target.</summary>
    public string Each(IReadOnlyList<Gender> genders) =>
        Say(" för ", " for ") + string.Join(Say(" och ", " and "), genders.Select(Of)) + Say(" var för sig", " each");

    public string Of(Gender gender) => gender switch
    {
        Gender.Woman => Say("kvinnor", "women"),
        Gender.Man => Say("män", "men"),
        Gender.Other => Say("dem med annan könsidentitet", "those of other gender identity"),
        _ => Say("dem vars kön inte är känt", "those whose gender is not known"),
    };

    public string Count(int count, Gender gender) => (gender, count) switch
    {
        (Gender.Woman, 1) => Say("1 kvinna", "1 woman"),
        (Gender.Man, 1) => Say("1 man", "1 man"),
        (Gender.Woman or Gender.Man, _) => $"{count} {Of(gender)}",
        (Gender.Other, _) => $"{count} {Say("med annan könsidentitet", "of other gender identity")}",
        _ => $"{count} {Say("vars kön inte är känt", "whose gender is not known")}",
    };

    /// <summary>
    /// Names what a denominator counts. A denominator that is another goal's numerator has no population of its own, so it gets the general
    /// noun.
    /// </summary>
    public string Count(int count, Population? population) => population switch
    {
        Population.Exits when count == 1 => Say("1 avslut", "1 exit"),
        Population.Exits => $"{count} {Say("avslut", "exits")}",
        Population.FollowUpsAnswered or Population.FollowUpsDue when count == 1 => Say("1 uppföljning", "1 follow-up"),
        Population.FollowUpsAnswered or Population.FollowUpsDue => $"{count} {Say("uppföljningar", "follow-ups")}",
        Population.Referrals or Population.ReferralsClosedOrStarted or Population.ReferralsQueuedAtProjectStart
            when count == 1 => Say("1 anvisning", "1 referral"),
        Population.Referrals or Population.ReferralsClosedOrStarted or Population.ReferralsQueuedAtProjectStart
            => $"{count} {Say("anvisningar", "referrals")}",
        _ when count == 1 => Say("1 inskrivning", "1 participation"),
        _ => $"{count} {Say("inskrivningar", "participations")}",
    };

    /// <summary>Writes a number with at most one decimal, with the decimal sign of the language.</summary>
    public string Decimal(decimal number) => number.ToString("0.#", language == Language.Swedish ? SwedishNumbers : CultureInfo.InvariantCulture);

    private static readonly NumberFormatInfo SwedishNumbers = new() { NumberDecimalSeparator = "," };

    private string Say(string sv, string en) => language == Language.Swedish ? sv : en;

    private string Share(Ratio counts) => counts.Denominator is > 0 and var all
        ? $"{Rounding.WholePercent(Fraction.From(counts.Numerator, all))} % ({OutOf(counts)})"
        : OutOf(counts);

    private string OutOf(Ratio counts) => counts.Denominator is { } all ? $"{counts.Numerator} {Say("av", "of")} {all}" : Whole(counts.Numerator);

    private string Written(Limit limit) =>
        limit.IsPercent ? Localised(limit.Written.TrimEnd('%').Trim()) + " %" : Localised(limit.Written);

    private string Localised(string number) => language == Language.Swedish ? number.Replace('.', ',') : number;

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string NobodyAmong(IReadOnlyList<Gender> genders)
    {
        var any = string.Join(Say(" eller ", " or "), genders.Select(Of));
        return Say($"Bland {any} finns det ingen att räkna på", $"Among {any} there is nobody to count");
    }
}
