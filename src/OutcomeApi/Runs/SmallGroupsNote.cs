using System.Globalization;

namespace OutcomeApi.Runs;

/// <summary>Explains to a steering group how to read an answer.</summary>
public sealed record SmallGroupsNote
{
    /// <summary>The threshold. Groups of at least 1 and fewer than this number are small.</summary>
    public required int Threshold { get; init; }

    /// <summary>What is shown and what is withheld, in plain words.</summary>
    public required string Text { get; init; }

    /// <summary>Builds the note. Returns null if the reader sees everything.</summary>
    public static SmallGroupsNote? From(int? k, Language language) => k is not { } threshold ? null : new SmallGroupsNote
    {
        Threshold = threshold,
        Text = language == Language.Swedish
            ? string.Create(CultureInfo.InvariantCulture, $"Kvinnor och män visas inte var för sig där en grupp är färre än {threshold}, ")
                + "och små kategorier visas tillsammans. "
                + "Personer med annan eller okänd könsidentitet är få; var och en räknas med kvinnorna eller männen. Totalerna är exakta. "
                + "Siffror från två perioder, tabeller eller dagar kan ändå dras från varandra."
            : string.Create(CultureInfo.InvariantCulture, $"Women and men are not shown apart where a group is smaller than {threshold}, ")
                + "and small categories are shown together. "
                + "People of another or unknown gender are few; each is counted with the women or with the men. Totals are exact. "
                + "Figures of two periods, tables or days can still be subtracted from each other.",
    };
}
