using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reporting;

/// <summary>
/// Documented steps of the window: all, by kind, and by month, kind and subproject. Steps are counted, not people: whoever takes two counts twice.
/// </summary>
public static class StepTable
{
    public const string Month = ReportMonths.Month;
    public const string Kind = "kind";
    public const string Subproject = "subproject";

    public const string Total = "total";
    private const string KindPrefix = "kind:";

    /// <summary>
    /// The total and every kind, zeros too; then the months, of which only those combinations of month, kind and subproject are listed in which there was
    /// a step.
    /// </summary>
    public static IReadOnlyList<ReportRow> Of(ReportPart part)
    {
        var steps = part.Participations
            .Where(p => !p.Anonymous)
            .SelectMany(p => p.Steps.Where(step => part.Window.Contains(step.On)).Select(step => (p.Gender, p.Subproject, step.Kind, Month: ReportMonths.CodeOf(step.On))))
            .ToArray();
        return
        [
            RowOf(Total, null, null, null, steps.Select(s => s.Gender)),
            .. Enum.GetValues<StepKind>().Select(kind => RowOf(KindPrefix + Code.Of(kind), null, kind, null, steps.Where(s => s.Kind == kind).Select(s => s.Gender))),
            .. from step in steps
               group step.Gender by (step.Month, step.Kind, step.Subproject) into own
               orderby own.Key.Month, own.Key.Kind, own.Key.Subproject is null, own.Key.Subproject
               let key = $"{own.Key.Month}:{Code.Of(own.Key.Kind)}" + (own.Key.Subproject is { } subproject ? ":" + subproject : string.Empty)
               select RowOf(key, own.Key.Month, own.Key.Kind, own.Key.Subproject, own) with { ListedWhenFilled = true }
        ];
    }

    private static ReportRow RowOf(string key, string? month, StepKind? kind, string? subproject, IEnumerable<Gender> genders) => ReportRow.Counts(
        key,
        GenderCounts.Of(genders),
        new RowLabel(Month, month),
        new RowLabel(Kind, kind is { } k ? Code.Of(k) : null),
        new RowLabel(Subproject, subproject));
}
