namespace OutcomeApi.Domain.Calendar;

/// <summary>The range of days whose events a figure counts.</summary>
/// <param name="From">The first day, inclusive.</param>
/// <param name="To">The last day, inclusive.</param>
/// <param name="Partial">Whether the project's period cuts the window, so that its first or last day differs from the calendar's.</param>
public sealed record Cohort(DateOnly From, DateOnly To, bool Partial)
{
    /// <summary>Determines whether a day lies in the range. An unknown (null) day does not.</summary>
    public bool Contains(DateOnly? day) => From <= day && day <= To;
}

/// <summary>A project's period as used for its reports: the tertials that it overlaps, and the cohort of each window.</summary>
/// <param name="StartsOn">The project's first day.</param>
/// <param name="EndsOn">The project's last day.</param>
public sealed record ReportingPeriod(DateOnly StartsOn, DateOnly EndsOn)
{
    public Tertial First => Tertial.Containing(StartsOn);

    public Tertial Last => Tertial.Containing(EndsOn);

    public bool Contains(DateOnly day) => StartsOn <= day && day <= EndsOn;

    /// <summary>Lists the tertials that overlap the project and have begun by the given day, in order.</summary>
    public IEnumerable<Tertial> TertialsBegunBy(DateOnly asOf)
    {
        for (var tertial = First; tertial <= Last && tertial.FirstDay <= asOf; tertial = new Tertial(tertial.Index + 1))
        {
            yield return tertial;
        }
    }

    /// <summary>
    /// Returns the first tertial of the window that ends with <paramref name="tertial"/>, but no tertial before the project's first.
    /// </summary>
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

    /// <summary>Computes the days of a window, clipped to the project's period but not to today.</summary>
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
