using System.Text.Json;

namespace OutcomeApi.Client;

/// <summary>A complete project as data. It is the body of PUT /projects/{id} and the content of the files db/projects/*.json.</summary>
public sealed record Project
{
    /// <summary>Id of the project, as in the address. May be omitted.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the project.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Id of the association that owns the project.</summary>
    public required string Association { get; init; }

    /// <summary>First day of the project.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>Last day of the project.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>Organisations behind the project.</summary>
    public required IReadOnlyList<string>? Parties { get; init; }

    /// <summary>Day on which referrals began, if later than the first day. Paces and forecasts start here.</summary>
    public required DateOnly? PaceFrom { get; init; }

    /// <summary>Planned length of a participation, in months.</summary>
    public required int? PlannedMonths { get; init; }

    /// <summary>Usual ages at the start of a participation. Other ages give a warning.</summary>
    public required AgeRange? Ages { get; init; }

    /// <summary>Number of people who can take part at the same time.</summary>
    public required int? PlannedPlaces { get; init; }

    /// <summary>Budget of each calendar year. A year may be left out. Reports divide it by the participations and exits of the year.</summary>
    public required IReadOnlyList<YearBudget>? Budget { get; init; }

    /// <summary>Parts of the project. Empty or omitted if the project has no parts.</summary>
    public required IReadOnlyList<Subproject>? Subprojects { get; init; }

    /// <summary>Who may refer people to the project. If omitted, all referrers are allowed.</summary>
    public required IReadOnlyList<string>? Referrers { get; init; }

    /// <summary>
    /// Units of the referrers, for example treatment teams. Referrals and enrollments may state them. Empty or omitted if there are none.
    /// </summary>
    public required IReadOnlyList<ReferrerUnit>? ReferrerUnits { get; init; }

    /// <summary>
    /// Kinds of steps that the project uses: codes of the list step-kinds, and objects for kinds of its own, which count as a step and, with
    /// as, as one of the list. If omitted, it uses all kinds of the list.
    /// </summary>
    public required IReadOnlyList<JsonElement>? StepKinds { get; init; }

    /// <summary>Exit reasons that the project uses. If omitted, it uses all exit reasons.</summary>
    public required IReadOnlyList<JsonElement>? ExitReasons { get; init; }

    /// <summary>
    /// Number of months between an exit and each of its follow-ups, for example 3, 6 and 12. An empty list: the project follows up nobody, and
    /// nothing is due or missing. If omitted: 3. Goals mean the first, unless they name another.
    /// </summary>
    public required IReadOnlyList<int>? FollowUpMonths { get; init; }

    /// <summary>Answers that a follow-up may have. If omitted, all answers are allowed.</summary>
    public required IReadOnlyList<JsonElement>? FollowUpAnswers { get; init; }

    /// <summary>
    /// Number of months from the first day of the project to each of its fidelity reviews, for example 6 and 18. If omitted: none is due.
    /// </summary>
    public required IReadOnlyList<int>? FidelityMonths { get; init; }

    /// <summary>
    /// True if the project registers placements: jobs and courses that participants begin while the support goes on. Its reports then have
    /// them.
    /// </summary>
    public required bool? UsesPlacements { get; init; }

    /// <summary>Names of figures that the project reports although no goal reads them. They are kept and not judged.</summary>
    public required IReadOnlyList<string>? Figures { get; init; }

    /// <summary>Number of months after the end of the project for which data about individual people is kept.</summary>
    public required int? RetentionMonths { get; init; }

    /// <summary>
    /// When data quality raises an alarm because a sender's volume jumps or drops. If omitted: by more than 10 participations and 50 percent.
    /// </summary>
    public required VolumeAlarm? VolumeAlarm { get; init; }

    /// <summary>Goals by key. In a PUT, a goal that is left out is closed, and a goal that has changed gets a new version.</summary>
    public required JsonElement Goals { get; init; }

    /// <summary>Version number: 1 when the record is created, and one more for every correction.</summary>
    public required int Version { get; init; }

    /// <summary>Time when the record was first received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Time when the record was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Points of the record that are worth checking. Present only in the response to a write.</summary>
    public IReadOnlyList<Finding>? Warnings { get; init; }
}

/// <summary>A range of ages in years. Both ends are inclusive.</summary>
public sealed record AgeRange
{
    /// <summary>Lowest usual age.</summary>
    public int? From { get; init; }

    /// <summary>Highest usual age.</summary>
    public int? To { get; init; }
}

/// <summary>The budget of a project for one calendar year.</summary>
public sealed record YearBudget
{
    /// <summary>Calendar year. The project runs in it, and no other budget is for it.</summary>
    public required int Year { get; init; }

    /// <summary>Budget of the whole year, in whole kronor.</summary>
    public required int Amount { get; init; }
}

/// <summary>A part of a project.</summary>
public sealed record Subproject
{
    /// <summary>Id of the subproject within the project.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the subproject.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Usual ages at the start of a participation. Other ages give a warning.</summary>
    public AgeRange? Ages { get; init; }

    /// <summary>Planned length of a participation, in months.</summary>
    public int? PlannedMonths { get; init; }

    /// <summary>Id of the association that the subproject belongs to, if it differs from the project's.</summary>
    public string? Association { get; init; }
}

/// <summary>A unit of a referrer.</summary>
public sealed record ReferrerUnit
{
    /// <summary>Code of the unit within the project: lower-case words joined by hyphens, at most 40 characters.</summary>
    public required string Code { get; init; }

    /// <summary>The referrer that the unit belongs to. It must be one that the project uses.</summary>
    public required string Referrer { get; init; }

    /// <summary>Name of the unit.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>True if the unit is an integrated treatment team: the project's staff work in it. False if omitted.</summary>
    public bool? Integrated { get; init; }
}

/// <summary>
/// Limits for the alarm on a sender's volume. A sender's participations in a tertial are compared with the mean of its earlier tertials. A
/// difference that exceeds both limits raises the alarm.
/// </summary>
public sealed record VolumeAlarm
{
    /// <summary>Limit as a number of participations. Default: 10.</summary>
    public int? Count { get; init; }

    /// <summary>Limit as a percentage of the mean. Default: 50.</summary>
    public int? Percent { get; init; }
}
