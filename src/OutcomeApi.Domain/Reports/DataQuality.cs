using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>The severity of a finding.</summary>
public enum FindingClass
{
    /// <summary>A figure is wrong. The finding blocks the certification.</summary>
    Error,

    /// <summary>Somebody should look into it.</summary>
    Warning,

    /// <summary>Worth knowing when the figures are read.</summary>
    Note,
}

/// <summary>
/// Computes the table of what weakens the figures of a tertial. It covers the participations that were ongoing in the tertial and the
/// events that happened in it. Every check has a row, even if it found nothing. Two more rows each for starts and exits give the number of
/// days until they were received.
/// </summary>
public static class DataQuality
{
    /// <summary>The label that holds the severity of a finding.</summary>
    public const string Class = "class";

    /// <summary>The label that names the finding that a row is a part of.</summary>
    public const string Finding = "finding";

    /// <summary>The label that says why: the row counts the records of a finding that have this reason.</summary>
    public const string Why = "why";

    /// <summary>The label that names the kind of event whose receipt the row is about.</summary>
    public const string Record = "record";

    /// <summary>The median of the days from the events to their receipt.</summary>
    public const string DaysToReceiptMedian = "days-to-receipt-median";

    /// <summary>The number of days within which nine of ten events had been received.</summary>
    public const string DaysToReceiptNinetieth = "days-to-receipt-90";

    public const string GenderUnknown = "gender-unknown";
    public const string ExitReasonUnknown = "exit-reason-unknown";

    /// <summary>
    /// Exits whose final documentation has not been given to both the referrer and the participant. None is required for people who have
    /// died.
    /// </summary>
    public const string ExitWithoutDocumentation = "exit-without-documentation";

    /// <summary>
    /// Participations that are still open after more months than the project or subproject plans. They are judged at the end of the
    /// tertial, or today if that is earlier.
    /// </summary>
    public const string OpenLongerThanPlanned = "open-longer-than-planned";

    /// <summary>
    /// Referrals that were closed without stating a day. No window can count them as closed, and the queue still includes them.
    /// </summary>
    public const string ReferralClosedWithoutDate = "referral-closed-without-date";

    /// <summary>
    /// Starts and exits of the tertial that were received more than thirty days after they happened. A start and an exit count separately.
    /// </summary>
    public const string LateRegistration = "late-registration";

    /// <summary>Participations that overlap an earlier one of the same participant in the same subproject.</summary>
    public const string OverlappingEnrollment = "overlapping-enrollment";

    /// <summary>Computes one row per check, and two rows of days each for starts and exits. The rows have a total only.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="facts">The facts to check, without participations registered in error.</param>
    /// <param name="part">The same facts, in the days of the tertial.</param>
    /// <param name="overlaps">The participations among them that overlap an earlier one.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public static IReadOnlyList<ReportRow> Compute(
        ProjectDefinition project, Tertial tertial, ReportFacts facts, ReportPart part, IReadOnlyList<Overlap> overlaps, DateOnly asOf) =>
    [
        .. DataQualityChecks.Find(project, facts, part, overlaps, asOf)
            .Concat(facts.Starts is null ? [] : SenderVolumes.Alarms(SenderVolumes.Compute(tertial, facts.Starts, project.VolumeAlarm, asOf)))
            .SelectMany(finding => finding.Found.Where(record => record.Why is not null)
                .GroupBy(record => record.Why!)
                .OrderBy(why => why.Key, StringComparer.Ordinal)
                .Select(why => Count($"{finding.Code}:{why.Key}", why.Count(), new RowLabel(Finding, finding.Code), new RowLabel(Why, why.Key)))
                .Prepend(Count(finding.Code, finding.Found.Count, new RowLabel(Class, Code.Format(finding.Class))))),
        .. Lateness.Compute(part).SelectMany(late => new[]
        {
            Days(DaysToReceiptMedian, late, late.Median),
            Days(DaysToReceiptNinetieth, late, late.NinetiethPercentile),
        }),
    ];

    /// <summary>Reads how many records of a finding have which reason. Null if the finding gives no reasons, or nothing was found.</summary>
    public static IReadOnlyDictionary<string, int>? ReasonsOf(ReportTable table, string finding) =>
        table.Rows.Where(row => row.Label(Finding) == finding)
            .ToDictionary(row => row.Label(Why)!, row => (int)row[GenderGroup.Total]!) is { Count: > 0 } reasons
            ? reasons
            : null;

    private static ReportRow Count(string key, int count, params IReadOnlyList<RowLabel> labels) => new()
    {
        Key = key,
        Figure = Figure.Count,
        Labels = labels,
        Cells = [new ReportCell(GenderGroup.Total, count)],
        People = null,

        // Of the reasons, those are listed that occur.
        ListedWhenFilled = labels.Any(label => label.Name == Why),
    };

    private static ReportRow Days(string key, Lateness late, decimal? days) => new()
    {
        Key = $"{key}:{late.Kind}",
        Figure = Figure.Days,
        Labels = [new RowLabel(Record, late.Kind)],
        Cells = [new ReportCell(GenderGroup.Total, days)],
        People = null,
    };
}
