using System.Globalization;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Writes a judgement in one to three plain sentences, for readers who understand percentages but are not used to intervals. Until a promise
/// is due, the sentences say how it stands, and never that it is or is not reached.
/// </summary>
/// <remarks>
/// The full text says the numbers, and which gender fails. Steering groups get their own text, which says only what they may see.
/// </remarks>
public static class JudgementSentence
{
    /// <summary>Writes the full text.</summary>
    /// <param name="judgement">The judgement.</param>
    /// <param name="figure">The figure that was judged.</param>
    /// <param name="language">The language of the text.</param>
    public static string Write(Judgement judgement, GoalFigure figure, Language language) =>
        new Text(judgement, figure, judgement.Rows, language) { NamesGenders = true }.Write();

    /// <summary>Writes the text for a steering group, which does not see the true genders. It does not say which gender fails.</summary>
    /// <param name="judgement">The judgement, by the true genders.</param>
    /// <param name="twoRows">The figure in two rows, whose numbers the text may say.</param>
    /// <param name="rows">The rows of that figure. Null when the text may say no number.</param>
    /// <param name="isTotalShown">Whether the total is shown. Otherwise the text says only the verdict or how the goal stands.</param>
    /// <param name="language">The language of the text.</param>
    public static string ForSteeringGroup(
        Judgement judgement, GoalFigure twoRows, IReadOnlyList<JudgedRow>? rows, bool isTotalShown, Language language) =>
        new Text(judgement, twoRows, rows, language) { SaysStandingOnly = !isTotalShown }.Write();

    /// <summary>Writes the text about one figure.</summary>
    private sealed class Text(Judgement judgement, GoalFigure figure, IReadOnlyList<JudgedRow>? rows, Language language)
    {
        private readonly GoalDefinition _goal = figure.Goal.Definition!;
        private readonly FigureWords _words = new(language, figure, judgement.QueueDays);

        public bool NamesGenders { get; init; }

        public bool SaysStandingOnly { get; init; }

        public string Write() => judgement.Verdict switch
        {
            Verdict.NoTarget when _goal.Targets.Count == 0 => Say("Inget målvärde är satt.", "No target is set."),
            Verdict.NoTarget => Say("I det här fönstret prövas inget mål.", "No target is judged in this window."),
            Verdict.NotDue when judgement.Due!.Value.HasPassed => JoinSentences(Numbers(string.Empty), _words.JudgedElsewhere(judgement.Due.Value)),
            Verdict.NotDue => JoinSentences(Numbers(Say("Hittills ", "So far ")), Target(), PaceSoFar(), Certainty()),
            Verdict.NotAssessable => _words.Reason(judgement.Reason!.Value, goalDecides: true),
            _ when _goal.Kind == GoalKind.Process => JoinSentences(Numbers(string.Empty), Target(), Certainty()),
            _ => JoinSentences(Outcome() + Failing() + ".", Certainty()),
        };

        /// <summary>Joins sentences, of which the first says the verdict or how the goal stands.</summary>
        private string JoinSentences(params IEnumerable<string> sentences) =>
            string.Join(' ', sentences.Where(sentence => sentence.Length > 0).Take(SaysStandingOnly ? 1 : int.MaxValue));

        private string Say(string sv, string en) => language == Language.Swedish ? sv : en;

        private string Outcome() => (_goal.Kind, judgement.Verdict == Verdict.Reached) switch
        {
            (GoalKind.DesiredEffect, true) => Say("Den önskade effekten har uppnåtts", "The desired effect has come about"),
            (GoalKind.DesiredEffect, false) => Say("Den önskade effekten har inte uppnåtts", "The desired effect has not come about"),
            (GoalKind.Capacity, true) => Say("Kapaciteten är utnyttjad", "The capacity is used"),
            (GoalKind.Capacity, false) => Say("Kapaciteten är inte utnyttjad", "The capacity is not used"),
            (_, true) => Say("Målet är nått", "The goal is reached"),
            (_, false) => Say("Målet är inte nått", "The goal is not reached"),
        };

        /// <summary>Says the numbers of the rows that decide, or only how they stand where the numbers may not be said.</summary>
        private string Numbers(string intro)
        {
            if (judgement.Standing == Standing.NotAssessable)
            {
                return _words.Reason(judgement.Reason!.Value, goalDecides: false);
            }

            if (rows is null)
            {
                return UpperFirst(intro + (judgement.Standing == Standing.Meets
                    ? Say("når resultatet målvärdet.", "the result meets the target.")
                    : Say("når resultatet inte målvärdet.", "the result does not meet the target.")));
            }

            var deciding = Judgement.Deciding(_goal, rows);
            return UpperFirst($"{intro}{string.Join(", ", deciding.Select(row => _words.About(row.Gender) + _words.Numbers(row)))}.");
        }

        private string Target()
        {
            var targets = Judgement.Deciding(_goal, judgement.Rows)
                .Select(row => (row.Gender, Limits: _words.Limits(row.Target!)))
                .ToArray();
            var limits = targets.Select(target => target.Limits).Distinct().Count() == 1
                ? targets[0].Limits + (targets.Length > 1 ? _words.Each([.. targets.Select(target => target.Gender!.Value)]) : string.Empty)
                : string.Join(", ", targets.Select(target => _words.About(target.Gender) + target.Limits));
            var noun = _goal.Kind switch
            {
                GoalKind.DesiredEffect => Say("Den önskade effekten är ", "The desired effect is "),
                GoalKind.Capacity => Say("Kapaciteten är ", "The capacity is "),
                GoalKind.Process => Say("Riktmärket är ", "The mark is "),
                _ => Say("Målet är ", "The goal is "),
            };
            return noun + limits + _words.When(_goal, judgement.Due!.Value) + ".";
        }

        /// <summary>Says whether a count keeps the pace that it needs. The numbers are those of the total.</summary>
        private string PaceSoFar() => rows?.Single(row => row.Gender is null) is not { MeetsTarget: { } keeps, Pace: { PerMonthNeeded: { } needed } pace }
            ? string.Empty
            : pace.Missing == 0 ? Say("Antalet är redan uppnått.", "The number is reached already.")
            : (keeps ? Say("Takten räcker: ", "The pace is enough: ") : Say("Takten räcker inte: ", "The pace is not enough: "))
                + $"{_words.Decimal(pace.PerMonthSoFar ?? 0)} {Say("i månaden hittills", "a month so far")}, "
                + $"{_words.Decimal(needed)} {Say("behövs.", "are needed.")}";

        /// <summary>Names the genders that fail the target, when each of several genders must meet it.</summary>
        private string Failing()
        {
            if (!NamesGenders || judgement.Verdict == Verdict.Reached || _goal.EachOf.Count < 2)
            {
                return string.Empty;
            }

            var failing = judgement.Rows
                .Where(row => row is { Gender: not null, MeetsTarget: false } && _goal.EachOf.Contains(row.Gender.Value))
                .Select(row => _words.Of(row.Gender!.Value));
            return Say(" bland ", " among ") + string.Join(Say(" och ", " and "), failing);
        }

        /// <summary>Says whether the result can be distinguished from chance. Only shares are uncertain in this way.</summary>
        private string Certainty() => judgement.Clear switch
        {
            null => string.Empty,
            true => Say(
                "Avståndet till målvärdet är större än vad slumpen rimligen kan förklara.",
                "The distance to the target is larger than chance can reasonably explain."),
            false when rows is null => Say("Resultatet går inte att skilja från målvärdet.", "The result can not be told from the target."),
            false => Say("Med ", "With ") + Deciding(rows)
                + Say(" går resultatet inte att skilja från målvärdet.", " the result can not be told from the target."),
        };

        /// <summary>Says how many the verdict is based on: all, or the number of each gender that must meet the target.</summary>
        private string Deciding(IReadOnlyList<JudgedRow> shown)
        {
            int CountOf(Gender? gender) => shown.Single(row => row.Gender == gender).Counts!.Value.Denominator!.Value;
            return _goal.EachOf.Count > 0
                ? string.Join(Say(" och ", " and "), _goal.EachOf.Select(gender => _words.Count(CountOf(gender), gender)))
                : _words.Count(CountOf(null), _goal.Population);
        }

        private static string UpperFirst(string text) => string.Concat(text[..1].ToUpper(CultureInfo.InvariantCulture), text.AsSpan(1));
    }
}
