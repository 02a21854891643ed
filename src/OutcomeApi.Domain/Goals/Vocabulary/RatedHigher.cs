using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>
/// Holds when a participant rates an area of a self-assessment higher than at the start. The start is the first rating of that occasion, and it is
/// compared with the latest later rating of the area that was given by the end of the window. A rating that follows the exit counts as given on the exit's day.
/// </summary>
/// <param name="Area">The area. Null for any area of any instrument.</param>
/// <param name="By">By how many points at least.</param>
public sealed record RatedHigher(string? Area, int By) : Condition
{
    private const string AreaName = "area", ByName = "by", Any = "any", Example = "{\"area\": \"health-and-work\", \"by\": 1}";

    /// <summary>The most points between the lowest and the highest score of an area, by any instrument: 4 and 20.</summary>
    private const int MostPoints = 16;

    private static readonly string[] Areas = [Any, .. Instruments.All.SelectMany(instrument => instrument.Areas).Select(area => area.Code)];

    private static readonly Form.Object Shape = new(
        "A self-assessment rates an area higher than the one at the start did. An empty object: any area, by 1.",
        (AreaName, Form.Words("The area, from the instruments. `any` when left out: at least one area.", Areas)),
        (ByName, new Form.Number("By how many points at least. 1 when left out.", 1, MostPoints)));

    internal static readonly Word Word = new("selfAssessment", Shape, Read);

    public override bool DependsOnWindow => true;

    public override bool Holds(in Subject subject)
    {
        var ratings = subject.Participation.Ratings;
        if (ratings.Count == 0)
        {
            return false;
        }

        foreach (var instrument in Instruments.All)
        {
            foreach (var area in instrument.Areas)
            {
                if ((Area is null || Area == area.Code) && HasRisen(instrument, area, ratings, subject))
                {
                    return true;
                }
            }
        }

        return false;
    }

    internal override string Clause(GoalWords words, bool holds, bool isPart)
    {
        var by = By.ToString(CultureInfo.InvariantCulture);
        return Instruments.FindArea(Area)?.Name is { } name
            ? words.Choose(
                holds,
                $"självskattningen av ”{name.Sv}” har stigit minst {by} från start till senaste",
                $"självskattningen av ”{name.Sv}” inte har stigit minst {by} från start till senaste",
                $"the self-assessment of “{name.En}” has risen by at least {by} from start to latest",
                $"the self-assessment of “{name.En}” has not risen by at least {by} from start to latest")
            : words.Choose(
                holds,
                $"självskattningen av något område har stigit minst {by} från start till senaste",
                $"självskattningen av inget område har stigit minst {by} från start till senaste",
                $"the self-assessment of some area has risen by at least {by} from start to latest",
                $"the self-assessment of no area has risen by at least {by} from start to latest");
    }

    private bool HasRisen(Instrument instrument, InstrumentArea area, IReadOnlyList<TakenRating> ratings, in Subject subject)
    {
        var exitedOn = subject.Participation.Exit?.On;
        (int? start, int? latest, DateOnly startedOn) = (null, null, default);
        var hasStart = false;
        for (var i = 0; i < ratings.Count; i++)
        {
            var rating = ratings[i];
            if (rating.Instrument != instrument.Id || (rating.On > exitedOn ? exitedOn.Value : rating.On) > subject.LastDay)
            {
                continue;
            }

            if (hasStart)
            {
                latest = rating.On > startedOn ? instrument.ScoreOf(area, rating.Ratings) ?? latest : latest;
            }
            else if (rating.Occasion == AssessmentOccasion.Start)
            {
                (hasStart, startedOn, start) = (true, rating.On, instrument.ScoreOf(area, rating.Ratings));
            }
        }

        return latest - start >= By * Instrument.PartsOfPoint;
    }

    private static RatedHigher? Read(GoalReading reading, JsonElement value, string at)
    {
        (string? area, int? by) = (null, null);
        var members = reading.Members<JsonElement>(value, at, Shape, Example, (member, pointer) =>
        {
            if (pointer.EndsWith("/" + AreaName, StringComparison.Ordinal))
            {
                area = reading.OneOf(member, pointer, Areas);
            }
            else
            {
                by = reading.WholeNumber(member, pointer, 1, MostPoints);
            }

            return member;
        });
        return members is null ? null : new RatedHigher(area == Any ? null : area, by ?? 1);
    }
}
