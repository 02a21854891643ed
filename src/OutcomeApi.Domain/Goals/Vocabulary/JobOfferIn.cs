namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when there is a job offer of one of these kinds, see <see cref="JobOfferKinds"/>.</summary>
public sealed record JobOfferIn(int Mask) : Condition
{
    private const string Subsidised = "subsidised", OtherField = "otherField";

    private static readonly Form.Object Kind = new(
        "There is a job offer of this kind.",
        (Subsidised, new Form.Truth("`true`: with a wage subsidy. `false`: without one.")),
        (OtherField, new Form.Truth("`true`: in a field other than the one first intended. `false`: in that field.")));

    internal static readonly Word Word = new(
        "jobOffer",
        Kind,
        (reading, value, at) => reading.Members(value, at, Kind, "{\"subsidised\": false}", reading.Truth) is { } kind
            ? new JobOfferIn(JobOfferKinds.Mask(kind.GetValueOrDefault(Subsidised), kind.GetValueOrDefault(OtherField)))
            : null);

    public override bool AsksOfOutcome => true;

    public override bool Holds(in Subject subject) => (subject.Participation.JobOfferKinds & Mask) != 0;

    internal override string Clause(GoalWords words, bool holds, bool isPart) =>
        words.Choose(holds, "ett arbete har erbjudits", "inget arbete har erbjudits", "a job was offered", "no job was offered")
        + Only(JobOfferKinds.Mask(true, null), words.Say(" med lönestöd", " with wage subsidy"), words.Say(" utan lönestöd", " without wage subsidy"))
        + Only(
            JobOfferKinds.Mask(null, true),
            words.Say(" inom ett annat område än det först avsedda", " in another field than first meant"),
            words.Say(" inom det först avsedda området", " in the field that was first meant"));

    /// <summary>Says whether the offers are all among some kinds, or all among the others.</summary>
    private string Only(int kinds, string among, string others) => ((Mask & kinds) != 0, (Mask & ~kinds) != 0) switch
    {
        (true, false) => among,
        (false, true) => others,
        _ => string.Empty,
    };
}
