using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>Who has made a fidelity review.</summary>
public enum FidelityReviewer
{
    /// <summary>The team that is reviewed.</summary>
    OwnTeam,

    /// <summary>Another team that works with the same method.</summary>
    OtherTeam,

    /// <summary>Somebody who belongs to no such team.</summary>
    External,
}

/// <summary>An activity by which a team means to raise its score of an item.</summary>
public sealed record FidelityActivity
{
    /// <summary>The number of the item that the activity is about.</summary>
    [Description("The number of the item that the activity is about.")] // The contract's generator skips the comment of a property named as an indexer.
    [Required]
    [Reference]
    public string? Item { get; init; }

    /// <summary>What is to be done, as a text about the team, at most 500 characters. Nothing about a participant.</summary>
    [Required]
    [MaxLength(FidelityReview.LongestText)]
    public string? Activity { get; init; }

    /// <summary>The day by which it is to be done.</summary>
    [Required]
    public DateOnly? Until { get; init; }

    /// <summary>The day on which it was done; null: not yet.</summary>
    public DateOnly? DoneOn { get; init; }
}

/// <summary>A fidelity review (<i>programtrohetsmätning</i>). It scores an IPS team from 1 to 5 on the items of a scale.</summary>
public sealed record FidelityReview : Registration
{
    /// <summary>The greatest length of a text about the team, in characters.</summary>
    public const int LongestText = 500;

    /// <summary>The sender's own id of this review.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The day of the review.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>
    /// The id of the scale, from the code list <c>fidelity-scales</c>: <c>ips-25</c> for adults, <c>ips-y-35</c> for young adults.
    /// </summary>
    [Required]
    [Reference]
    public string? Scale { get; init; }

    /// <summary>The score of each item of the scale, 1–5. An item may be left out; the review is then partial and has no total.</summary>
    [Required]
    [Rating]
    public IReadOnlyDictionary<string, int>? Scores { get; init; }

    /// <summary>Who has made the review; null: not stated.</summary>
    [CodeOf(typeof(FidelityReviewer))]
    public string? Reviewer { get; init; }

    /// <summary>Comments by item, each a text about the team of at most 500 characters. Nothing about a participant.</summary>
    [MaxLength(LongestText)]
    public IReadOnlyDictionary<string, string>? Comments { get; init; }

    /// <summary>The development plan: what the team means to do about single items, by when, and what has been done.</summary>
    public IReadOnlyList<FidelityActivity>? Plan { get; init; }

    /// <summary>The sum of the scores of all items; null if the review is partial.</summary>
    [Computed]
    public int? Total { get; init; }

    /// <summary>The highest total that the scale allows.</summary>
    [Computed]
    public int? Maximum { get; init; }

    /// <summary>The band that the total falls in, as a code of the scale; null if the review is partial.</summary>
    [Computed]
    public string? Band { get; init; }

    /// <summary>The number of items that have a score.</summary>
    [Computed]
    public int? ItemsScored { get; init; }

    public override Registration Normalised() =>
        this with { Comments = Comments is { Count: 0 } ? null : Comments, Plan = Plan is { Count: 0 } ? null : Plan };

    /// <summary>Computes the total, the maximum, the band and the number of scored items, and returns the review with them.</summary>
    public FidelityReview With(FidelityScale scale)
    {
        var total = scale.TotalOf(Scores!);
        return this with
        {
            Total = total,
            Maximum = scale.Maximum,
            Band = total is { } points ? scale.BandOf(points).Code : null,
            ItemsScored = Scores!.Count,
        };
    }

    /// <summary>Finds the faults of the review itself, and those against the scales.</summary>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="scales">All scales that the service knows.</param>
    public IEnumerable<Fault> Faults(DateOnly today, IReadOnlyList<FidelityScale> scales)
    {
        var scale = scales.FirstOrDefault(s => s.Id == Scale);
        if (Scale is not null && scale is null)
        {
            yield return new Fault(FaultCodes.UnknownCode, "/scale", string.Join(", ", scales.Select(s => s.Id)));
        }

        if (Scores is { Count: 0 })
        {
            yield return new Fault(FaultCodes.RequiredMissing, "/scores");
        }

        var named = (Scores?.Keys ?? []).Select(item => (item, JsonPointer.Below("/scores", item)))
            .Concat((Comments?.Keys ?? []).Select(item => (item, JsonPointer.Below("/comments", item))))
            .Concat((Plan ?? []).Index().Where(p => p.Item.Item is not null).Select(p => (p.Item.Item!, JsonPointer.Below("/plan", p.Index) + "/item")));
        foreach (var (item, pointer) in named.Where(place => scale is not null && scale.Find(place.Item1) is null))
        {
            yield return new Fault(FaultCodes.UnknownCode, pointer, string.Join(", ", scale!.Items.Select(i => i.Item)));
        }

        foreach (var fault in RegistrationRules.InFuture(today, (On, "/on")).Concat((Plan ?? []).Index().SelectMany(p => DaysOf(p.Item, p.Index, today))))
        {
            yield return fault;
        }
    }

    /// <summary>Checks the days of an activity: it ends on the day of the review or later, and what has been done is not ahead.</summary>
    private IEnumerable<Fault> DaysOf(FidelityActivity activity, int index, DateOnly today)
    {
        var at = JsonPointer.Below("/plan", index);
        foreach (var (day, pointer) in new[] { (activity.Until, at + "/until"), (activity.DoneOn, at + "/doneOn") }.Where(day => day.Item1 < On))
        {
            yield return new Fault(FaultCodes.EndBeforeStart, pointer, RegistrationRules.Show(On!.Value));
        }

        foreach (var fault in RegistrationRules.InFuture(today, (activity.DoneOn, at + "/doneOn")))
        {
            yield return fault;
        }
    }

    /// <summary>Finds what is unusual about the review. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
