using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OutcomeApi.Features.Attainment;

namespace OutcomeApi.Pages.Projects;

/// <summary>A what-if question as its form sends it. Everything is text, so that the form can show again what was written.</summary>
public sealed record WhatIfQuestion
{
    /// <summary>The goal that is asked about: its key, and after a colon its part.</summary>
    [FromQuery(Name = "mal")]
    public string? Goal { get; init; }

    /// <summary>How many more women exit.</summary>
    [FromQuery(Name = "kvinnor")]
    public string? Women { get; init; }

    /// <summary>How many more men exit.</summary>
    [FromQuery(Name = "man")]
    public string? Men { get; init; }

    /// <summary>The reason of those exits.</summary>
    [FromQuery(Name = "orsak")]
    public string? Reason { get; init; }

    /// <summary>How many more women exit for another reason.</summary>
    [FromQuery(Name = "andrakvinnor")]
    public string? OtherWomen { get; init; }

    /// <summary>How many more men exit for another reason.</summary>
    [FromQuery(Name = "andraman")]
    public string? OtherMen { get; init; }

    /// <summary>The other reason.</summary>
    [FromQuery(Name = "annanorsak")]
    public string? OtherReason { get; init; }

    /// <summary>How many of the follow-ups that are due are answered.</summary>
    [FromQuery(Name = "svar")]
    public string? Answers { get; init; }

    /// <summary>What they are answered with.</summary>
    [FromQuery(Name = "svarsom")]
    public string? Answer { get; init; }

    /// <summary>A form that nobody has filled in.</summary>
    public static WhatIfQuestion Empty { get; } = new();

    /// <summary>The numbers that are no whole numbers within the limits of simulations, by the name of their field.</summary>
    public IReadOnlyList<string> WrongNumbers =>
    [
        .. new (string Name, string? Text)[] { ("kvinnor", Women), ("man", Men), ("andrakvinnor", OtherWomen), ("andraman", OtherMen), ("svar", Answers) }
            .Where(one => !string.IsNullOrWhiteSpace(one.Text) && one.Text.Trim() != "0" && NumberOf(one.Text) is null)
            .Select(one => one.Name)
    ];

    /// <summary>Returns the changes that are asked about.</summary>
    /// <param name="part">The part that the exits belong to. Null: the project itself.</param>
    /// <param name="on">The day of the exits.</param>
    public IReadOnlyList<SimulationChange> ChangesIn(string? part, DateOnly on)
    {
        SimulationChange? Exits(string? count, Gender gender, string? reason) => NumberOf(count) is not { } number ? null : new SimulationChange
        {
            Exits = new SimulatedExits { Count = number, Gender = Code.Format(gender), Reason = reason ?? string.Empty, Subproject = part, On = on },
        };
        SimulationChange?[] changes =
        [
            Exits(Women, Gender.Woman, Reason),
            Exits(Men, Gender.Man, Reason),
            Exits(OtherWomen, Gender.Woman, OtherReason),
            Exits(OtherMen, Gender.Man, OtherReason),
            NumberOf(Answers) is not { } answers ? null : new SimulationChange
            {
                FollowUps = new SimulatedFollowUps { Count = answers, Answer = Answer ?? string.Empty },
            },
        ];
        return [.. changes.OfType<SimulationChange>()];
    }

    private static int? NumberOf(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= SimulateHandler.MostPeople
            ? number
            : null;
}
