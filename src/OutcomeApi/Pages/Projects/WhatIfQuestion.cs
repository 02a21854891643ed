using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OutcomeApi.Features.Attainment;

namespace OutcomeApi.Pages.Projects;

/// <summary>A what-if question as its form sends it. Everything is text, so that the form can show again what was written.</summary>
/// <param name="Goal">The goal that is asked about: its key, and after a colon its part.</param>
/// <param name="Women">How many more women exit.</param>
/// <param name="Men">How many more men exit.</param>
/// <param name="Reason">The reason of those exits.</param>
/// <param name="OtherWomen">How many more women exit for another reason.</param>
/// <param name="OtherMen">How many more men exit for another reason.</param>
/// <param name="OtherReason">The other reason.</param>
/// <param name="Answers">How many of the follow-ups that are due are answered.</param>
/// <param name="Answer">What they are answered with.</param>
public sealed record WhatIfQuestion(
    [FromQuery(Name = "mal")] string? Goal,
    [FromQuery(Name = "kvinnor")] string? Women,
    [FromQuery(Name = "man")] string? Men,
    [FromQuery(Name = "orsak")] string? Reason,
    [FromQuery(Name = "andrakvinnor")] string? OtherWomen,
    [FromQuery(Name = "andraman")] string? OtherMen,
    [FromQuery(Name = "annanorsak")] string? OtherReason,
    [FromQuery(Name = "svar")] string? Answers,
    [FromQuery(Name = "svarsom")] string? Answer)
{
    /// <summary>A form that nobody has filled in.</summary>
    public static WhatIfQuestion Empty { get; } = new(null, null, null, null, null, null, null, null, null);

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
