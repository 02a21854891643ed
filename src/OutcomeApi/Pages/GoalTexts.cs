using System.Globalization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Pages.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Pages;

/// <summary>How the pages say a goal's standing and figures in one language.</summary>
/// <param name="Texts">Texts in the language of the page.</param>
internal sealed record GoalTexts(ReportTexts Texts)
{
    /// <summary>Names a goal, with its part where that is not what the page is about.</summary>
    public string NameOf(ProjectDefinition project, GoalDefinition goal, string? part) =>
        Texts.Of(goal.Text, goal.Key) + (part is null ? string.Empty : $" – {NameOf(project, part)}");

    /// <summary>Names a part of a project, or the project itself.</summary>
    public string NameOf(ProjectDefinition project, string? part) =>
        part is null ? Texts.Of(project.Name, project.Id) : Texts.Of(project.SubprojectOf(part)?.Name, part);

    /// <summary>Names what a page is about: a project, or a part of it.</summary>
    public string NameOf(ProjectScope scope) =>
        NameOf(scope.Project, null) + (scope.Part is null ? string.Empty : $", {NameOf(scope.Project, scope.Part)}");

    /// <summary>Names a code as the project does.</summary>
    public string NameOf(ProjectDefinition project, string list, string code) => Texts.Of(
        project.CodeTexts.GetValueOrDefault((list, code)) ?? CodeLists.All[list].FirstOrDefault(entry => entry.Code == code)?.Text, code);

    /// <summary>Says the verdict or the standing, and whether chance can explain it.</summary>
    public string JudgementOf(AttainmentItem item) => StandingOf(item) + (CertaintyOf(item) is { } certainty ? $", {certainty}" : string.Empty);

    /// <summary>Returns a sign beside the words, so that goals can be told apart at a glance and without colours.</summary>
    public static string SignOf(AttainmentItem item) => (item.Verdict, item.Standing) switch
    {
        ("reached", _) => "✓",
        ("not-reached", _) => "✗",
        ("not-due", "meets") => "▲",
        ("not-due", "misses") => "▼",
        ("no-target", _) => "·",
        _ => "?",
    };

    /// <summary>Says the verdict, or how the goal stands until it is due.</summary>
    private string StandingOf(AttainmentItem item) => (item.Verdict, item.Standing) switch
    {
        ("reached", _) => Texts.In("Nått", "Reached"),
        ("not-reached", _) => Texts.In("Inte nått", "Not reached"),
        ("not-due", "meets") => Texts.In("Når målvärdet hittills", "Meets the target so far"),
        ("not-due", "misses") => Texts.In("Når inte målvärdet hittills", "Does not meet the target so far"),
        ("no-target", _) => Texts.In("Följs utan målvärde", "Followed without a target"),
        (null, _) => Texts.In("Visas inte: gruppen är liten", "Not shown: the group is small"),
        _ => Texts.In("Kan inte bedömas", "Not assessable"),
    };

    /// <summary>Says whether chance can explain the distance to the target. Null where that is not a question.</summary>
    private string? CertaintyOf(AttainmentItem item) => item.Clear switch
    {
        true => Texts.In("säkert", "clear"),
        false => Texts.In("osäkert", "uncertain"),
        null => null,
    };

    /// <summary>Says the target of a goal, for each gender where they differ. Null when it has none.</summary>
    public string? TargetOf(AttainmentItem item) => GoalTables.LimitsOf(item, Texts);

    /// <summary>Names the people of a row.</summary>
    public string WhoIs(string gender) => Texts.Of(Code.Parse<GenderGroup>(gender));

    /// <summary>Writes the figure of a row: a share with what it is of, a count, days. "–" when there is none.</summary>
    public string FigureOf(AttainmentItem item, AttainmentRow row) => Code.Parse<Measure>(item.Measure) switch
    {
        _ when row.FewerThan is { } fewer => Texts.In($"färre än {fewer}", $"fewer than {fewer}"),
        _ when row.Hidden is not null => Texts.In("visas inte", "not shown"),
        Measure.Share or Measure.ChangeFromBaseline => row.Share is { } share
            ? $"{Percent(share)} ({OutOf(row)})"
            : Texts.In("ingen att räkna på", "nobody to count"),
        Measure.Duration => (Days(row.Days) ?? CellText.None)
            + (Days(row.StillQueued) is { } queued ? Texts.In($"; ännu i kö: {queued}", $"; still in queue: {queued}") : string.Empty),
        Measure.QueueTime => row.EstimatedDays is { } estimated
            ? Texts.In(
                $"{Number(estimated)} dagar ({row.Numerator} i kö, {row.Denominator} började på {row.OverDays} dagar)",
                $"{Number(estimated)} days ({row.Numerator} in queue, {row.Denominator} started in {row.OverDays} days)")
            : Texts.In($"{row.Numerator} i kö, ingen har börjat", $"{row.Numerator} in queue, nobody has started"),
        Measure.Balance => Texts.In(
            $"{Ratio(row)} ({row.Numerator} började, {row.Denominator} avslutade)", $"{Ratio(row)} ({row.Numerator} started, {row.Denominator} exited)"),
        _ when row.Numerator is null => CellText.None,
        _ => row.Denominator is null ? Number(row.Numerator.Value) : OutOf(row),
    };

    /// <summary>Writes the 95 % interval of a share. Null when there is none.</summary>
    public string? IntervalOf(AttainmentRow row) =>
        row.Interval is [var lower, var upper] ? $"{WholePercent(lower)}–{Percent(upper)}" : null;

    /// <summary>Writes a share as a whole percentage.</summary>
    public string Percent(decimal share) => CellText.Shown(share, CellKind.Share, Texts.Culture);

    /// <summary>Writes a number with at most two decimals.</summary>
    public string Number(decimal number) => CellText.Shown(number, CellKind.Count, Texts.Culture);

    /// <summary>Says the window of a figure with its days.</summary>
    public string WindowOf(AttainmentItem item) =>
        $"{Texts.Of(Code.Parse<Window>(item.Window))} {Texts.Of(new Cohort(item.Cohort.From, item.Cohort.To, item.Cohort.Partial))}";

    private string OutOf(AttainmentRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Numerator} {Texts.In("av", "of")} {row.Denominator}");

    private string Ratio(AttainmentRow row) => row.Ratio is { } ratio ? Number(ratio) : CellText.None;

    private string? Days(DaysWaited? days) => days?.Median is not { } median ? null : Texts.In(
        $"median {Number(median)} dagar, längst {days.Longest} (n {days.Count})", $"median {Number(median)} days, longest {days.Longest} (n {days.Count})");

    private static string WholePercent(decimal share) => Math.Round(share * 100, 0, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);
}
