using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>The six areas of the self-assessment (<i>SKAPA</i>), in the order of the form.</summary>
public enum AssessmentArea
{
    /// <summary>Handling one's health in relation to work.</summary>
    HealthAndWork,

    /// <summary>Knowing what improves one's chances of a job.</summary>
    ChancesOfAJob,

    /// <summary>Time in everyday life to focus.</summary>
    TimeToFocus,

    /// <summary>Belief that one can manage a job.</summary>
    ManagingAJob,

    /// <summary>Belief that one's skills are of use at a workplace.</summary>
    SkillsOfUse,

    /// <summary>Ability to cooperate.</summary>
    Cooperation,
}

/// <summary>A registered self-assessment.</summary>
/// <param name="Enrollment">The sender's reference of the enrollment.</param>
/// <param name="Reference">The sender's reference of the assessment.</param>
/// <param name="On">The day of the assessment.</param>
/// <param name="Occasion">The occasion in the participation.</param>
/// <param name="Ratings">Six ratings from 1 to 5; null where none was given.</param>
public sealed record RatedAssessment(string Enrollment, string Reference, DateOnly On, AssessmentOccasion Occasion, IReadOnlyList<int?> Ratings);

/// <summary>
/// Computes the mean of the participants' ratings of themselves in each of six areas, with the number of ratings behind it. Areas are never
/// added up.
/// </summary>
/// <remarks>
/// <para>
/// An assessment belongs to the window of its day. Four values are shown of every area. <i>Start</i> is the participation's first
/// assessment of that occasion, and <i>exit</i> its last of that occasion, so each participation has at most one of each. <i>Latest</i> is
/// the last assessment in the window, whatever its occasion. <i>Change</i> is the mean of latest minus start. It covers the participations
/// whose latest assessment is later than their start, and the start may lie before the window. Someone who left an area empty is not in its
/// mean.
/// </para>
/// <para>Means are exact and shown with two decimals, half away from zero.</para>
/// </remarks>
public sealed class SelfAssessmentTable
{
    public const string Area = "area";
    public const string Occasion = "occasion";

    public const string Start = "start";
    public const string Latest = "latest";
    public const string Exit = "exit";
    public const string Change = "change";

    /// <summary>The assessments of each participation that has any, in the order of their days.</summary>
    private readonly (Gender Gender, RatedAssessment[] Own)[] _participants;

    /// <param name="participations">The participations that are shown.</param>
    /// <param name="assessments">The assessments of these participations. Those of others are ignored.</param>
    public SelfAssessmentTable(IReadOnlyList<Participation> participations, IReadOnlyList<RatedAssessment> assessments)
    {
        var byEnrollment = assessments.ToLookup(a => a.Enrollment);
        _participants =
        [
            .. participations.Where(p => !p.Anonymous && byEnrollment.Contains(p.Reference)).Select(p => (
                p.Gender,
                byEnrollment[p.Reference].OrderBy(a => a.On).ThenBy(a => a.Occasion).ThenBy(a => a.Reference, StringComparer.Ordinal).ToArray()))
        ];
    }

    /// <summary>Computes the count and the mean for each area and each of the four values.</summary>
    public IReadOnlyList<ReportRow> Of(Cohort window)
    {
        var participants = _participants
            .Where(p => p.Own.Any(a => window.Contains(a.On)))
            .Select(p => (p.Gender, Own: Chosen.Of(window, p.Own)))
            .ToArray();
        return
        [
            .. from area in Enum.GetValues<AssessmentArea>()
               let index = (int)area
               from occasion in new (string Code, Func<Chosen, int?> Rating)[]
               {
                   (Start, own => own.Start?.Ratings[index]),
                   (Latest, own => own.Latest.Ratings[index]),
                   (Exit, own => own.Exit?.Ratings[index]),
                   (Change, own => own.Latest.Ratings[index] - own.Before?.Ratings[index]),
               }
               let ratings = participants.Select(p => (p.Gender, Rating: occasion.Rating(p.Own)))
                   .Where(r => r.Rating is not null)
                   .Select(r => (r.Gender, r.Rating!.Value))
                   .ToArray()
               from row in RowsOf(Code.Format(area), occasion.Code, ratings)
               select row
        ];
    }

    private static IEnumerable<ReportRow> RowsOf(string area, string occasion, IReadOnlyList<(Gender Gender, int Rating)> ratings)
    {
        var counts = ReportRow.Counts(
            $"{area}:{occasion}", GenderCounts.From(ratings.Select(r => r.Gender)), new RowLabel(Area, area), new RowLabel(Occasion, occasion));
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
            var own = ratings.Where(r => isAbout(r.Gender)).ToArray();
            return own.Length == 0 ? null : Math.Round((decimal)own.Sum(r => r.Rating) / own.Length, 2, MidpointRounding.AwayFromZero);
        }
    }

    /// <summary>Holds the assessments of one participation that a window shows.</summary>
    private sealed record Chosen(RatedAssessment? Start, RatedAssessment Latest, RatedAssessment? Exit, RatedAssessment? Before)
    {
        /// <param name="window">The window.</param>
        /// <param name="assessments">All assessments of the participation, in order. At least one lies in the window.</param>
        public static Chosen Of(Cohort window, IReadOnlyList<RatedAssessment> assessments)
        {
            var known = assessments.TakeWhile(a => a.On <= window.To).ToArray();
            var start = known.FirstOrDefault(a => a.Occasion == AssessmentOccasion.Start);
            var exit = known.LastOrDefault(a => a.Occasion == AssessmentOccasion.Exit);
            var latest = known.Last(a => window.Contains(a.On));
            return new Chosen(
                window.Contains(start?.On) ? start : null,
                latest,
                window.Contains(exit?.On) ? exit : null,
                start is not null && start.On < latest.On ? start : null);
        }
    }
}
