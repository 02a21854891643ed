using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>How much a finding weighs.</summary>
public enum FindingClass
{
    /// <summary>A figure is wrong. It blocks the certification.</summary>
    Error,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>Good to know when the figures are read.</summary>
    Note,
}

/// <summary>
/// What weakens the figures of a tertial: of those who were there in it, and of what happened in it. Every check is listed, also with nothing found; then how
/// many days it took until starts and exits were received.
/// </summary>
public static class DataQuality
{
    /// <summary>The label that says how much a finding weighs.</summary>
    public const string Class = "class";

    /// <summary>The label that says which events' receipt a row is about.</summary>
    public const string Record = "record";

    /// <summary>Days from the events to their receipt: the middle one.</summary>
    public const string DaysToReceiptMedian = "days-to-receipt-median";

    /// <summary>Days within which nine of ten events had come in.</summary>
    public const string DaysToReceiptNinetieth = "days-to-receipt-90";

    public const string GenderUnknown = "gender-unknown";
    public const string ExitReasonUnknown = "exit-reason-unknown";

    /// <summary>Exits whose final documentation the referrer or the participant has not been given. None is due for the deceased.</summary>
    public const string ExitWithoutDocumentation = "exit-without-documentation";

    /// <summary>Ongoing at the end of the tertial – today, when that lies ahead – for more months than the project or subproject plans.</summary>
    public const string OpenLongerThanPlanned = "open-longer-than-planned";

    /// <summary>Referrals closed on a day that is not stated: no window can count them, and the queue still does.</summary>
    public const string ReferralClosedWithoutDate = "referral-closed-without-date";

    /// <summary>Starts and exits of the tertial, each by itself, that were received more than thirty days later.</summary>
    public const string LateRegistration = "late-registration";

    /// <summary>Participations that overlap an earlier one of the same participant in the project.</summary>
    public const string OverlappingEnrollment = "overlapping-enrollment";

    /// <summary>A row for every check, and two of days for starts and exits. They have only a total.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="part">What is looked at, in the window of the tertial.</param>
    /// <param name="starts">What the senders have registered; null: senders are not looked at.</param>
    /// <param name="asOf">The day that is today.</param>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, Tertial tertial, ReportPart part, IReadOnlyList<SenderStarts>? starts, DateOnly asOf) =>
    [
        .. DataQualityChecks.Find(project, part.Window, part.Participations, part.Referrals, asOf)
            .Concat(starts is null ? [] : SenderVolumes.Alarms(SenderVolumes.Compute(tertial, starts, project.VolumeAlarm, asOf)))
            .Select(finding => new ReportRow
        {
            Key = finding.Code,
            Figure = Figure.Count,
            Labels = [new RowLabel(Class, Code.Format(finding.Class))],
            Cells = [new ReportCell(GenderGroup.Total, finding.Records.Count)],
            People = null,
        }),
        .. Lateness.Compute(part.Window, part.Participations).SelectMany(late => new[]
        {
            Days(DaysToReceiptMedian, late, late.Median),
            Days(DaysToReceiptNinetieth, late, late.NinetiethPercentile),
        }),
    ];

    private static ReportRow Days(string key, Lateness late, decimal? days) => new()
    {
        Key = $"{key}:{late.Kind}",
        Figure = Figure.Days,
        Labels = [new RowLabel(Record, late.Kind)],
        Cells = [new ReportCell(GenderGroup.Total, days)],
        People = null,
    };
}
