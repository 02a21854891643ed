using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reporting;

/// <summary>
/// The flow of the work list of follow-ups, month by month: what came onto it, what left it, what is still open. Other than the table of follow-ups this one
/// is about the calendar: a follow-up stands in the month in which it came due, whenever the exit was.
/// </summary>
/// <remarks>
/// Open at the start + newly due − answered − unobtainable = open at the end, for every gender, the total and every month. A follow-up that was answered
/// before its day never stood on the list; it is counted beside the balance.
/// </remarks>
public static class FollowUpsByMonthTable
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

    /// <summary>Six rows for each month of the window that has begun.</summary>
    /// <param name="asOf">The day that is today: the current month is shown up to it.</param>
    /// <param name="part">What is counted. All its exits matter, those before the window too.</param>
    public static IReadOnlyList<ReportRow> Of(DateOnly asOf, ReportPart part)
    {
        var followUps = part.Participations
            .Where(p => !p.Anonymous && p.Exit is not null && FollowUpTable.IsFollowedUp(p))
            .Select(p => new FollowUp(p.Gender, FollowUpTable.DueOn(p), p.FollowedUpOn, p.FollowUpAnswer is not null))
            .ToArray();
        return [.. ReportMonths.Of(part.Window, asOf).SelectMany(month => RowsOf(month, followUps))];
    }

    /// <summary>Does every month balance, in every cell?</summary>
    public static bool Balances(IReadOnlyList<ReportRow> table) => table.GroupBy(row => row.Label(Month)).All(month =>
    {
        ReportRow Row(string key) => month.Single(r => r.Key == $"{key}:{month.Key}");
        return Row(OpenAtStart).Cells.All(cell =>
            cell.Value + Row(NewDue)[cell.Who] - Row(Answered)[cell.Who] - Row(Unobtainable)[cell.Who] == Row(OpenAtEnd)[cell.Who]);
    });

    private static IEnumerable<ReportRow> RowsOf(Cohort month, IReadOnlyList<FollowUp> followUps)
    {
        yield return Row(OpenAtStart, f => f.IsOpenInTheEveningOf(month.From.AddDays(-1)));
        yield return Row(NewDue, f => f.WasListed && month.Contains(f.DueOn));
        yield return Row(Answered, f => f.WasListed && f.IsAnswered && month.Contains(f.ClosedOn));
        yield return Row(Unobtainable, f => f.WasListed && !f.IsAnswered && month.Contains(f.ClosedOn));
        yield return Row(OpenAtEnd, f => f.IsOpenInTheEveningOf(month.To));
        yield return Row(ClosedBeforeDue, f => !f.WasListed && month.Contains(f.ClosedOn));

        ReportRow Row(string key, Func<FollowUp, bool> counts)
        {
            var code = ReportMonths.CodeOf(month.From);
            return ReportRow.Counts($"{key}:{code}", GenderCounts.Of(followUps.Where(counts).Select(f => f.Gender)), new RowLabel(Month, code));
        }
    }

    private readonly record struct FollowUp(Gender Gender, DateOnly DueOn, DateOnly? ClosedOn, bool IsAnswered)
    {
        public bool WasListed => !(ClosedOn < DueOn);

        public bool IsOpenInTheEveningOf(DateOnly day) => DueOn <= day && !(ClosedOn <= day);
    }
}
