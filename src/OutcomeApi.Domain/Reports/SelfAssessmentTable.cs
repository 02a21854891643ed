using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>A registered self-assessment.</summary>
/// <param name="Enrollment">The sender's reference of the enrollment.</param>
/// <param name="Reference">The sender's reference of the assessment.</param>
/// <param name="On">The day of the assessment.</param>
/// <param name="Occasion">The occasion in the participation.</param>
/// <param name="Ratings">A rating for each item of the instrument; null where none was given.</param>
/// <param name="Instrument">The id of the instrument.</param>
public sealed record RatedAssessment(
    string Enrollment, string Reference, DateOnly On, AssessmentOccasion Occasion, IReadOnlyList<int?> Ratings, string Instrument = Instruments.Usual);

/// <summary>
/// Computes the mean of the participants' ratings of themselves in each area of an instrument, with the number of ratings behind it, and how many have
/// rated of how many. Areas are never added up.
/// </summary>
/// <remarks>
/// <para>
/// An assessment belongs to the window of its day. Five values are shown of every area. <i>Start</i> is the participation's first
/// assessment of that occasion, and <i>exit</i> its last of that occasion, so each participation has at most one of each. <i>Latest</i> is
/// the last assessment in the window, whatever its occasion. <i>Change</i> is the mean of latest minus start. It covers the participations
/// whose latest assessment is later than their start, and the start may lie before the window. Someone who left an area empty is not in its
/// mean.
/// </para>
/// <para>
/// <i>Change to exit</i> is the mean of exit minus start, for those who have both: the exit lies in the window, and the start before it. Of how many:
/// a start rating is
/// expected of each who started in the window, a six-month rating of each who had been there for six months on a day of the window and had not exited
/// before it, and an exit rating of each who exited in the window, except the deceased. Whenever the rating was given, it counts.
/// </para>
/// <para>
/// Each instrument is shown by itself: <c>skapa</c> always, every other one when the project has an assessment by it. Means are exact and shown with two
/// decimals, half away from zero.
/// </para>
/// </remarks>
public sealed class SelfAssessmentTable
{
    public const string Area = "area";
    public const string Occasion = "occasion";

    public const string Start = "start";
    public const string Latest = "latest";
    public const string Exit = "exit";
    public const string Change = "change";

    /// <summary>The change from the start to the exit.</summary>
    public const string ChangeToExit = "change-to-exit";

    /// <summary>The label with the id of the instrument.</summary>
    public const string Instrument = "instrument";

    /// <summary>The end of the key, followed by the occasion, of a row that says how many have rated on an occasion.</summary>
    public const string With = "with-";

    /// <summary>After how many months in the project a six-month rating is expected.</summary>
    private const int Half = 6;

    private readonly Participation[] _identified;

    private readonly InUse[] _instruments;

    /// <param name="participations">The participations that are shown.</param>
    /// <param name="assessments">The assessments of these participations. Those of others are ignored.</param>
    public SelfAssessmentTable(IReadOnlyList<Participation> participations, IReadOnlyList<RatedAssessment> assessments)
    {
        _identified = [.. participations.Where(p => !p.Anonymous)];
        _instruments =
        [
            .. from instrument in Instruments.All
               let own = assessments.Where(a => a.Instrument == instrument.Id).ToLookup(a => a.Enrollment)
               where own.Count > 0 || instrument.Id == Instruments.Usual
               select new InUse(
                   instrument,
                   [.. _identified.Where(p => own.Contains(p.Reference)).Select(p => new Rater(p, ScoredOf(instrument, own[p.Reference])))],
                   own.Count > 0)
        ];
    }

    private static Scored[] ScoredOf(Instrument instrument, IEnumerable<RatedAssessment> assessments) =>
    [
        .. assessments.OrderBy(a => a.On).ThenBy(a => a.Occasion).ThenBy(a => a.Reference, StringComparer.Ordinal)
            .Select(a => new Scored(a.On, a.Occasion, [.. instrument.Areas.Select(area => instrument.ScoreOf(area, a.Ratings))]))
    ];

    /// <summary>Computes the count and the mean for each area and each of the five values.</summary>
    public IReadOnlyList<ReportRow> Of(Cohort window)
    {
        var rows = new List<ReportRow>();
        foreach (var (instrument, raters, _) in _instruments)
        {
            var chosen = raters.Where(r => r.Own.Any(a => window.Contains(a.On)))
                .Select(r => (r.Participation.Gender, Own: Chosen.Of(window, r.Own)))
                .ToArray();
            foreach (var (index, area) in instrument.Areas.Index())
            {
                AddRows(Start, own => own.Start?.Scores[index]);
                AddRows(Latest, own => own.Latest.Scores[index]);
                AddRows(Exit, own => own.Exit?.Scores[index]);
                AddRows(Change, own => own.Latest.Scores[index] - own.Before?.Scores[index]);
                AddRows(ChangeToExit, own => own.Exit?.Scores[index] - own.BeforeExit?.Scores[index]);

                void AddRows(string occasion, Func<Chosen, int?> score) =>
                    rows.AddRange(RowsOf(area.Code, occasion, chosen.Select(c => (c.Gender, score(c.Own)))));
            }
        }

        return rows;
    }

    /// <summary>Counts how many have rated of how many, for each instrument that the project uses.</summary>
    /// <param name="window">The window.</param>
    /// <param name="asOf">The day that counts as today. Nothing is expected of a day after it.</param>
    public IReadOnlyList<ReportRow> GivenIn(Cohort window, DateOnly asOf)
    {
        bool HasCome(DateOnly? day) => window.Contains(day) && day <= asOf;
        var rows = new List<ReportRow>();
        foreach (var (instrument, raters, _) in _instruments.Where(instrument => instrument.IsUsed))
        {
            AddGiven(AssessmentOccasion.Start, p => !p.CarriedOver && HasCome(p.StartedOn));
            AddGiven(AssessmentOccasion.SixthMonth, p => p.StartedOn.AddMonths(Half) is var day && HasCome(day) && !(p.Exit?.On < day));
            AddGiven(AssessmentOccasion.Exit, p => p.Exit is { Reason: not ExitReason.Deceased } exit && HasCome(exit.On));

            void AddGiven(AssessmentOccasion occasion, Func<Participation, bool> isExpected)
            {
                var have = raters.Where(r => r.Own.Any(a => a.Occasion == occasion)).Select(r => r.Participation.Reference).ToHashSet();
                var expected = GenderCounts.From(_identified, isExpected);
                var given = GenderCounts.From(_identified, p => isExpected(p) && have.Contains(p.Reference));
                var (key, code) = ($"{instrument.Id}:{With}{Code.Format(occasion)}", Code.Format(occasion));
                RowLabel[] labels = [new(Instrument, instrument.Id), new(Occasion, code)];
                rows.Add(ReportRow.Counts(key, Figure.Numerator, given, labels) with { People = expected });
                rows.Add(ReportRow.Counts(key, Figure.Denominator, expected, labels));
            }
        }

        return rows;
    }

    private static IEnumerable<ReportRow> RowsOf(string area, string occasion, IEnumerable<(Gender Gender, int? Score)> scores)
    {
        var given = scores.Where(s => s.Score is not null).Select(s => (s.Gender, Score: s.Score!.Value)).ToArray();
        var counts = ReportRow.Counts(
            $"{area}:{occasion}", GenderCounts.From(given.Select(s => s.Gender)), new RowLabel(Area, area), new RowLabel(Occasion, occasion));
        yield return counts;
        yield return counts with
        {
            Figure = Figure.Mean,
            Cells = ReportRow.CellsOf(
                Mean(gender => gender == Gender.Woman),
                Mean(gender => gender == Gender.Man),
                Mean(gender => gender is Gender.Other or Gender.Unknown),
                Mean(_ => true)),
        };

        decimal? Mean(Func<Gender, bool> isAbout)
        {
            var own = given.Where(s => isAbout(s.Gender)).ToArray();
            return own.Length == 0
                ? null
                : Math.Round((decimal)own.Sum(s => (long)s.Score) / (own.Length * Registrations.Instrument.PartsOfPoint), 2, MidpointRounding.AwayFromZero);
        }
    }

    /// <summary>An instrument that is shown, those who have rated by it, and whether the project uses it.</summary>
    private sealed record InUse(Instrument Instrument, Rater[] Raters, bool IsUsed);

    /// <summary>A participation with its assessments by one instrument, in order.</summary>
    private sealed record Rater(Participation Participation, Scored[] Own);

    /// <summary>An assessment with the score of each area, in parts of a point.</summary>
    private sealed record Scored(DateOnly On, AssessmentOccasion Occasion, int?[] Scores);

    /// <summary>Holds the assessments of one participation that a window shows.</summary>
    private sealed record Chosen(Scored? Start, Scored Latest, Scored? Exit, Scored? Before, Scored? BeforeExit)
    {
        /// <param name="window">The window.</param>
        /// <param name="assessments">All assessments of the participation, in order. At least one lies in the window.</param>
        public static Chosen Of(Cohort window, IReadOnlyList<Scored> assessments)
        {
            var known = assessments.TakeWhile(a => a.On <= window.To).ToArray();
            var start = known.FirstOrDefault(a => a.Occasion == AssessmentOccasion.Start);
            var exit = known.LastOrDefault(a => a.Occasion == AssessmentOccasion.Exit);
            var latest = known.Last(a => window.Contains(a.On));
            return new Chosen(
                window.Contains(start?.On) ? start : null,
                latest,
                window.Contains(exit?.On) ? exit : null,
                start is not null && start.On < latest.On ? start : null,
                start is not null && start.On < exit?.On ? start : null);
        }
    }
}
