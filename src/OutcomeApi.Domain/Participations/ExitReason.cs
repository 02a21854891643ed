namespace OutcomeApi.Domain.Participations;

/// <summary>The reason why a participation ended (<i>avslutsorsak</i>). A code never changes its meaning.</summary>
public enum ExitReason
{
    WorkUnsubsidised,
    WorkSubsidised,
    Studies,
    VocationalStudies,
    StudiesCompleted,
    CoordinatedSupport,
    EmploymentServiceMeasure,
    MunicipalMeasure,
    SupportedEmployment,
    WorkPlacement,
    WorkTraining,
    OtherPlannedMeasure,
    DailyActivity,
    HealthCare,
    ReturnedToReferrer,
    Moved,
    DroppedOut,
    DischargedNoProgress,
    Deceased,
    Unknown,
    RegisteredInError,
}

/// <summary>How a participation ended.</summary>
public enum Ending
{
    Planned,
    Interrupted,

    /// <summary>The registration was a mistake. It is left out of numerator, denominator and every volume.</summary>
    Void,
}

/// <summary>The occupation group as in SUS.</summary>
public enum OccupationGroup
{
    Work,
    Studies,
    JobSeeking,
    Other,
}

/// <summary>Defines the ending and the occupation group of each exit reason.</summary>
public static class ExitReasons
{
    public static Ending EndingOf(ExitReason reason) => reason switch
    {
        ExitReason.RegisteredInError => Ending.Void,
        >= ExitReason.HealthCare => Ending.Interrupted,
        _ => Ending.Planned,
    };

    /// <summary>Determines whether an exit is followed up. Every exit is, except a registration in error and a death.</summary>
    public static bool AreFollowedUp(ExitReason reason) => reason is not (ExitReason.RegisteredInError or ExitReason.Deceased);

    /// <summary>Returns the occupation group of an exit reason, or null for a registration in error.</summary>
    public static OccupationGroup? GroupOf(ExitReason reason) => reason switch
    {
        ExitReason.RegisteredInError => null,
        ExitReason.WorkUnsubsidised or ExitReason.WorkSubsidised => OccupationGroup.Work,
        ExitReason.Studies or ExitReason.VocationalStudies or ExitReason.StudiesCompleted => OccupationGroup.Studies,
        ExitReason.CoordinatedSupport or ExitReason.EmploymentServiceMeasure or ExitReason.MunicipalMeasure
            or ExitReason.SupportedEmployment => OccupationGroup.JobSeeking,
        _ => OccupationGroup.Other,
    };
}
