using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Reporting;

/// <summary>
/// How many of the follow-ups say that the person has a functioning plan, is in a functioning measure, or each of the answers: of those answered, and
/// of those due – the answered ones and those whose day has come. Beside both stands what the share of those due can be when all answers are in
/// (<see cref="MissingBounds"/>): unobtainable ones count as unanswered.
/// </summary>
public static class FollowUpSharesTable
{
    public const string FunctioningPlan = "functioning-plan";
    public const string FunctioningMeasure = "functioning-measure";

    /// <summary>The label that names what is counted.</summary>
    public const string Counted = "counted";

    /// <summary>The label that names what the share is of.</summary>
    public const string Basis = "basis";
    public const string OfAnswered = "answered";
    public const string OfDue = "due";

    /// <summary>In the order of <see cref="GenderCounts.Numbers"/>.</summary>
    private static readonly Who[] WhoOfCounts = [Who.Woman, Who.Man, Who.OtherOrUnknown, Who.Total];

    public static IReadOnlyList<ReportRow> Of(IReadOnlyList<string> answers, DateOnly asOf, params IReadOnlyList<ReportPart> parts)
    {
        var followedUp = parts.SelectMany(part => part.Exits).Where(FollowUpTable.IsFollowedUp).ToArray();
        var due = followedUp.Where(p => p.FollowUpAnswer is not null || FollowUpTable.DueOn(p) <= asOf).ToArray();
        var answered = due.Where(p => p.FollowUpAnswer is not null).ToArray();
        return
        [
            .. RowsOf(FunctioningPlan, FollowUpAnswers.MeansFunctioningPlan),
            .. RowsOf(FunctioningMeasure, FollowUpAnswers.MeansFunctioningMeasure),
            .. FollowUpTable.AnswersOf(answers, followedUp).SelectMany(answer => RowsOf(FollowUpTable.AnswerPrefix + Code.Of(answer), given => given == answer)
                .Select(row => row with { ListedWhenFilled = !answers.Contains(Code.Of(answer)) })),
        ];

        IEnumerable<ReportRow> RowsOf(string key, Func<FollowUpAnswer, bool> counts) => FollowUpSharesTable.RowsOf(
            key, GenderCounts.Of(answered, p => counts(p.FollowUpAnswer!.Value)), GenderCounts.Of(answered), GenderCounts.Of(due));
    }

    private static IEnumerable<ReportRow> RowsOf(string key, GenderCounts numerator, GenderCounts answered, GenderCounts due)
    {
        int[] behind =
        [
            .. numerator.Numbers, .. answered.Numbers, .. due.Numbers, .. (answered - numerator).Numbers, .. (due - numerator).Numbers, .. (due - answered).Numbers,
        ];
        foreach (var (basis, denominator) in new[] { (OfAnswered, answered), (OfDue, due) })
        {
            yield return RowOf(Figure.Numerator, numerator.Numbers.Select(n => (decimal?)n));
            yield return RowOf(Figure.Denominator, denominator.Numbers.Select(n => (decimal?)n));
            yield return RowOf(
                Figure.Share,
                numerator.Numbers.Zip(denominator.Numbers, (part, all) => all == 0 ? (decimal?)null : Rounding.FourDecimals(Fraction.Of(part, all))));
            yield return RowOf(Figure.Lowest, Bounds().Select(b => b is { } bounds ? Rounding.FourDecimals(bounds.Lowest) : (decimal?)null));
            yield return RowOf(Figure.Highest, Bounds().Select(b => b is { } bounds ? Rounding.FourDecimals(bounds.Highest) : (decimal?)null));

            ReportRow RowOf(Figure figure, IEnumerable<decimal?> cells) => new()
            {
                Key = $"{key}:{basis}",
                Figure = figure,
                Labels = [new RowLabel(Counted, key), new RowLabel(Basis, basis)],
                Cells = [.. WhoOfCounts.Zip(cells, (who, value) => new ReportCell(who, value))],
                Behind = behind,
            };
        }

        IEnumerable<(Fraction Lowest, Fraction Highest)?> Bounds() =>
            Enumerable.Range(0, WhoOfCounts.Length).Select(i => MissingBounds.Of(numerator.Numbers[i], answered.Numbers[i], due.Numbers[i]));
    }
}
