using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reporting;

/// <summary>To whom final documentation was given, of the exits of a window.</summary>
public static class DocumentationTable
{
    public const string GivenToReferrer = "given-to-referrer";
    public const string GivenToParticipant = "given-to-participant";
    public const string GivenToBoth = "given-to-both";
    public const string Exits = "exits";

    public static IReadOnlyList<CountRow> Of(Cohort window, IReadOnlyList<Participation> participations)
    {
        var exits = participations.Where(p => !p.Anonymous && p.ExitedIn(window)).ToArray();
        return
        [
            new(GivenToReferrer, GenderCounts.Of(exits, p => p.Exit!.DocumentedToReferrer)),
            new(GivenToParticipant, GenderCounts.Of(exits, p => p.Exit!.DocumentedToParticipant)),
            new(GivenToBoth, GenderCounts.Of(exits, p => p.Exit is { DocumentedToReferrer: true, DocumentedToParticipant: true })),
            new(Exits, GenderCounts.Of(exits, _ => true)),
        ];
    }
}
