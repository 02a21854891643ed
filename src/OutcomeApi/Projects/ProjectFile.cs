using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Projects;

/// <summary>
/// A complete project as data. It is the body of <c>PUT /projects/{id}</c> and the content of the files <c>db/projects/*.json</c>.
/// </summary>
public sealed record ProjectFile
{
    /// <summary>Id of the project, as in the address. May be omitted.</summary>
    [Reference]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Name of the project.</summary>
    [Required]
    public LocalizedText? Name { get; init; }

    /// <summary>Id of the association that owns the project.</summary>
    [Required]
    [Reference]
    public string? Association { get; init; }

    /// <summary>First day of the project.</summary>
    [Required]
    public DateOnly? StartsOn { get; init; }

    /// <summary>Last day of the project.</summary>
    [Required]
    public DateOnly? EndsOn { get; init; }

    /// <summary>Organisations behind the project.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string>? Parties { get; init; }

    /// <summary>Day on which referrals began, if later than the first day. Paces and forecasts start here.</summary>
    public DateOnly? PaceFrom { get; init; }

    /// <summary>Planned length of a participation, in months.</summary>
    [Range(1, 120)]
    public int? PlannedMonths { get; init; }

    /// <summary>Usual ages at the start of a participation. Other ages give a warning.</summary>
    public AgeRange? Ages { get; init; }

    /// <summary>Number of people who can take part at the same time.</summary>
    [Range(0, 100_000)]
    public int? PlannedPlaces { get; init; }

    /// <summary>Parts of the project. Empty or omitted if the project has no parts.</summary>
    public IReadOnlyList<SubprojectFile>? Subprojects { get; init; }

    /// <summary>Who may refer people to the project. If omitted, all referrers are allowed.</summary>
    [CodeOf(typeof(Referrer))]
    public IReadOnlyList<string>? Referrers { get; init; }

    /// <summary>Exit reasons that the project uses. If omitted, it uses all exit reasons.</summary>
    [CodeOf(typeof(ExitReason))]
    public IReadOnlyList<ProjectCode>? ExitReasons { get; init; }

    /// <summary>
    /// Number of months between an exit and each of its follow-ups, for example 3, 6 and 12. An empty list: the project follows up nobody, and
    /// nothing is due or missing. If omitted: 3. Goals mean the first, unless they name another.
    /// </summary>
    [AllowedValues(3, 6, 12)]
    [Range(3, 12)]
    public IReadOnlyList<int>? FollowUpMonths { get; init; }

    /// <summary>Answers that a follow-up may have. If omitted, all answers are allowed.</summary>
    [CodeOf(typeof(FollowUpAnswer))]
    public IReadOnlyList<ProjectCode>? FollowUpAnswers { get; init; }

    /// <summary>
    /// Number of months from the first day of the project to each of its fidelity reviews, for example 6 and 18. If omitted: none is due.
    /// </summary>
    [Set]
    [Range(1, 120)]
    public IReadOnlyList<int>? FidelityMonths { get; init; }

    /// <summary>
    /// True if the project registers placements: jobs and courses that participants begin while the support goes on. Its reports then have them.
    /// </summary>
    public bool? UsesPlacements { get; init; }

    /// <summary>Names of figures that the project reports although no goal reads them. They are kept and not judged.</summary>
    [Set]
    [Reference]
    public IReadOnlyList<string>? Figures { get; init; }

    /// <summary>Number of months after the end of the project for which data about individual people is kept.</summary>
    [Range(1, 600)]
    public int? RetentionMonths { get; init; }

    /// <summary>
    /// When data quality raises an alarm because a sender's volume jumps or drops. If omitted: by more than 10 participations and 50 percent.
    /// </summary>
    public VolumeAlarmFile? VolumeAlarm { get; init; }

    /// <summary>Goals by key. In a PUT, a goal that is left out is closed, and a goal that has changed gets a new version.</summary>
    [JsonForm(JsonFormAttribute.Goals)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Goals { get; init; }

    /// <summary>Converts the file to a definition. Lists of codes that it leaves out contain all codes of the product.</summary>
    public ProjectDefinition ToDefinition(string id) => new()
    {
        Id = id,
        Name = Name!,
        Association = Association!,
        Period = new ReportingPeriod(StartsOn!.Value, EndsOn!.Value),
        PaceFrom = PaceFrom,
        PlannedMonths = PlannedMonths,
        Ages = Ages?.ToSpan(),
        Subprojects =
        [
            .. (Subprojects ?? []).Select(s => new Subproject
            {
                Id = s.Id!,
                Name = s.Name,
                Ages = s.Ages?.ToSpan(),
                PlannedMonths = s.PlannedMonths,
                Association = s.Association,
            })
        ],
        Referrers = Referrers ?? Code.All<Referrer>(),
        ExitReasons = ExitReasons?.Select(r => r.Code!).ToArray() ?? Code.All<ExitReason>(),
        FollowUpMonths = FollowUpMonths is null ? [3] : [.. FollowUpMonths.Distinct()],
        FollowUpAnswers = FollowUpAnswers?.Select(a => a.Code!).ToArray() ?? Code.All<FollowUpAnswer>(),
        CodesForATime = ListedCodes()
            .Where(c => c.Code.ValidFrom is not null || c.Code.ValidTo is not null)
            .ToDictionary(c => c.Key, c => (c.Code.ValidFrom ?? DateOnly.MinValue, c.Code.ValidTo ?? DateOnly.MaxValue)),
        CodeTexts = ListedCodes().Where(c => c.Code.Text is not null).ToDictionary(c => c.Key, c => c.Code.Text!),
        MostOfFigure = FidelityScales.All.ToDictionary(scale => scale.Id, scale => scale.Maximum),
        FidelityMonths = FidelityMonths is null ? [] : [.. FidelityMonths.Distinct().Order()],
        UsesPlacements = UsesPlacements ?? false,
        Figures = Figures ?? [],
        VolumeAlarm = VolumeAlarm?.ToAlarm() ?? Domain.Projects.VolumeAlarm.Usual,
    };

    /// <summary>
    /// Returns the codes, each with the list that it belongs to. The list is part of the key, because an exit reason and an answer may have the
    /// same code.
    /// </summary>
    private IEnumerable<((string List, string Code) Key, ProjectCode Code)> ListedCodes() =>
        new[] { ("exit-reasons", ExitReasons), ("follow-up-answers", FollowUpAnswers) }
            .SelectMany(list => (list.Item2 ?? []).Select(c => (Key: (list.Item1, c.Code!), c)))
            .DistinctBy(c => c.Key);

    /// <summary>Finds members that contradict each other.</summary>
    public IEnumerable<Fault> Faults()
    {
        if (EndsOn < StartsOn)
        {
            yield return new Fault(FaultCodes.ProjectInvalid, "/endsOn", "a day that is not before startsOn");
        }

        foreach (var (subproject, index) in (Subprojects ?? []).Select((s, i) => (s, i)))
        {
            if ((Subprojects ?? []).Take(index).Any(s => s.Id == subproject.Id))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/subprojects/{index}/id", "an id that no other subproject has");
            }
        }

        foreach (var (pointer, codes) in new[] { ("/exitReasons", ExitReasons), ("/followUpAnswers", FollowUpAnswers) })
        {
            foreach (var (code, index) in (codes ?? []).Select((c, i) => (c, i)).Where(c => codes!.Take(c.i).Any(before => before.Code == c.c.Code)))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"{pointer}/{index}", "a code that stands once in the list");
            }
        }
    }
}

/// <summary>A part of a project.</summary>
public sealed record SubprojectFile
{
    /// <summary>Id of the subproject within the project.</summary>
    [Required]
    [Reference]
    public string? Id { get; init; }

    /// <summary>Name of the subproject.</summary>
    [Required]
    public LocalizedText? Name { get; init; }

    /// <summary>Usual ages at the start of a participation. Other ages give a warning.</summary>
    public AgeRange? Ages { get; init; }

    /// <summary>Planned length of a participation, in months.</summary>
    [Range(1, 120)]
    public int? PlannedMonths { get; init; }

    /// <summary>Id of the association that the subproject belongs to, if it differs from the project's.</summary>
    [Reference]
    public string? Association { get; init; }
}

/// <summary>A range of ages in years. Both ends are inclusive.</summary>
public sealed record AgeRange
{
    /// <summary>Lowest usual age.</summary>
    [Range(0, 120)]
    public int? From { get; init; }

    /// <summary>Highest usual age.</summary>
    [Range(0, 120)]
    public int? To { get; init; }

    public AgeSpan ToSpan() => new() { From = From, To = To };
}

/// <summary>
/// Limits for the alarm on a sender's volume. A sender's participations in a tertial are compared with the mean of its earlier tertials. A
/// difference that exceeds both limits raises the alarm.
/// </summary>
public sealed record VolumeAlarmFile
{
    /// <summary>Limit as a number of participations. Default: 10.</summary>
    [Range(0, 100_000)]
    public int? Count { get; init; }

    /// <summary>Limit as a percentage of the mean. Default: 50.</summary>
    [Range(0, 10_000)]
    public int? Percent { get; init; }

    public VolumeAlarm ToAlarm() => new(Count ?? VolumeAlarm.Usual.Count, Percent ?? VolumeAlarm.Usual.Percent);
}
