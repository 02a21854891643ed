using System.Text.Json;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>When a placement that a condition asks about began.</summary>
public enum PlacementBegun
{
    /// <summary>In the window.</summary>
    InWindow,

    /// <summary>In the window or before it.</summary>
    ByEnd,
}

/// <summary>
/// Holds when a job or a course of this sort began while the support went on. A population of those supported in a window means those that began in it,
/// unless the definition says <c>by-end</c>.
/// </summary>
/// <param name="Kind">Work or studies. Null for both.</param>
/// <param name="Subsidised">Whether the work has a wage subsidy. Null when that does not matter.</param>
/// <param name="OpenToAll">Whether anybody could have applied for it. Null when that does not matter.</param>
/// <param name="LastedWeeks">The weeks that it must have lasted by the end of the window. Null for any time.</param>
/// <param name="Begun">When it began. Null as the population has it.</param>
public sealed record PlacedIn(PlacementKind? Kind, bool? Subsidised, bool? OpenToAll, int? LastedWeeks, PlacementBegun? Begun) : Condition
{
    private const int MostWeeks = 260;

    private const string KindName = "kind", SubsidisedName = "subsidised", OpenToAllName = "openToAll", LastedWeeksName = "lastedWeeks", BegunName = "begun";

    private static readonly Form.Object Shape = new(
        "A job or a course of this sort began while the support went on. An empty object: any.",
        (KindName, Form.Code<PlacementKind>("Work or studies. Both when left out.")),
        (SubsidisedName, new Form.Truth("`true`: with a wage subsidy. `false`: without one.")),
        (OpenToAllName, new Form.Truth("`true`: anybody could have applied for it. `false`: not anybody.")),
        (LastedWeeksName, new Form.Number("It has lasted this many weeks by the end of the window, or goes on and has lasted that long.", 1, MostWeeks)),
        (BegunName, Form.Code<PlacementBegun>(
            "`in-window`: it began in the window. `by-end`: it began in the window or before it. When left out, `in-window` among those supported in the "
            + "window, and `by-end` among others.")));

    internal static readonly Word Word = new("placement", Shape, Read);

    public override bool DependsOnWindow => true;

    public override bool AsksOfFirstDay => Begun != PlacementBegun.ByEnd;

    public override bool AsksOfOutcome => true;

    public override bool Holds(in Subject subject)
    {
        var from = Begun == PlacementBegun.ByEnd ? DateOnly.MinValue : subject.FirstDay;
        var placements = subject.Participation.Placements;
        for (var i = 0; i < placements.Count; i++)
        {
            var placement = placements[i];
            if (placement.StartedOn >= from && placement.StartedOn <= subject.LastDay
                && (Kind ?? placement.Kind) == placement.Kind
                && (Subsidised is null || placement.Subsidised == Subsidised)
                && (OpenToAll is null || placement.OpenToAll == OpenToAll)
                && (LastedWeeks is not { } weeks || placement.HasLasted(weeks, subject.LastDay)))
            {
                return true;
            }
        }

        return false;
    }

    public override Condition Among(IReadOnlyDictionary<string, int> goals, bool isOfSupported) =>
        Begun is null ? this with { Begun = isOfSupported ? PlacementBegun.InWindow : PlacementBegun.ByEnd } : this;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        (Kind switch
        {
            PlacementKind.Work => words.Choose(holds, "ett arbete", "inget arbete", "a job", "no job"),
            PlacementKind.Studies => words.Choose(holds, "en studieplats", "ingen studieplats", "a course", "no course"),
            _ => words.Choose(holds, "ett arbete eller en studieplats", "varken arbete eller studieplats", "a job or a course", "neither a job nor a course"),
        })
        + Either(Subsidised, words.Say(" med lönestöd", " with wage subsidy"), words.Say(" utan lönestöd", " without wage subsidy"))
        + Either(
            OpenToAll,
            words.Say(" som alla kunde söka", " that anybody could apply for"),
            words.Say(" som inte alla kunde söka", " that not anybody could apply for"))
        + words.Say(" har börjat under stödet", " began while the support went on")
        + (Begun switch
        {
            PlacementBegun.InWindow => words.Say(" i perioden", " in the window"),
            PlacementBegun.ByEnd => words.Say(" senast vid periodens slut", " by the end of the window"),
            _ => string.Empty,
        })
        + (LastedWeeks is { } weeks ? words.Say($" och har varat minst {weeks} veckor", $" and has lasted at least {weeks} weeks") : string.Empty);

    private static string Either(bool? which, string yes, string no) => which switch { true => yes, false => no, null => string.Empty };

    private static PlacedIn? Read(GoalReading reading, JsonElement value, string at)
    {
        (PlacementKind? kind, bool? subsidised, bool? openToAll, int? lastedWeeks, PlacementBegun? begun) = (null, null, null, null, null);
        var members = reading.Members<JsonElement>(value, at, Shape, "{\"kind\": \"work\"}", (member, pointer) =>
        {
            switch (pointer[(pointer.LastIndexOf('/') + 1)..])
            {
                case KindName:
                    kind = CodeOf<PlacementKind>(member, pointer);
                    break;
                case SubsidisedName:
                    subsidised = reading.Truth(member, pointer);
                    break;
                case OpenToAllName:
                    openToAll = reading.Truth(member, pointer);
                    break;
                case LastedWeeksName:
                    lastedWeeks = reading.WholeNumber(member, pointer, 1, MostWeeks);
                    break;
                default:
                    begun = CodeOf<PlacementBegun>(member, pointer);
                    break;
            }

            return member;
        });
        return members is null ? null : new PlacedIn(kind, subsidised, openToAll, lastedWeeks, begun);

        T? CodeOf<T>(JsonElement member, string pointer)
            where T : struct, Enum => reading.OneOf(member, pointer, Code.All<T>()) is { } code ? Code.Parse<T>(code) : null;
    }
}
