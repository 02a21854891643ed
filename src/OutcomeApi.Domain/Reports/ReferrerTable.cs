using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts referrals, and starts of identified participations, by referrer. The rows of each add up to the flow's referred and started.
/// </summary>
public static class ReferrerTable
{
    /// <summary>The label that names the referrer, and its value where no referrer is stated.</summary>
    public const string Referrer = "referrer";
    public const string NotStated = "not-stated";

    private const string ReferredPrefix = "referred:";
    private const string StartedPrefix = "started:";

    /// <summary>
    /// Computes both rows for every referrer of the project, also if the counts are zero, for the referrers that it used earlier, and for
    /// those not stated.
    /// </summary>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, ReportPart part)
    {
        var referred = part.Referrals.Where(r => part.Window.Contains(r.ReferredOn)).ToArray();
        var started = part.Participations.Where(p => !p.Anonymous && p.StartedIn(part.Window)).ToArray();
        return
        [
            .. CodesOf(project, referred.Concat(started)).SelectMany(referrer => new[]
            {
                RowOf(ReferredPrefix, referrer, referred),
                RowOf(StartedPrefix, referrer, started),
            }.Select(row => row with { ListedWhenFilled = !IsListed(project, referrer) }))
        ];
    }

    /// <summary>Lists the referrers to show: those of the project, others that the participations name, then not stated.</summary>
    internal static IEnumerable<string> CodesOf(ProjectDefinition project, IEnumerable<Participation> participations) =>
        project.Referrers
            .Union(participations.Select(p => p.Referrer).OfType<Referrer>().Distinct().Order().Select(Code.Format))
            .Append(NotStated);

    /// <summary>Decides whether the referrer is listed even if it has referred nobody.</summary>
    internal static bool IsListed(ProjectDefinition project, string referrer) => referrer == NotStated || project.Referrers.Contains(referrer);

    internal static string CodeOf(Participation participation) => participation.Referrer is { } referrer ? Code.Format(referrer) : NotStated;

    private static ReportRow RowOf(string prefix, string referrer, IReadOnlyList<Participation> participations) => ReportRow.Counts(
        prefix + referrer, GenderCounts.From(participations, p => CodeOf(p) == referrer), new RowLabel(Referrer, referrer));
}
