namespace OutcomeApi.Domain.Reports;

/// <summary>To whom final documentation was given, of the exits of a window.</summary>
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

        // These rows are parts of the exits.
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
