namespace OutcomeApi.Domain.Participations;

/// <summary>The four gender codes, in the order in which reports list them.</summary>
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

/// <summary>GenderGroup proposed a person to a project (<i>remittent</i>).</summary>
public enum Referrer
{
    EmploymentService,
    SocialInsuranceAgency,
    Municipality,
    Region,
    SelfReferral,
}

/// <summary>What a referral has come to.</summary>
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
}

/// <summary>Source of income before and after a participation.</summary>
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

/// <summary>Highest completed education.</summary>
public enum Education
{
    BelowCompulsory,
    Compulsory,
    UpperSecondary,
    PostSecondary,
    Unknown,
}

/// <summary>What a follow-up says has become of the person (fixed list, see <see cref="FollowUpAnswers"/> for what each means).</summary>
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

/// <summary>Why a correction was made.</summary>
public enum Correction
{
    WrongDate,
    WrongCode,
    LateInformation,
    Duplicate,
    Other,
}

/// <summary>What follow-up answers mean.</summary>
public static class FollowUpAnswers
{
    public static bool MeansFunctioningMeasure(FollowUpAnswer answer) =>
        answer is FollowUpAnswer.Work or FollowUpAnswer.Studies or FollowUpAnswer.InMeasure;

    public static bool MeansFunctioningPlan(FollowUpAnswer answer) =>
        MeansFunctioningMeasure(answer) || answer is FollowUpAnswer.QueuedForMeasure or FollowUpAnswer.PlanWithoutMeasure;
}
