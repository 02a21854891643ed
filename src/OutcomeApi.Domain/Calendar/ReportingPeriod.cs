namespace OutcomeApi.Domain.Calendar;

/// <summary>The days whose events a figure counts.</summary>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Partial">The project's period cuts the window: its real first or last day is another than the calendar's.</param>
public sealed record Cohort(DateOnly From, DateOnly To, bool Partial)
{
    /// <summary>Does a day lie in it? A day that is not known does not.</summary>
    public bool Contains(DateOnly? day) => From <= day && day <= To;
}

/// <summary>A project's period as its reports see it: which tertials it overlaps, and the cohort of each window.</summary>
/// <param name="StartsOn">The project's first day.</param>
/// <param name="EndsOn">The project's last day.</param>
public sealed record ReportingPeriod(DateOnly StartsOn, DateOnly EndsOn)
{
    public Tertial First => Tertial.Containing(StartsOn);

    public Tertial Last => Tertial.Containing(EndsOn);

    public bool Contains(DateOnly day) => StartsOn <= day && day <= EndsOn;

    /// <summary>The tertials that overlap the project and have begun on the given day, in order.</summary>
    public IEnumerable<Tertial> TertialsBegunBy(DateOnly asOf)
    {
        for (var tertial = First; tertial <= Last && tertial.FirstDay <= asOf; tertial = new Tertial(tertial.Index + 1))
        {
            yield return tertial;
        }
    }

    /// <summary>The first tertial of the window that ends with <paramref name="tertial"/>, never before the project's first.</summary>
    public Tertial FirstOf(Tertial tertial, Window window)
    {
        var first = window switch
        {
            Window.Tertial => tertial,
            Window.YearToDate => new Tertial(tertial.Year, 1),
            _ => First,
        };
        return first < First ? First : first;
    }

    /// <summary>The days of a window, clipped to the project's period (not to today).</summary>
    public Cohort CohortOf(Tertial tertial, Window window)
    {
        var from = window switch
        {
            Window.Tertial => tertial.FirstDay,
            Window.YearToDate => new DateOnly(tertial.Year, 1, 1),
            _ => StartsOn,
        };
        var clippedFrom = from < StartsOn ? StartsOn : from;
        var clippedTo = tertial.LastDay > EndsOn ? EndsOn : tertial.LastDay;
        return new Cohort(clippedFrom, clippedTo, clippedFrom != from || clippedTo != tertial.LastDay);
    }
}
