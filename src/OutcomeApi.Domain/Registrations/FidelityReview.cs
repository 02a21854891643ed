using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>A fidelity review (<i>programtrohetsmätning</i>): an IPS team is scored 1–5 on the items of a scale.</summary>
public sealed record FidelityReview : Registration
{
    /// <summary>The sender's own id of this review.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The day of the review.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>Id of the scale, see the code list <c>fidelity-scales</c>: <c>ips-25</c> for adults, <c>ips-y-35</c> for young adults.</summary>
    [Required]
    [Reference]
    public string? Scale { get; init; }

    /// <summary>A score, 1–5, for each item of the scale. An item may be missing: then the review is partial and has no total.</summary>
    [Required]
    [Rating]
    public IReadOnlyDictionary<string, int>? Scores { get; init; }

    /// <summary>Points of all items; null when the review is partial.</summary>
    [Computed]
    public int? Total { get; init; }

    /// <summary>Most points that the scale has.</summary>
    [Computed]
    public int? Maximum { get; init; }

    /// <summary>What the total means, a code of the scale; null when the review is partial.</summary>
    [Computed]
    public string? Band { get; init; }

    /// <summary>How many items are scored.</summary>
    [Computed]
    public int? ItemsScored { get; init; }

    /// <summary>The review with what follows from its scores.</summary>
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

    /// <summary>Everything that speaks against the registration.</summary>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="scales">The scales that there are.</param>
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
            yield return new Fault(FaultCodes.UnknownCode, RegistrationRules.Below("/scores", item), string.Join(", ", scale!.Items));
        }

        foreach (var fault in RegistrationRules.InFuture(today, (On, "/on")))
        {
            yield return fault;
        }
    }

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
