using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Computes the shares of follow-ups in which the person has a functioning plan, is in a functioning measure, or got each of the answers.
/// </summary>
/// <remarks>
/// Every share is shown on two bases: the follow-ups answered, and the follow-ups due. Due are those answered and those whose due day has
/// come. Both come with the lowest and the highest value that the share of those due can reach once all answers are in
/// (<see cref="MissingBounds"/>). Unobtainable follow-ups count as unanswered.
/// </remarks>
public static class FollowUpSharesTable
{
    public const string FunctioningPlan = "functioning-plan";
    public const string FunctioningMeasure = "functioning-measure";

    /// <summary>The label that names what is counted.</summary>
    public const string Counted = "counted";

    /// <summary>The label that names the basis of the share.</summary>
    public const string Basis = "basis";
    public const string OfAnswered = "answered";
    public const string OfDue = "due";

    public static IReadOnlyList<ReportRow> Compute(Projects.ProjectDefinition project, DateOnly asOf, ReportPart part) =>
        [.. project.FollowUpMonths.SelectMany(months => Compute(project.FollowUpAnswers, months, part.FollowUpsAfter(months, asOf)))];

    private static IEnumerable<ReportRow> Compute(IReadOnlyList<string> answers, int months, FollowUpTally followUps)
    {
        var due = followUps.Count(followUp => followUp.IsDue);
        var answered = followUps.Count(followUp => followUp.Answer is not null);
        return
        [
            .. RowsOf(FunctioningPlan, FollowUpAnswers.MeansFunctioningPlan),
            .. RowsOf(FunctioningMeasure, FollowUpAnswers.MeansFunctioningMeasure),
            .. followUps.AnswersOf(answers).SelectMany(answer =>
                RowsOf(FollowUpTable.AnswerPrefix + Code.Format(answer), given => given == answer)
                    .Select(row => row with { ListedWhenFilled = !answers.Contains(Code.Format(answer)) })),
        ];

        IEnumerable<ReportRow> RowsOf(string key, Func<FollowUpAnswer, bool> counts) => FollowUpSharesTable.RowsOf(
            FollowUpTable.KeyOf(key, months),
            months,
            followUps.Count(followUp => followUp.Answer is { } answer && counts(answer)),
            answered,
            due);
    }

    /// <summary>Adds up the numerators and denominators of several projects, and computes the shares and bounds from the sums.</summary>
    public static IReadOnlyList<ReportRow> Sum(IReadOnlyList<ReportRow> rows) =>
    [
        .. rows.GroupBy(FollowUpTable.MonthsOf)
            .OrderBy(months => months.Key)
            .SelectMany(months => Sum([.. months], months.Key))
    ];

    private static IReadOnlyList<ReportRow> Sum(IReadOnlyList<ReportRow> rows, int months)
    {
        GenderCounts SumOf(string counted, string basis, Figure figure) =>
            GenderCounts.Sum(rows.Where(row => row.Figure == figure && row.Label(Counted) == counted && row.Label(Basis) == basis).Select(GenderCounts.From));

        // A project has no row for an answer that it does not use, and none of its people gave that answer. So the denominators must be
        // taken from a row that every project has.
        var always = FollowUpTable.KeyOf(FunctioningPlan, months);
        var (answered, due) = (SumOf(always, OfAnswered, Figure.Denominator), SumOf(always, OfDue, Figure.Denominator));
        return
        [
            .. rows.GroupBy(row => row.Label(Counted)!).SelectMany(own => RowsOf(own.Key, months, SumOf(own.Key, OfAnswered, Figure.Numerator), answered, due)
                .Select(row => row with { ListedWhenFilled = own.All(r => r.ListedWhenFilled) }))
        ];
    }

    /// <summary>Computes the rows of one counted thing: five figures on each of the two bases.</summary>
    internal static IEnumerable<ReportRow> RowsOf(string key, int months, GenderCounts numerator, GenderCounts answered, GenderCounts due)
    {
        foreach (var (basis, denominator) in new[] { (OfAnswered, answered), (OfDue, due) })
        {
            RowLabel[] labels = [new RowLabel(Counted, key), new RowLabel(Basis, basis), FollowUpTable.LabelOf(months)];
            yield return RowOf(Figure.Numerator, counts => counts.Part);
            yield return RowOf(Figure.Denominator, counts => counts.Basis);
            yield return RowOf(Figure.Share, counts => counts.Basis == 0 ? null : Rounding.FourDecimals(Fraction.From(counts.Part, counts.Basis)));
            yield return RowOf(Figure.Lowest, counts => counts.Bounds is { } bounds ? Rounding.FourDecimals(bounds.Lowest) : null);
            yield return RowOf(Figure.Highest, counts => counts.Bounds is { } bounds ? Rounding.FourDecimals(bounds.Highest) : null);

            ReportRow RowOf(Figure figure, Func<(int Part, int Basis, (Fraction Lowest, Fraction Highest)? Bounds), decimal?> value)
            {
                decimal? Compute(Func<GenderCounts, int> who) =>
                    value((
                        who(numerator),
                        who(denominator),
                        figure is Figure.Lowest or Figure.Highest ? MissingBounds.Compute(who(numerator), who(answered), who(due)) : null));
                return new ReportRow
                {
                    Key = $"{key}:{basis}",
                    Figure = figure,
                    Labels = labels,
                    Cells = ReportRow.CellsOf(
                        Compute(counts => counts.Woman),
                        Compute(counts => counts.Man),
                        Compute(counts => counts.OtherOrUnknown),
                        Compute(counts => counts.Total)),
                    People = denominator,
                };
            }
        }
    }
}
