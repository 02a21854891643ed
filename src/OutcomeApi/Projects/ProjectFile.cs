using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;

namespace OutcomeApi.Projects;

/// <summary>A whole project as data: the body of <c>PUT /projects/{id}</c>, and what <c>db/projects/*.json</c> hold.</summary>
public sealed record ProjectFile
{
    /// <summary>The id in the address. Need not be sent.</summary>
    [Reference]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>What the project is called.</summary>
    [Required]
    public LocalizedText? Name { get; init; }

    /// <summary>Id of the association that owns the project; one that is unknown is created with defaults.</summary>
    [Required]
    [Reference]
    public string? Association { get; init; }

    /// <summary>First day of the project.</summary>
    [Required]
    public DateOnly? StartsOn { get; init; }

    /// <summary>Last day of the project.</summary>
    [Required]
    public DateOnly? EndsOn { get; init; }

    /// <summary>The organisations behind it.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string>? Parties { get; init; }

    /// <summary>How many months a participation is meant to last.</summary>
    [Range(1, 120)]
    public int? PlannedMonths { get; init; }

    /// <summary>Usual ages at start; others are a warning.</summary>
    public AgeRange? Ages { get; init; }

    /// <summary>How many can take part at the same time.</summary>
    [Range(0, 100_000)]
    public int? PlannedPlaces { get; init; }

    /// <summary>The parts of the project; none where it has no parts.</summary>
    public IReadOnlyList<SubprojectFile>? Subprojects { get; init; }

    /// <summary>GenderGroup may propose people to the project.</summary>
    [CodeOf(typeof(Referrer))]
    public IReadOnlyList<string>? Referrers { get; init; }

    /// <summary>The exit reasons that the project uses.</summary>
    [CodeOf(typeof(ExitReason))]
    public IReadOnlyList<ProjectCode>? ExitReasons { get; init; }

    /// <summary>How many months after exit follow-ups are made: 3, 6, 12.</summary>
    [Range(1, 24)]
    public IReadOnlyList<int>? FollowUpMonths { get; init; }

    /// <summary>The answers that a follow-up may have.</summary>
    [CodeOf(typeof(FollowUpAnswer))]
    public IReadOnlyList<ProjectCode>? FollowUpAnswers { get; init; }

    /// <summary>How many months after the project's end person rows are kept.</summary>
    [Range(1, 600)]
    public int? RetentionMonths { get; init; }

    /// <summary>From when data quality alarms because a sender's volume jumps or drops; absent: by more than 10 participations and 50 percent.</summary>
    public VolumeAlarmFile? VolumeAlarm { get; init; }

    /// <summary>The goals by key. Goals absent from a PUT are closed, changed ones become a version.</summary>
    [JsonForm(JsonFormAttribute.Goals)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Goals { get; init; }

    /// <summary>What the file means. Codes that it leaves out are those of the whole product.</summary>
    public ProjectDefinition ToDefinition(string id) => new()
    {
        Id = id,
        Name = Name!,
        Association = Association!,
        Period = new ReportingPeriod(StartsOn!.Value, EndsOn!.Value),
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
        FollowUpAnswers = FollowUpAnswers?.Select(a => a.Code!).ToArray() ?? Code.All<FollowUpAnswer>(),
        CodesForATime = ListedCodes()
            .Where(c => c.Code.ValidFrom is not null || c.Code.ValidTo is not null)
            .ToDictionary(c => c.Key, c => (c.Code.ValidFrom ?? DateOnly.MinValue, c.Code.ValidTo ?? DateOnly.MaxValue)),
        CodeTexts = ListedCodes().Where(c => c.Code.Text is not null).ToDictionary(c => c.Key, c => c.Code.Text!),
        MostOfFigure = FidelityScales.All.ToDictionary(scale => scale.Id, scale => scale.Maximum),
        VolumeAlarm = VolumeAlarm?.ToAlarm() ?? Domain.Projects.VolumeAlarm.Usual,
    };

    /// <summary>The codes with the list that each is of: a reason and an answer may have the same code.</summary>
    private IEnumerable<((string List, string Code) Key, ProjectCode Code)> ListedCodes() =>
        new[] { ("exit-reasons", ExitReasons), ("follow-up-answers", FollowUpAnswers) }
            .SelectMany(list => (list.Item2 ?? []).Select(c => (Key: (list.Item1, c.Code!), c)))
            .DistinctBy(c => c.Key);

    /// <summary>What does not fit together.</summary>
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
    /// <summary>The subproject's id within the project.</summary>
    [Required]
    [Reference]
    public string? Id { get; init; }

    /// <summary>What the subproject is called.</summary>
    [Required]
    public LocalizedText? Name { get; init; }

    /// <summary>Usual ages at start; others are a warning.</summary>
    public AgeRange? Ages { get; init; }

    /// <summary>How many months a participation is meant to last.</summary>
    [Range(1, 120)]
    public int? PlannedMonths { get; init; }

    /// <summary>The association it belongs to, where that is another than the project's.</summary>
    [Reference]
    public string? Association { get; init; }
}

/// <summary>Ages in years, both inclusive.</summary>
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

/// <summary>How much a sender's participations of a tertial may differ from the mean of its earlier tertials; what differs by more than both is alarming.</summary>
public sealed record VolumeAlarmFile
{
    /// <summary>Participations; absent: 10.</summary>
    [Range(0, 100_000)]
    public int? Count { get; init; }

    /// <summary>Percent of the mean; absent: 50.</summary>
    [Range(0, 10_000)]
    public int? Percent { get; init; }

    public VolumeAlarm ToAlarm() => new(Count ?? VolumeAlarm.Usual.Count, Percent ?? VolumeAlarm.Usual.Percent);
}
