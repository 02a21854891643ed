using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reporting;

/// <summary>A row of the table of exits.</summary>
/// <param name="Key">The reason's code, or <c>total</c>.</param>
/// <param name="Reason">The reason; null for the total.</param>
public sealed record ExitRow(string Key, ExitReason? Reason, GenderCounts Counts)
{
    public Ending? Ending => Reason is { } reason ? ExitReasons.EndingOf(reason) : null;

    public OccupationGroup? Group => Reason is { } reason ? ExitReasons.GroupOf(reason) : null;
}

/// <summary>Exits by reason, with how each reason ends a participation and its occupation group.</summary>
public static class ExitTable
{
    public const string Total = "total";

    /// <summary>A row for every reason that the project uses, zeros too, then for those that it has used earlier, then the total.</summary>
    public static IReadOnlyList<ExitRow> Of(ProjectDefinition project, Cohort window, IReadOnlyList<Participation> participations)
    {
        var exits = participations.Where(p => !p.Anonymous && p.ExitedIn(window)).ToArray();
        return
        [
            .. project.ExitReasons.Select(Code.Parse<ExitReason>)
                .Union(exits.Select(p => p.Exit!.Reason).Order())
                .Where(reason => reason != ExitReason.RegisteredInError)
                .Select(reason => new ExitRow(Code.Of(reason), reason, GenderCounts.Of(exits, p => p.Exit!.Reason == reason))),
            new ExitRow(Total, null, GenderCounts.Of(exits, _ => true)),
        ];
    }
}
