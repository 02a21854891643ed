namespace OutcomeApi.Domain.Reports;

/// <summary>Counts of women, of men, and of people of another or unknown gender together.</summary>
public readonly record struct GenderCounts(int Woman, int Man, int OtherOrUnknown)
{
    public int Total => Woman + Man + OtherOrUnknown;

    /// <summary>The three counts and their total.</summary>
    public IReadOnlyList<int> Numbers => [Woman, Man, OtherOrUnknown, Total];

    public static GenderCounts operator -(GenderCounts all, GenderCounts part) =>
        new(all.Woman - part.Woman, all.Man - part.Man, all.OtherOrUnknown - part.OtherOrUnknown);

    public static GenderCounts operator +(GenderCounts one, GenderCounts other) =>
        new(one.Woman + other.Woman, one.Man + other.Man, one.OtherOrUnknown + other.OtherOrUnknown);

    /// <summary>Adds up counts.</summary>
    public static GenderCounts Sum(IEnumerable<GenderCounts> counts) => counts.Aggregate(default(GenderCounts), (one, other) => one + other);

    /// <summary>Reads the counts that a row shows.</summary>
    public static GenderCounts From(ReportRow row) => new((int)row[GenderGroup.Woman]!, (int)row[GenderGroup.Man]!, (int)row[GenderGroup.OtherOrUnknown]!);

    /// <summary>Counts one person.</summary>
    public static GenderCounts One(Gender gender) => gender switch
    {
        Gender.Woman => new GenderCounts(1, 0, 0),
        Gender.Man => new GenderCounts(0, 1, 0),
        _ => new GenderCounts(0, 0, 1),
    };

    /// <summary>Counts participations by gender.</summary>
    public static GenderCounts From(IEnumerable<Participation> participations) => From(participations.Select(p => p.Gender));

    /// <summary>Counts the participations that meet the condition.</summary>
    public static GenderCounts From(IEnumerable<Participation> participations, Func<Participation, bool> counts) => From(participations.Where(counts));

    public static GenderCounts From(IEnumerable<Gender> genders)
    {
        var counts = default(GenderCounts);
        foreach (var gender in genders)
        {
            counts += One(gender);
        }

        return counts;
    }
}
