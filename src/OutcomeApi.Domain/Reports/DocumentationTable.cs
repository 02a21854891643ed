namespace OutcomeApi.Domain.Reports;

/// <summary>Counts, among the exits of a window, to whom the final documentation was given.</summary>
public static class DocumentationTable
{
    public const string GivenToReferrer = "given-to-referrer";
    public const string GivenToParticipant = "given-to-participant";
    public const string GivenToBoth = "given-to-both";
    public const string Exits = "exits";

    public static IReadOnlyList<ReportRow> Compute(ReportPart part)
    {
        var exits = part.Exits;
        var all = GenderCounts.From(exits);

        // Each of these rows counts a part of the exits, so all exits are the group that it is about.
        ReportRow PartOf(string key, GenderCounts counts) => ReportRow.Counts(key, counts) with { People = all };
        return
        [
            PartOf(GivenToReferrer, GenderCounts.From(exits, p => p.Exit!.DocumentedToReferrer)),
            PartOf(GivenToParticipant, GenderCounts.From(exits, p => p.Exit!.DocumentedToParticipant)),
            PartOf(GivenToBoth, GenderCounts.From(exits, p => p.Exit is { DocumentedToReferrer: true, DocumentedToParticipant: true })),
            ReportRow.Counts(Exits, all),
        ];
    }
}
