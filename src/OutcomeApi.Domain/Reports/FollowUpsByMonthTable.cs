namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts the flow of the work list of follow-ups by month: what came onto it, what left it and what is still open. Unlike
/// <see cref="FollowUpTable"/>, this table follows the calendar: a follow-up counts in the month in which it became due, whenever the exit
/// was.
/// </summary>
/// <remarks>
/// Open at the start + newly due − answered − unobtainable = open at the end, for every month, gender and total. A follow-up that was
/// answered before its due day was never on the list. It is counted outside the balance.
/// </remarks>
/// <param name="project">The project, with the months after which it follows up. Each number of months has a work list of its own.</param>
/// <param name="asOf">The day that counts as today. The current month is shown up to this day.</param>
/// <param name="participations">The participations that are counted. All their exits matter, whenever they were.</param>
public sealed class FollowUpsByMonthTable(Projects.ProjectDefinition project, DateOnly asOf, IReadOnlyList<Participation> participations)
{
    public const string Month = ReportMonths.Month;

    public const string OpenAtStart = "open-at-start";

    /// <summary>Follow-ups that became due in the month and had not been closed before.</summary>
    public const string NewDue = "new-due";

    public const string Answered = "answered";
    public const string Unobtainable = "unobtainable";
    public const string OpenAtEnd = "open-at-end";

    /// <summary>Follow-ups that were answered or reported unobtainable in the month, before their due day.</summary>
    public const string ClosedBeforeDue = "closed-before-due";

    private readonly (int Months, FollowUp[] FollowUps)[] _lists =
    [
        .. from months in project.FollowUpMonths
           select (months, participations
               .Where(p => !p.Anonymous && p.Exit is not null && FollowUpTable.IsFollowedUp(p))
               .Select(p => FollowUp.From(p, months))
               .ToArray())
    ];

    private readonly Dictionary<Cohort, IReadOnlyList<ReportRow>> _months = [];

    /// <summary>Computes six rows for each work list and each month of the window that has begun.</summary>
    public IReadOnlyList<ReportRow> Of(Cohort window) => [.. ReportMonths.In(window, asOf).SelectMany(RowsOf)];

    /// <summary>Checks that every month balances, in every cell.</summary>
    public static bool Balances(IReadOnlyList<ReportRow> table) => table.GroupBy(row => (row.Label(FollowUpTable.Months), row.Label(Month))).All(month =>
    {
        ReportRow Row(string key) => month.Single(r => FollowUpTable.PlainKeyOf(r.Key) == $"{key}:{month.Key.Item2}");
        return Row(OpenAtStart).Cells.All(cell =>
            cell.Value + Row(NewDue)[cell.Group] - Row(Answered)[cell.Group] - Row(Unobtainable)[cell.Group] == Row(OpenAtEnd)[cell.Group]);
    });

    private IReadOnlyList<ReportRow> RowsOf(Cohort month) =>
        _months.TryGetValue(month, out var known) ? known : _months[month] = [.. _lists.SelectMany(list => RowsOf(month, list.Months, list.FollowUps))];

    private static IEnumerable<ReportRow> RowsOf(Cohort month, int months, FollowUp[] followUps)
    {
        var code = ReportMonths.CodeOf(month.From);
        var before = month.From.AddDays(-1);
        GenderCounts openAtStart = default, newDue = default, answered = default, unobtainable = default, openAtEnd = default, closedBeforeDue = default;
        foreach (var followUp in followUps)
        {
            var one = GenderCounts.One(followUp.Gender);
            var isClosed = month.Contains(followUp.ClosedOn);
            openAtStart += followUp.IsOpenInTheEveningOf(before) ? one : default;
            newDue += followUp.WasListed && month.Contains(followUp.DueOn) ? one : default;
            answered += isClosed && followUp is { WasListed: true, IsAnswered: true } ? one : default;
            unobtainable += isClosed && followUp is { WasListed: true, IsAnswered: false } ? one : default;
            openAtEnd += followUp.IsOpenInTheEveningOf(month.To) ? one : default;
            closedBeforeDue += isClosed && !followUp.WasListed ? one : default;
        }

        return
        [
            Row(OpenAtStart, openAtStart),
            Row(NewDue, newDue),
            Row(Answered, answered),
            Row(Unobtainable, unobtainable),
            Row(OpenAtEnd, openAtEnd),
            Row(ClosedBeforeDue, closedBeforeDue),
        ];

        ReportRow Row(string key, GenderCounts counts) => ReportRow.Counts(
            $"{FollowUpTable.KeyOf(key, months)}:{code}", counts, new RowLabel(Month, code), FollowUpTable.LabelOf(months));
    }

    private readonly record struct FollowUp(Gender Gender, DateOnly DueOn, DateOnly? ClosedOn, bool IsAnswered)
    {
        public static FollowUp From(Participation participation, int months)
        {
            var reported = participation.FollowUpAfter(months);
            return new FollowUp(participation.Gender, FollowUpTable.DueOn(participation, months), reported?.On, reported?.Answer is not null);
        }

        public bool WasListed => !(ClosedOn < DueOn);

        public bool IsOpenInTheEveningOf(DateOnly day) => DueOn <= day && !(ClosedOn <= day);
    }
}
