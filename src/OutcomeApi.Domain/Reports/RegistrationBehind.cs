namespace OutcomeApi.Domain.Reports;

/// <summary>Holds the state of the participation or referral that a registration touched, before or after the registration.</summary>
public sealed record TouchedFact
{
    /// <summary>The gender; null if it is not known.</summary>
    public Gender? Gender { get; init; }

    public string? Subproject { get; init; }

    /// <summary>The first day on which it can count: the earliest of the days of the referral, the start and the event itself.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day on which it can count; null if it is open.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The day of the exit; null if there is none.</summary>
    public DateOnly? ExitedOn { get; init; }

    /// <summary>The day of the event itself, for kinds such as steps.</summary>
    public DateOnly? On { get; init; }
}

/// <summary>A registration that was received after a report was certified.</summary>
/// <param name="Position">The position of its entry in the history.</param>
/// <param name="Kind">The kind of record.</param>
/// <param name="Facts">What it was about, before and after. Empty if that is no longer known, or if it is about the whole project.</param>
public sealed record LaterRegistration(long Position, string Kind, IReadOnlyList<TouchedFact> Facts)
{
    /// <summary>Decides whether the registration can have changed the cell.</summary>
    /// <remarks>
    /// Its kind must count in the cell's section. What it touched, before or after, must match the cell's subproject, gender and cohort. In
    /// tables about exits, the day of the exit must lie in the cohort; for the follow-ups by month, it must not lie after it. For steps by
    /// month, the day of the step must lie in the cohort. In all other tables it is enough that the participation or referral overlaps the
    /// cohort. If <see cref="Facts"/> is empty, only the kind must match.
    /// </remarks>
    public bool IsBehind(ChangedCell cell) => CountsIn(cell.Section) && (Facts.Count == 0 || Facts.Any(fact => Touches(fact, cell)));

    private bool CountsIn(ReportSection section) => Kind switch
    {
        "project" => true,
        "goal" => section == ReportSection.Goals,
        "enrollment" or "exit" => section is not (ReportSection.Fidelity or ReportSection.FidelityItems or ReportSection.FidelityPlan
            or ReportSection.ReportedFigures),
        "referral" => section is ReportSection.Flow or ReportSection.Referrers or ReportSection.Goals or ReportSection.FollowUpsByReferrer
            or ReportSection.UnitsByMonth or ReportSection.DataQuality,
        "follow-up" => section is ReportSection.FollowUps or ReportSection.FollowUpShares or ReportSection.FollowUpsByReferrer or ReportSection.FollowUpsByMonth
            or ReportSection.Goals or ReportSection.DataQuality,
        "step" => section is ReportSection.StepsByMonth or ReportSection.UnitsByMonth or ReportSection.Goals,
        "placement" => section is ReportSection.Placements or ReportSection.Goals,
        "self-assessment" => section is ReportSection.SelfAssessments or ReportSection.SelfAssessmentsGiven or ReportSection.Goals,
        "reported-figure" => section is ReportSection.ReportedFigures or ReportSection.Goals or ReportSection.DataQuality,
        "fidelity-review" => section is ReportSection.Fidelity or ReportSection.FidelityItems or ReportSection.FidelityPlan or ReportSection.Goals,
        _ => section == ReportSection.Goals,
    };

    private bool Touches(TouchedFact fact, ChangedCell cell) =>
        (cell.Subproject ?? cell.Row.Label(StepTable.Subproject)) is var subproject
        && (subproject is null || subproject == fact.Subproject)
        && IsAbout(cell.Group, fact.Gender)
        && IsOf(cell.Section, fact, cell.Cohort);

    private static bool IsAbout(GenderGroup who, Gender? gender) => gender is null || who switch
    {
        GenderGroup.Woman => gender == Gender.Woman,
        GenderGroup.Man => gender == Gender.Man,
        GenderGroup.Other => gender == Gender.Other,
        GenderGroup.Unknown => gender == Gender.Unknown,
        GenderGroup.OtherOrUnknown => gender is Gender.Other or Gender.Unknown,
        _ => true,
    };

    private bool IsOf(ReportSection section, TouchedFact fact, Cohort cohort) => section switch
    {
        // A change of the referrer counts with the participation that followed from the referral, whenever that ended.
        ReportSection.FollowUpsByReferrer when Kind == "referral" => fact.From <= cohort.To,
        ReportSection.Exits or ReportSection.TimeInProject or ReportSection.FollowUps or ReportSection.FollowUpShares or ReportSection.FollowUpsByReferrer
            or ReportSection.Documentation or ReportSection.BeforeAndAfter => cohort.Contains(fact.ExitedOn),
        ReportSection.FollowUpsByMonth => fact.ExitedOn <= cohort.To,
        ReportSection.StepsByMonth when fact.On is not null => cohort.Contains(fact.On),
        _ => fact.From <= cohort.To && !(fact.To < cohort.From),
    };
}
