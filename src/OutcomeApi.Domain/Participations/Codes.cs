namespace OutcomeApi.Domain.Participations;

/// <summary>The four gender codes, in the order used by reports.</summary>
public enum Gender
{
    /// <summary><i>Kvinna.</i></summary>
    Woman,

    /// <summary><i>Man.</i></summary>
    Man,

    /// <summary><i>Annan könsidentitet.</i></summary>
    Other,

    /// <summary><i>Uppgift saknas.</i></summary>
    Unknown,
}

/// <summary>The organisation that proposed a person to a project (<i>remittent</i>), or the person themselves.</summary>
public enum Referrer
{
    EmploymentService,
    SocialInsuranceAgency,
    Municipality,
    Region,
    SelfReferral,
}

/// <summary>The outcome of a referral.</summary>
public enum ReferralOutcome
{
    Open,
    Queued,
    Started,
    Declined,
    Withdrawn,
    GuidedElsewhere,
}

/// <summary>A documented step towards work or studies (<i>stegförflyttning</i>).</summary>
public enum StepKind
{
    Language,
    FurtherSwedishStudies,
    BetterHealth,
    BetterSocialSituation,
    AssociationActivity,
    BrokenIsolation,
    NearerLabourMarket,
    WorkPlacement,
    StudyVisit,

    /// <summary>The mapping (<i>kartläggning</i>) is done. IPS follows this step and those below month by month.</summary>
    Mapped,
    GoalSet,
    EmployerContact,
    ApplicationSent,
    Interview,
}

/// <summary>What a participant begins while the support goes on.</summary>
public enum PlacementKind
{
    Work,
    Studies,
}

/// <summary>A source of income before or after a participation.</summary>
public enum IncomeSource
{
    SicknessBenefit,
    RehabilitationBenefit,
    ActivityCompensation,
    SicknessCompensation,
    UnemploymentInsurance,
    ActivityGrant,
    EstablishmentBenefit,
    SocialAssistance,
    StudentAid,
    Wage,
    ParentalBenefit,
    Other,
    None,
}

/// <summary>The highest completed education.</summary>
public enum Education
{
    BelowCompulsory,
    Compulsory,
    UpperSecondary,
    PostSecondary,
    Unknown,
}

/// <summary>
/// The situation of the person according to a follow-up. The list is fixed; see <see cref="FollowUpAnswers"/> for the meaning of each
/// answer.
/// </summary>
public enum FollowUpAnswer
{
    Work,
    Studies,
    InMeasure,
    QueuedForMeasure,
    PlanWithoutMeasure,
    ClosedAtReferrer,
    IllWithoutPlan,
    Moved,
    Deceased,
    Unreachable,
}

/// <summary>The reason for a correction.</summary>
public enum Correction
{
    WrongDate,
    WrongCode,
    LateInformation,
    Duplicate,
    Other,
}

/// <summary>Defines the meaning of follow-up answers.</summary>
public static class FollowUpAnswers
{
    public static bool MeansFunctioningMeasure(FollowUpAnswer answer) =>
        answer is FollowUpAnswer.Work or FollowUpAnswer.Studies or FollowUpAnswer.InMeasure;

    public static bool MeansFunctioningPlan(FollowUpAnswer answer) =>
        MeansFunctioningMeasure(answer) || answer is FollowUpAnswer.QueuedForMeasure or FollowUpAnswer.PlanWithoutMeasure;
}
