using OutcomeApi.Domain.Goals.Vocabulary;
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
    private int? _followUpMonths;
    private bool _isAboutFollowUps;

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
        var words = new GoalWords(project, goals, language)
        {
            _followUpMonths = goal.FollowUpMonths,
            _isAboutFollowUps = goal.Population is Population.FollowUpsDue or Population.FollowUpsAnswered,
        };
        return $"{words.KindOf(goal)}: {words.MeasureOf(goal)}. {words.TargetsOf(goal)}";
    }

    internal string Say(string sv, string en) => _swedish ? sv : en;

    internal string Choose(bool holds, string svYes, string svNo, string enYes, string enNo) => holds ? Say(svYes, enYes) : Say(svNo, enNo);

    internal string Is(bool holds, string sv, string en, IEnumerable<string> values) =>
        Choose(holds, $"{sv} är ", $"{sv} inte är ", $"{en} is ", $"{en} is not ") + Or(values);

    private string? Say(LocalizedText? text) => _swedish ? text?.Sv ?? text?.En : text?.En ?? text?.Sv;

    /// <summary>Says after how many months the follow-up is that the goal asks about.</summary>
    private string AfterMonths => (_followUpMonths ?? _project.UsualFollowUpMonths) switch
    {
        null => Say("efter avslut", "after the exit"),
        1 => Say("efter 1 månad", "after 1 month"),
        var months => Say($"efter {months} månader", $"after {months} months"),
    };

    /// <summary>Names the answer to the follow-up that the goal asks about. The months are said once.</summary>
    internal string Answer(string sv, string en) => Say(sv, en) + (_isAboutFollowUps ? string.Empty : " " + AfterMonths);

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
            Measure.Duration when goal.Between == DurationSpan.ExitToNextStep =>
                Say(
                    "median och längsta tid från avslut till nästa steg, där det har ett datum",
                    "median and longest time from exit to the next step, where it has a date")
                + Parts(goal) + Where(goal.Filter),
            Measure.Duration when goal.Between == DurationSpan.StartToFirstPlacement =>
                Say(
                    "median och längsta tid från start till första arbete eller studieplats",
                    "median and longest time from start to the first job or course")
                + Parts(goal) + Where(goal.Filter),
            Measure.QueueTime => Say(
                    "uppskattad kötid: antalet i kö gånger dagarna (120, eller färre) delat med antalet som har börjat under dem",
                    "estimated time in queue: those in queue times the days (120, or fewer), divided by those who started in them")
                + Parts(goal) + Where(goal.Filter),
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
                Population.FollowUpsDue => Say($"uppföljningar {AfterMonths} vars dag har kommit", $"follow-ups {AfterMonths} that are due"),
                Population.FollowUpsAnswered => Say($"uppföljningar {AfterMonths} som är besvarade", $"follow-ups {AfterMonths} that are answered"),
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

    internal string NameOfUnit(string code) => Say(_project.UnitOf(code)?.Name) ?? code;

    internal string NameOf(string goal) => Quote(_goals.TryGetValue(goal, out var definition) ? Say(definition.Text) ?? goal : goal);

    private string Quote(string? text) => _swedish ? $"”{text}”" : $"“{text}”";

    private string Where(Condition? condition, string joint = " ") => condition is null
        ? string.Empty
        : (joint == " " ? Say(" där ", " where ") : joint) + condition.Clause(this, holds: true, isPart: false);

    /// <summary>Writes several conditions as one clause.</summary>
    internal string Together(IReadOnlyList<Condition> parts, bool holds, bool isAnd, bool isPart)
    {
        if (parts.Count == 1)
        {
            return parts[0].Clause(this, holds, isPart);
        }

        var text = string.Join(isAnd ? Say(", och ", ", and ") : Say(", eller ", ", or "), parts.Select(part => part.Clause(this, holds, isPart: true)));
        return isPart ? $"({text})" : text;
    }

    /// <summary>Returns the texts of the codes in a mask.</summary>
    internal IEnumerable<string> Names<T>(string list, long mask)
        where T : struct, Enum =>
        CodeMask.Codes<T>(mask).Select(code => Say(CodeLists.All[list].Single(entry => entry.Code == Code.Format(code)).Text)!);

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
            (Measure.Duration or Measure.QueueTime, _) when unit => Say(" dagar", " days"),
            (Measure.ChangeFromBaseline, _) when unit => Say(" procentenheters förändring", " percentage points of change"),
            (_, true) => " %",
            _ => string.Empty,
        };
    }

    internal string And(IEnumerable<string> parts) => Joined([.. parts], Say("och", "and"));

    internal string Or(IEnumerable<string> parts) => Joined([.. parts], Say("eller", "or"));

    private static string Joined(string[] parts, string last) => parts.Length < 2
        ? string.Concat(parts)
        : string.Join(", ", parts[..^1]) + $" {last} " + parts[^1];
}
