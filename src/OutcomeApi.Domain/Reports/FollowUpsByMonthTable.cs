using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The flow of the work list of follow-ups, month by month: what came onto it, what left it, what is still open. Other than the table of follow-ups this one
/// is about the calendar: a follow-up stands in the month in which it came due, whenever the exit was.
/// </summary>
/// <remarks>
/// Open at the start + newly due − answered − unobtainable = open at the end, for every gender, the total and every month. A follow-up that was answered
/// before its day never stood on the list; it is counted beside the balance.
/// </remarks>
/// <param name="asOf">The day that is today: the current month is shown up to it.</param>
/// <param name="participations">What is counted. All their exits matter, whenever they were.</param>
public sealed class FollowUpsByMonthTable(DateOnly asOf, IReadOnlyList<Participation> participations)
{
    public const string Month = ReportMonths.Month;

    public const string OpenAtStart = "open-at-start";

    /// <summary>The day of these came in the month, and nobody had answered before.</summary>
    public const string NewDue = "new-due";

    public const string Answered = "answered";
    public const string Unobtainable = "unobtainable";
    public const string OpenAtEnd = "open-at-end";

    /// <summary>Answered, or said to be unobtainable, in the month and before their day.</summary>
    public const string ClosedBeforeDue = "closed-before-due";

    private readonly FollowUp[] _followUps =
    [
        .. participations
            .Where(p => !p.Anonymous && p.Exit is not null && FollowUpTable.IsFollowedUp(p))
            .Select(p => new FollowUp(p.Gender, FollowUpTable.DueOn(p), p.FollowedUpOn, p.FollowUpAnswer is not null))
    ];

    private readonly Dictionary<Cohort, IReadOnlyList<ReportRow>> _months = [];

    /// <summary>Six rows for each month of the window that has begun.</summary>
    public IReadOnlyList<ReportRow> Of(Cohort window) => [.. ReportMonths.In(window, asOf).SelectMany(RowsOf)];

    /// <summary>Does every month balance, in every cell?</summary>
    public static bool Balances(IReadOnlyList<ReportRow> table) => table.GroupBy(row => row.Label(Month)).All(month =>
    {
        ReportRow Row(string key) => month.Single(r => r.Key == $"{key}:{month.Key}");
        return Row(OpenAtStart).Cells.All(cell =>
            cell.Value + Row(NewDue)[cell.Group] - Row(Answered)[cell.Group] - Row(Unobtainable)[cell.Group] == Row(OpenAtEnd)[cell.Group]);
    });

    private IReadOnlyList<ReportRow> RowsOf(Cohort month) => _months.TryGetValue(month, out var known) ? known : _months[month] =
    [
        Row(month, OpenAtStart, f => f.IsOpenInTheEveningOf(month.From.AddDays(-1))),
        Row(month, NewDue, f => f.WasListed && month.Contains(f.DueOn)),
        Row(month, Answered, f => f.WasListed && f.IsAnswered && month.Contains(f.ClosedOn)),
        Row(month, Unobtainable, f => f.WasListed && !f.IsAnswered && month.Contains(f.ClosedOn)),
        Row(month, OpenAtEnd, f => f.IsOpenInTheEveningOf(month.To)),
        Row(month, ClosedBeforeDue, f => !f.WasListed && month.Contains(f.ClosedOn)),
    ];

    private ReportRow Row(Cohort month, string key, Func<FollowUp, bool> counts)
    {
        var code = ReportMonths.CodeOf(month.From);
        return ReportRow.Counts($"{key}:{code}", GenderCounts.From(_followUps.Where(counts).Select(f => f.Gender)), new RowLabel(Month, code));
    }

    private readonly record struct FollowUp(Gender Gender, DateOnly DueOn, DateOnly? ClosedOn, bool IsAnswered)
    {
        public bool WasListed => !(ClosedOn < DueOn);

        public bool IsOpenInTheEveningOf(DateOnly day) => DueOn <= day && !(ClosedOn <= day);
    }
}
