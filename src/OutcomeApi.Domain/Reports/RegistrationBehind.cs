using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reports;

/// <summary>What a registration was about, before it or after it: the participation or referral that it touched.</summary>
public sealed record TouchedFact
{
    /// <summary>Null: not known.</summary>
    public Gender? Gender { get; init; }

    public string? Subproject { get; init; }

    /// <summary>The first day on which it could count: of the referral, the start or the event itself.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last one; null: it is open.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The day of the exit; null: there is none.</summary>
    public DateOnly? ExitedOn { get; init; }

    /// <summary>The day of the event itself, of kinds such as steps.</summary>
    public DateOnly? On { get; init; }
}

/// <summary>A registration that was received after a report was certified.</summary>
/// <param name="Position">Its entry in the history.</param>
/// <param name="Kind">Kind of record.</param>
/// <param name="Facts">What it was about, before and after; none: that is no longer known, or it is about the whole project.</param>
public sealed record LaterRegistration(long Position, string Kind, IReadOnlyList<TouchedFact> Facts)
{
    /// <summary>
    /// Can it have changed the cell? It can when its kind counts in the section, and what it touched – before or after – belongs to the subproject and the
    /// gender of the cell and to its cohort: by the exit in tables about exits, by any of its days in the others.
    /// </summary>
    public bool IsBehind(ChangedCell cell) => CountsIn(cell.Section) && (Facts.Count == 0 || Facts.Any(fact => Touches(fact, cell)));

    private bool CountsIn(ReportSection section) => Kind switch
    {
        "project" => true,
        "goal" => section == ReportSection.Goals,
        "enrollment" or "exit" => section != ReportSection.Fidelity,
        "referral" => section is ReportSection.Flow or ReportSection.Referrers or ReportSection.Goals or ReportSection.FollowUpsByReferrer or ReportSection.DataQuality,
        "follow-up" => section is ReportSection.FollowUps or ReportSection.FollowUpShares or ReportSection.FollowUpsByReferrer or ReportSection.FollowUpsByMonth
            or ReportSection.Goals or ReportSection.DataQuality,
        "step" => section is ReportSection.StepsByMonth or ReportSection.Goals,
        "self-assessment" => section == ReportSection.SelfAssessments,
        "fidelity-review" => section is ReportSection.Fidelity or ReportSection.Goals,
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
        // GenderGroup referred counts with the participation that followed, whenever that ended.
        ReportSection.FollowUpsByReferrer when Kind == "referral" => fact.From <= cohort.To,
        ReportSection.Exits or ReportSection.TimeInProject or ReportSection.FollowUps or ReportSection.FollowUpShares or ReportSection.FollowUpsByReferrer
            or ReportSection.Documentation => cohort.Contains(fact.ExitedOn),
        ReportSection.FollowUpsByMonth => fact.ExitedOn <= cohort.To,
        ReportSection.StepsByMonth when fact.On is not null => cohort.Contains(fact.On),
        _ => fact.From <= cohort.To && !(fact.To < cohort.From),
    };
}
