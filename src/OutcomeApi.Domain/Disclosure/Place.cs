using OutcomeApi.Domain.Calendar;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>Whom a figure is about.</summary>
public enum Whom
{
    Woman,
    Man,
    Other,
    Unknown,

    /// <summary>Other gender identity together with not known.</summary>
    OtherOrUnknown,
    Total,
}

/// <summary>Where figures stand: one row of attainment or of a report's table.</summary>
/// <param name="Table">Which table: the goals, or a section of the report.</param>
/// <param name="Row">Which row of it.</param>
/// <param name="Subproject">Subproject id; null: the project, or several subprojects pooled.</param>
/// <param name="Tertial">The tertial that the window ends with.</param>
/// <param name="Window">Which window.</param>
public sealed record Place(string Table, string Row, string? Subproject, Tertial Tertial, Window Window)
{
    /// <summary>What is kept visible for longer has a lower rank; of equals the oldest: it was seen first.</summary>
    public long RankOf(Whom whom)
    {
        var kind = (whom, Window) switch
        {
            (Whom.Total, Window.SinceStart) => 0,
            (Whom.Total, Window.YearToDate) => 1,
            (Whom.Woman or Whom.Man, Window.SinceStart) => 2,
            (Whom.Total, _) => 3,
            _ => 4,
        };
        return (kind * 1_000_000L) + Tertial.Index;
    }
}

/// <summary>How often one participation (or referral) counts at a place.</summary>
/// <param name="Place">The place.</param>
/// <param name="Number">Which of the place's numbers: 0, 1 …</param>
/// <param name="Times">How often: once, or not at all; more where events are counted.</param>
public readonly record struct Counting(Place Place, int Number, int Times);

/// <summary>What is shown at a place for each gender and the total.</summary>
/// <param name="Place">The place.</param>
/// <param name="Totals">The numbers that stand there for the total. They are shown together, and so are those of each gender.</param>
/// <param name="Whom">For whom there are figures.</param>
/// <param name="HasRest">The second number less the first is a number too: of a share, those who are in the denominator only.</param>
public sealed record PlaceOfFigures(Place Place, IReadOnlyList<int> Totals, IReadOnlyList<Whom> Whom, bool HasRest);
