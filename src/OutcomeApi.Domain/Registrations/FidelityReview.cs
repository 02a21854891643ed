using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>A fidelity review (<i>programtrohetsmätning</i>). It scores an IPS team from 1 to 5 on the items of a scale.</summary>
public sealed record FidelityReview : Registration
{
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

        foreach (var item in (Scores?.Keys ?? []).Where(item => scale?.Items.Contains(item) == false))
        {
            yield return new Fault(FaultCodes.UnknownCode, JsonPointer.Below("/scores", item), string.Join(", ", scale!.Items));
        }

        foreach (var fault in RegistrationRules.InFuture(today, (On, "/on")))
        {
            yield return fault;
        }
    }

    /// <summary>Finds what is unusual about the review. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
