using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Projects;

/// <summary>A project (<i>insats</i>) as its rules see it: period, subprojects and the codes that it uses.</summary>
public sealed record ProjectDefinition
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>The association (<i>samordningsförbund</i>) that owns it.</summary>
    public required string Association { get; init; }

    public required ReportingPeriod Period { get; init; }

    /// <summary>How many months a participation is meant to last; null: not stated.</summary>
    public int? PlannedMonths { get; init; }

    public AgeSpan? Ages { get; init; }

    public IReadOnlyList<Subproject> Subprojects { get; init; } = [];

    public IReadOnlyList<string> Referrers { get; init; } = [];

    public IReadOnlyList<string> ExitReasons { get; init; } = [];

    public IReadOnlyList<string> FollowUpAnswers { get; init; } = [];

    /// <summary>The codes that the project uses only for a time, by the name of the code list and the code, with their first and last day.</summary>
    public IReadOnlyDictionary<(string List, string Code), (DateOnly From, DateOnly To)> CodesForATime { get; init; } =
        new Dictionary<(string List, string Code), (DateOnly From, DateOnly To)>();

    /// <summary>The most that a reported figure can be, by its name, where there is a most: the points of a scale of fidelity.</summary>
    public IReadOnlyDictionary<string, int> MostOfFigure { get; init; } = new Dictionary<string, int>();

    /// <summary>From when a sender's volume is alarming.</summary>
    public VolumeAlarm VolumeAlarm { get; init; } = VolumeAlarm.Usual;

    /// <summary>What the project calls codes that it has renamed, by the name of the code list and the code.</summary>
    public IReadOnlyDictionary<(string List, string Code), LocalizedText> CodeTexts { get; init; } = new Dictionary<(string List, string Code), LocalizedText>();

    /// <summary>The subproject of that id; null when the project has none such.</summary>
    public Subproject? SubprojectOf(string? id) => Subprojects.FirstOrDefault(s => s.Id == id);

    /// <summary>The ages that are usual for a participation; null: none stated.</summary>
    public AgeSpan? AgesFor(string? subproject) => SubprojectOf(subproject)?.Ages ?? Ages;

    /// <summary>The planned months of a participation; null: none stated.</summary>
    public int? PlannedMonthsFor(string? subproject) => SubprojectOf(subproject)?.PlannedMonths ?? PlannedMonths;
}

/// <summary>Usual ages at start, both inclusive. A participation outside them is only a warning.</summary>
public sealed record AgeSpan
{
    public int? From { get; init; }

    public int? To { get; init; }

    public bool Contains(int age) => (From is null || age >= From) && (To is null || age <= To);
}

/// <summary>A part of a project (<i>delprojekt</i>), possibly with goals, ages and an association of its own.</summary>
public sealed record Subproject
{
    public required string Id { get; init; }

    public LocalizedText? Name { get; init; }

    public AgeSpan? Ages { get; init; }

    public int? PlannedMonths { get; init; }

    /// <summary>The association it belongs to; null: the project's.</summary>
    public string? Association { get; init; }
}
