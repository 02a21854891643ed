using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Describes those who exited in a window: what they brought with them at the start and what they left with. Only what was stated is counted. A person of
/// whom something is not stated is counted on a row of its own, so that no table leaves anybody out.
/// </summary>
/// <remarks>
/// <para>
/// The rows of education, extent, age and occupation add up to the exits. A person may have several sources of income and is then on several rows, so these
/// rows may add up to more. An extent is asked of exits to work or studies. Another exit without an extent is on the row <see cref="NotApplicable"/>.
/// </para>
/// <para>
/// Half of those who stated their months have at most the median, a quarter at most the lower quarter, three quarters at most the upper quarter. In an ordered
/// list of n, it is the value in the place n × p, rounded up; where n × p is whole, it is the mean of that value and the next. For the median this is the
/// usual mean of the two in the middle.
/// </para>
/// </remarks>
public static class BeforeAndAfterTable
{
    /// <summary>Everybody who exited: the n of the tables.</summary>
    public const string Exits = "exits";

    /// <summary>The category of those of whom it is not stated.</summary>
    public const string NotStated = ReferrerTable.NotStated;

    /// <summary>The category of exits to something else than work or studies, without an extent.</summary>
    public const string NotApplicable = "not-applicable";

    /// <summary>The tables. The key of a row is the name of its table, a colon and the category.</summary>
    public const string EducationTable = "education";
    public const string IncomeAtStart = "income-at-start";
    public const string IncomeAtExit = "income-at-exit";
    public const string Extent = "extent";
    public const string Age = "age-at-start";

    /// <summary>The table of change: <c>occupation:</c>, the occupation at the start, a colon and the occupation at the exit.</summary>
    public const string Occupation = "occupation";

    /// <summary>The labels of a row in the table of change.</summary>
    public const string AtStart = "at-start";
    public const string AtExit = "at-exit";

    /// <summary>What is asked in months. A key is one of these, a hyphen and a figure.</summary>
    public static readonly IReadOnlyList<string> MonthsAsked = ["months-without-work", "months-on-sick-leave", "months-on-public-support"];

    /// <summary>How many have stated their months.</summary>
    public const string Stated = "stated";
    public const string LowerQuarter = "lower-quarter";
    public const string Median = "median";
    public const string UpperQuarter = "upper-quarter";

    /// <summary>The extents, in percent of full time, and the ages, each with its least number.</summary>
    private static readonly (int Least, string Code)[] Extents = [(1, "1-24"), (25, "25-49"), (50, "50-74"), (75, "75-99"), (100, "100")];

    private static readonly (int Least, string Code)[] Ages =
        [(0, "under-20"), (20, "20-24"), (25, "25-29"), (30, "30-39"), (40, "40-49"), (50, "50-59"), (60, "60-and-over")];

    private static readonly Education[] Educations = [.. Enum.GetValues<Education>().Where(education => education != Education.Unknown)];

    private static readonly OccupationGroup?[] Occupations = [.. Enum.GetValues<OccupationGroup>(), null];

    private static readonly IncomeSource[] Sources = Enum.GetValues<IncomeSource>();

    private static readonly Func<Participation, int?>[] MonthsOf = [p => p.MonthsWithoutWork, p => p.MonthsOnSickLeave, p => p.MonthsOnPublicSupport];

    /// <summary>
    /// Computes the exits, then the tables of education, income, extent and age, the months, and last the table of change. Every category has a row, also if
    /// it counts nobody.
    /// </summary>
    public static IReadOnlyList<ReportRow> Compute(ReportPart part)
    {
        var exits = part.Exits;
        var changes = new Tally<(OccupationGroup?, OccupationGroup?)>(exits, p => (p.OccupationAtStart, p.Exit!.Occupation));
        return
        [
            ReportRow.Counts(Exits, GenderCounts.From(exits)),
            .. Table(EducationTable, [.. Educations.Select(Code.Format), NotStated], EducationOf),
            .. Incomes(IncomeAtStart),
            .. Incomes(IncomeAtExit),
            .. Table(Extent, [.. Extents.Select(extent => extent.Code), NotApplicable, NotStated], ExtentOf),
            .. Table(Age, [.. Ages.Select(age => age.Code), NotStated], p => p.AgeAtStart is { } age ? BandOf(Ages, int.Max(age, 0)) : Ages.Length),
            .. MonthsAsked.Zip(MonthsOf).SelectMany(asked => Months(asked.First, exits, asked.Second)),
            .. from start in Occupations
               from exit in Occupations
               select ReportRow.Counts(
                   $"{Occupation}:{CodeOf(start)}:{CodeOf(exit)}",
                   changes[(start, exit)],
                   new RowLabel(AtStart, CodeOf(start)),
                   new RowLabel(AtExit, CodeOf(exit))),
        ];

        IEnumerable<ReportRow> Table(string table, string[] categories, Func<Participation, int> placeOf)
        {
            var own = new Tally<int>(exits, placeOf);
            return categories.Select((category, place) => ReportRow.Counts($"{table}:{category}", own[place]));
        }

        IEnumerable<ReportRow> Incomes(string table)
        {
            var own = new Tally<int>(exits, p => IncomesOf(table, p));
            return IncomeCategories.Select((category, index) => ReportRow.Counts($"{table}:{category}", own.Sum(sources => HasIncome(sources, index))));
        }
    }

    /// <summary>
    /// Finds the lines in which steering groups see the sources of income. There are none unless everyone is a woman or a man, because nobody else is in a
    /// steering group's table.
    /// </summary>
    public static IReadOnlyList<SharedLines> LinesOf(ReportPart part)
    {
        if (part.People.HaveOthers)
        {
            return [];
        }

        return
        [
            .. new[] { IncomeAtStart, IncomeAtExit }
                .SelectMany(table => new SharedCategories(Sources.Length + 1, part.Exits, CategoriesOf(table, part.Exits)).LinesOf(table + ":"))
        ];
    }

    private static IEnumerable<(int Category, int Person)> CategoriesOf(string table, IReadOnlyList<Participation> exits)
    {
        for (var person = 0; person < exits.Count; person++)
        {
            var sources = IncomesOf(table, exits[person]);
            for (var category = 0; category <= Sources.Length; category++)
            {
                if (HasIncome(sources, category))
                {
                    yield return (category, person);
                }
            }
        }
    }

    private static IEnumerable<string> IncomeCategories => [.. Code.All<IncomeSource>(), NotStated];

    private static int IncomesOf(string table, Participation p) => table == IncomeAtStart ? p.IncomeAtStart : p.Exit!.Income;

    /// <summary>Determines whether somebody with these sources is in the category: that of a source, or the last one, of those without any stated.</summary>
    private static bool HasIncome(int sources, int index) => index == Sources.Length ? sources == 0 : (sources & (1 << (int)Sources[index])) != 0;

    /// <summary>
    /// Finds the place of the education among the categories. Whoever is stated to have an unknown one has told as little as somebody of whom nothing is
    /// stated.
    /// </summary>
    private static int EducationOf(Participation p) =>
        p.Education is { } education and not Education.Unknown ? Array.IndexOf(Educations, education) : Educations.Length;

    private static int ExtentOf(Participation p) =>
        p.Exit!.Extent is { } extent ? BandOf(Extents, extent)
        : ExitReasons.GroupOf(p.Exit.Reason) is OccupationGroup.Work or OccupationGroup.Studies ? Extents.Length + 1
        : Extents.Length;

    private static int BandOf((int Least, string Code)[] bands, int number)
    {
        var band = bands.Length - 1;
        while (bands[band].Least > number)
        {
            band--;
        }

        return band;
    }

    private static string CodeOf(OccupationGroup? group) => group is { } stated ? Code.Format(stated) : NotStated;

    /// <summary>
    /// Computes the rows about one number of months. Those who stated it and those who did not are parts of the exits, so all exits are the group that these
    /// two rows are about. The other rows are about those who stated it.
    /// </summary>
    private static IEnumerable<ReportRow> Months(string asked, IReadOnlyList<Participation> exits, Func<Participation, int?> monthsOf)
    {
        var all = GenderCounts.From(exits);
        var stated = new OrderedNumbers([.. exits.Where(p => monthsOf(p) is not null).Select(p => (p.Gender, monthsOf(p)!.Value))]);
        var people = stated.People;
        return
        [
            ReportRow.Counts($"{asked}-{Stated}", people) with { People = all },
            ReportRow.Counts($"{asked}-{NotStated}", all - people) with { People = all },
            Row(LowerQuarter, 1),
            Row(Median, 2),
            Row(UpperQuarter, 3),
        ];

        ReportRow Row(string figure, int quarters) => new()
        {
            Key = $"{asked}-{figure}",
            Figure = Figure.Months,
            Cells = stated.CellsOf(ordered => QuarterOf(ordered, quarters)),
            People = people,
        };
    }

    /// <summary>Finds the value that one, two or three quarters of an ordered list lie below.</summary>
    private static decimal QuarterOf(int[] ordered, int quarters)
    {
        var place = ordered.Length * quarters;
        return place % 4 == 0 ? (ordered[(place / 4) - 1] + ordered[place / 4]) / 2m : ordered[place / 4];
    }
}
