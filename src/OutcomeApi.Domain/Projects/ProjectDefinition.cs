namespace OutcomeApi.Domain.Projects;

/// <summary>A project (<i>insats</i>) as the rules need it: its period, its subprojects and the codes that it uses.</summary>
public sealed record ProjectDefinition
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    /// <summary>The association (<i>samordningsförbund</i>) that owns the project.</summary>
    public required string Association { get; init; }

    public required ReportingPeriod Period { get; init; }

    /// <summary>The day when referrals began. Null when they began with the project.</summary>
    public DateOnly? PaceFrom { get; init; }

    /// <summary>The planned length of a participation, in months. Null when not stated.</summary>
    public int? PlannedMonths { get; init; }

    public AgeSpan? Ages { get; init; }

    /// <summary>How many people can take part at the same time. Null when not stated.</summary>
    public int? PlannedPlaces { get; init; }

    /// <summary>The budget of each calendar year that has one, in whole kronor. Empty when the project states none.</summary>
    public IReadOnlyDictionary<int, int> Budget { get; init; } = new Dictionary<int, int>();

    public IReadOnlyList<Subproject> Subprojects { get; init; } = [];

    public IReadOnlyList<string> Referrers { get; init; } = [];

    /// <summary>The units of referrers that the project names.</summary>
    public IReadOnlyList<ReferrerUnit> ReferrerUnits { get; init; } = [];

    /// <summary>The kinds of steps that the project uses.</summary>
    public IReadOnlyList<UsedStepKind> StepKinds { get; init; } = UsedStepKind.Standard;

    public IReadOnlyList<string> ExitReasons { get; init; } = [];

    public IReadOnlyList<string> FollowUpAnswers { get; init; } = [];

    /// <summary>
    /// After how many months the project follows up an exit. Goals mean the first, unless they name another. Empty when it follows up
    /// nobody: then nothing is due or missing.
    /// </summary>
    public IReadOnlyList<int> FollowUpMonths { get; init; } = [3];

    /// <summary>The months of the follow-up that is meant when none is named. Null when the project follows up nobody.</summary>
    public int? UsualFollowUpMonths => FollowUpMonths.Count == 0 ? null : FollowUpMonths[0];

    /// <summary>After how many months from the project's start a fidelity review is due, rising. Empty when none is.</summary>
    public IReadOnlyList<int> FidelityMonths { get; init; } = [];

    /// <summary>Whether the project registers placements, so that its reports have them.</summary>
    public bool UsesPlacements { get; init; }

    /// <summary>The figures that the project reports although no goal reads them.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];

    /// <summary>
    /// The codes that the project uses only for a time, with their first and last day. The key is the name of the code list and the code.
    /// </summary>
    public IReadOnlyDictionary<(string List, string Code), (DateOnly From, DateOnly To)> CodesForATime { get; init; } =
        new Dictionary<(string List, string Code), (DateOnly From, DateOnly To)>();

    /// <summary>
    /// The highest possible value of a reported figure, by the name of the figure. Figures without a maximum are left out. Example: the
    /// highest score of a fidelity scale.
    /// </summary>
    public IReadOnlyDictionary<string, int> MostOfFigure { get; init; } = new Dictionary<string, int>();

    /// <summary>The threshold from which a sender's volume raises an alarm.</summary>
    public VolumeAlarm VolumeAlarm { get; init; } = VolumeAlarm.Usual;

    /// <summary>The project's own texts for codes that it has renamed. The key is the name of the code list and the code.</summary>
    public IReadOnlyDictionary<(string List, string Code), LocalizedText> CodeTexts { get; init; } =
        new Dictionary<(string List, string Code), LocalizedText>();

    /// <summary>Tells where in its life the project is on a day.</summary>
    public Timeline On(DateOnly asOf) => new(Period, asOf, PaceFrom, UsualFollowUpMonths);

    /// <summary>Finds the subproject with an id. Returns null when the project has no such subproject.</summary>
    public Subproject? SubprojectOf(string? id)
    {
        // Reports ask this of every participation, so it allocates nothing.
        for (var i = 0; i < Subprojects.Count; i++)
        {
            if (Subprojects[i].Id == id)
            {
                return Subprojects[i];
            }
        }

        return null;
    }

    /// <summary>Finds the unit with a code. Returns null when the project names no such unit.</summary>
    public ReferrerUnit? UnitOf(string? code) => ReferrerUnits.FirstOrDefault(unit => unit.Code == code);

    /// <summary>Makes the step of a stored code. A code that the project no longer uses counts as what it is by itself.</summary>
    public TakenStep StepOf(string code, DateOnly on)
    {
        // A run asks this of every step, so it allocates nothing.
        for (var i = 0; i < StepKinds.Count; i++)
        {
            if (StepKinds[i] is { As: { } counted } kind && kind.Code == code)
            {
                return new TakenStep(counted, on);
            }
        }

        return Code.TryParse<StepKind>(code, out var standard) ? new TakenStep(standard, on) : new TakenStep(null, on, code);
    }

    /// <summary>Returns the usual ages for a participation. Null when none are stated.</summary>
    public AgeSpan? AgesFor(string? subproject) => SubprojectOf(subproject)?.Ages ?? Ages;

    /// <summary>Returns the planned months of a participation. Null when not stated.</summary>
    public int? PlannedMonthsFor(string? subproject) => SubprojectOf(subproject)?.PlannedMonths ?? PlannedMonths;
}

/// <summary>The usual ages at start, both inclusive. A participation outside them only causes a warning.</summary>
public sealed record AgeSpan
{
    public int? From { get; init; }

    public int? To { get; init; }

    public bool Contains(int age) => (From is null || age >= From) && (To is null || age <= To);
}

/// <summary>A part of a project (<i>delprojekt</i>). It can have its own goals, ages and association.</summary>
public sealed record Subproject
{
    public required string Id { get; init; }

    public LocalizedText? Name { get; init; }

    public AgeSpan? Ages { get; init; }

    public int? PlannedMonths { get; init; }

    /// <summary>The association that the subproject belongs to. Null when it is the project's.</summary>
    public string? Association { get; init; }
}
