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

    /// <summary>Budget of each calendar year. A year may be left out. Reports divide it by the participations and exits of the year.</summary>
    [MaxLength(100)]
    public IReadOnlyList<YearBudget>? Budget { get; init; }

    /// <summary>Parts of the project. Empty or omitted if the project has no parts.</summary>
    public IReadOnlyList<SubprojectFile>? Subprojects { get; init; }

    /// <summary>Who may refer people to the project. If omitted, all referrers are allowed.</summary>
    [CodeOf(typeof(Referrer))]
    public IReadOnlyList<string>? Referrers { get; init; }

    /// <summary>Units of the referrers, for example treatment teams. Referrals and enrollments may state them. Empty or omitted if there are none.</summary>
    public IReadOnlyList<ReferrerUnitFile>? ReferrerUnits { get; init; }

    /// <summary>
    /// Kinds of steps that the project uses: codes of the list <c>step-kinds</c>, and objects for kinds of its own, which count as a step and, with
    /// <c>as</c>, as one of the list. If omitted, it uses all kinds of the list.
    /// </summary>
    [CodeOf(typeof(StepKind))]
    public IReadOnlyList<ProjectStepKind>? StepKinds { get; init; }

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
        PlannedPlaces = PlannedPlaces,
        Budget = BudgetByYear(),
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
        ReferrerUnits = [.. (ReferrerUnits ?? []).Select(unit => unit.ToUnit())],
        StepKinds = StepKinds?.Select(kind => kind.ToUsed()).ToArray() ?? UsedStepKind.Standard,
        ExitReasons = ExitReasons?.Select(r => r.Code!).ToArray() ?? Code.All<ExitReason>(),
        FollowUpMonths = FollowUpMonths is null ? [3] : [.. FollowUpMonths.Distinct()],
        FollowUpAnswers = FollowUpAnswers?.Select(a => a.Code!).ToArray() ?? Code.All<FollowUpAnswer>(),
        CodesForATime = ListedCodes()
            .Where(c => c.Code.ValidFrom is not null || c.Code.ValidTo is not null)
            .ToDictionary(c => c.Key, c => (c.Code.ValidFrom ?? DateOnly.MinValue, c.Code.ValidTo ?? DateOnly.MaxValue)),
        CodeTexts = ListedCodes().Where(c => c.Code.Text is not null).Select(c => (c.Key, Text: c.Code.Text!)).Concat(OwnCodes())
            .ToDictionary(c => c.Key, c => c.Text),
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

    /// <summary>Returns the amounts by year. Goals are read with the definition of a file that may still have faults, so each year is taken once.</summary>
    private Dictionary<int, int> BudgetByYear()
    {
        var amounts = new Dictionary<int, int>();
        foreach (var budget in Budget ?? [])
        {
            if (budget is { Year: { } year, Amount: { } amount })
            {
                amounts.TryAdd(year, amount);
            }
        }

        return amounts;
    }

    /// <summary>Returns the codes that the project has made itself, with their names.</summary>
    private IEnumerable<((string List, string Code) Key, LocalizedText Text)> OwnCodes() =>
        (StepKinds ?? []).Select(kind => (Key: ("step-kinds", kind.Code!), Text: kind.Name))
            .Concat((ReferrerUnits ?? []).Select(unit => (Key: ("referrer-units", unit.Code!), Text: unit.Name)))
            .Where(own => own.Text is not null && own.Key.Item2 is not null)
            .DistinctBy(own => own.Key)!;

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

        foreach (var (budget, index) in (Budget ?? []).Select((b, i) => (b, i)))
        {
            if (budget?.Year < StartsOn?.Year || budget?.Year > EndsOn?.Year)
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/budget/{index}/year", "a year that the project runs in");
            }

            if (budget?.Year is { } year && Budget!.Take(index).Any(before => before?.Year == year))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/budget/{index}/year", "a year that no other budget is for");
            }
        }

        foreach (var (pointer, codes) in new[] { ("/exitReasons", ExitReasons), ("/followUpAnswers", FollowUpAnswers) })
        {
            foreach (var (code, index) in (codes ?? []).Select((c, i) => (c, i)).Where(c => codes!.Take(c.i).Any(before => before.Code == c.c.Code)))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"{pointer}/{index}", "a code that stands once in the list");
            }
        }

        foreach (var fault in UnitFaults().Concat(StepKindFaults()))
        {
            yield return fault;
        }
    }

    private IEnumerable<Fault> UnitFaults()
    {
        foreach (var (unit, index) in (ReferrerUnits ?? []).Select((unit, index) => (unit, index)))
        {
            foreach (var fault in OwnCodeFaults(unit.Code, $"/referrerUnits/{index}/code"))
            {
                yield return fault;
            }

            if (unit.Code is not null && ReferrerUnits!.Take(index).Any(before => before.Code == unit.Code))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/referrerUnits/{index}/code", "a code that stands once in the list");
            }

            if (unit.Referrer is not null && Referrers?.Contains(unit.Referrer) == false)
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/referrerUnits/{index}/referrer", "a referrer that the project uses");
            }
        }
    }

    private IEnumerable<Fault> StepKindFaults()
    {
        foreach (var (kind, index) in (StepKinds ?? []).Select((kind, index) => (kind, index)))
        {
            var isOwn = kind.Name is not null || kind.As is not null;
            if (isOwn && Code.TryParse<StepKind>(kind.Code, out _))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/stepKinds/{index}/code", "a code that is not in the product's list");
            }

            foreach (var fault in isOwn ? OwnCodeFaults(kind.Code, $"/stepKinds/{index}/code") : [])
            {
                yield return fault;
            }

            if (kind.Code is not null && StepKinds!.Take(index).Any(before => before.Code == kind.Code))
            {
                yield return new Fault(FaultCodes.ProjectInvalid, $"/stepKinds/{index}", "a code that stands once in the list");
            }
        }
    }

    private static IEnumerable<Fault> OwnCodeFaults(string? code, string pointer)
    {
        if (code is not null && ProjectCodeForm.Reserved.Contains(code))
        {
            yield return new Fault(FaultCodes.ProjectInvalid, pointer, "another code: this one means something else");
        }
        else if (code is not null && !ProjectCodeForm.IsCode(code))
        {
            yield return new Fault(FaultCodes.ProjectInvalid, pointer, "a code of at most 40 characters: lower-case words joined by hyphens");
        }
    }
}

/// <summary>The budget of a project for one calendar year.</summary>
public sealed record YearBudget
{
    /// <summary>Calendar year. The project runs in it, and no other budget is for it.</summary>
    [Required]
    [Range(1990, 2200)]
    public int? Year { get; init; }

    /// <summary>Budget of the whole year, in whole kronor.</summary>
    [Required]
    [Range(1, 2_000_000_000)]
    public int? Amount { get; init; }
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

/// <summary>A unit of a referrer.</summary>
public sealed record ReferrerUnitFile
{
    /// <summary>Code of the unit within the project: lower-case words joined by hyphens, at most 40 characters.</summary>
    [Required]
    [Reference]
    public string? Code { get; init; }

    /// <summary>The referrer that the unit belongs to. It must be one that the project uses.</summary>
    [Required]
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>Name of the unit.</summary>
    [Required]
    public LocalizedText? Name { get; init; }

    /// <summary>True if the unit is an integrated treatment team: the project's staff work in it. False if omitted.</summary>
    public bool Integrated { get; init; }

    public ReferrerUnit ToUnit() => new(Code!, Referrer!, Name ?? new LocalizedText(), Integrated);
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
