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

    /// <summary>The label that names the referrer's unit.</summary>
    public const string Unit = "unit";

    /// <summary>The beginnings of the keys of the rows about units.</summary>
    public const string ReferredUnitPrefix = "referred-unit:";
    public const string StartedUnitPrefix = "started-unit:";

    private const string ReferredPrefix = "referred:";
    private const string StartedPrefix = "started:";

    /// <summary>
    /// Computes both rows for every referrer of the project, also if the counts are zero, for the referrers that it used earlier, and for
    /// those not stated. The units of referrers follow in the same way, if the project names any.
    /// </summary>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, ReportPart part)
    {
        var referred = part.Referrals.Where(r => part.Window.Contains(r.ReferredOn)).ToArray();
        var started = part.Started;
        var (referredBy, startedBy) = (new Tally<string>(referred, CodeOf), new Tally<string>(started, CodeOf));
        return
        [
            .. CodesOf(project, referred.Concat(started).Select(p => p.Referrer).Distinct()).SelectMany(referrer => new[]
            {
                RowOf(ReferredPrefix, referrer, referredBy),
                RowOf(StartedPrefix, referrer, startedBy),
            }.Select(row => row with { ListedWhenFilled = !IsListed(project, referrer) })),
            .. UnitRows(project, ReferredUnitPrefix, referred),
            .. UnitRows(project, StartedUnitPrefix, started),
        ];
    }

    private static IEnumerable<ReportRow> UnitRows(ProjectDefinition project, string prefix, IReadOnlyList<Participation> counted)
    {
        var others = counted.Select(p => p.ReferrerUnit).OfType<string>().Where(code => project.UnitOf(code) is null).Distinct()
            .Order(StringComparer.Ordinal).ToArray();
        var named = project.ReferrerUnits.Select(unit => unit.Code).ToArray();
        return named.Length == 0 ? [] : named.Concat(others).Append(NotStated).Select(code => ReportRow.Counts(
            prefix + code,
            GenderCounts.From(counted, p => (p.ReferrerUnit ?? NotStated) == code),
            new RowLabel(Referrer, project.UnitOf(code)?.Referrer ?? NotStated),
            new RowLabel(Unit, code)) with
        {
            ListedWhenFilled = others.Contains(code),
        });
    }

    /// <summary>Lists the referrers to show: those of the project, others that are named, then not stated.</summary>
    internal static IEnumerable<string> CodesOf(ProjectDefinition project, IEnumerable<Referrer?> named) =>
        project.Referrers
            .Union(named.OfType<Referrer>().Distinct().Order().Select(Code.Format))
            .Append(NotStated);

    /// <summary>Decides whether the referrer is listed even if it has referred nobody.</summary>
    internal static bool IsListed(ProjectDefinition project, string referrer) => referrer == NotStated || project.Referrers.Contains(referrer);

    internal static string CodeOf(Referrer? referrer) => referrer is { } named ? Code.Format(named) : NotStated;

    private static string CodeOf(Participation participation) => CodeOf(participation.Referrer);

    private static ReportRow RowOf(string prefix, string referrer, Tally<string> people) =>
        ReportRow.Counts(prefix + referrer, people[referrer], new RowLabel(Referrer, referrer));
}
