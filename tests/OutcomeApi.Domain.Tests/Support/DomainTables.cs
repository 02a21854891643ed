namespace OutcomeApi.Domain.Tests.Support;

/// <summary>The tables of domain.md §6, copied as data. Tests hold the code against them; nothing here is derived from the code.</summary>
internal static class DomainTables
{
    public static readonly IReadOnlyList<(string Code, string Ending, string? Group)> ExitReasons =
    [
        ("work-unsubsidised", "planned", "work"),
        ("work-subsidised", "planned", "work"),
        ("studies", "planned", "studies"),
        ("vocational-studies", "planned", "studies"),
        ("studies-completed", "planned", "studies"),
        ("coordinated-support", "planned", "job-seeking"),
        ("employment-service-measure", "planned", "job-seeking"),
        ("municipal-measure", "planned", "job-seeking"),
        ("supported-employment", "planned", "job-seeking"),
        ("work-placement", "planned", "other"),
        ("work-training", "planned", "other"),
        ("other-planned-measure", "planned", "other"),
        ("daily-activity", "planned", "other"),
        ("health-care", "interrupted", "other"),
        ("returned-to-referrer", "interrupted", "other"),
        ("moved", "interrupted", "other"),
        ("dropped-out", "interrupted", "other"),
        ("discharged-no-progress", "interrupted", "other"),
        ("deceased", "interrupted", "other"),
        ("unknown", "interrupted", "other"),
        ("registered-in-error", "void", null),
    ];

    public static readonly IReadOnlyList<(string Code, bool FunctioningPlan, bool FunctioningMeasure)> FollowUpAnswers =
    [
        ("work", true, true),
        ("studies", true, true),
        ("in-measure", true, true),
        ("queued-for-measure", true, false),
        ("plan-without-measure", true, false),
        ("closed-at-referrer", false, false),
        ("ill-without-plan", false, false),
        ("moved", false, false),
        ("deceased", false, false),
        ("unreachable", false, false),
    ];

    public static readonly IReadOnlyList<string> StepKinds =
    [
        "language", "further-swedish-studies", "better-health", "better-social-situation", "association-activity", "broken-isolation",
        "nearer-labour-market", "work-placement", "study-visit", "mapped", "goal-set", "employer-contact", "application-sent", "interview",
    ];

    /// <summary>IPS Unga's units (§5) with their referrers, and whether they are integrated treatment teams.</summary>
    public static readonly IReadOnlyList<(string Code, string Referrer, bool Integrated)> Units =
    [
        ("maria-skane", "region", true), ("oppenvard-unga-vuxna", "region", true), ("ung-malmo", "municipality", false),
        ("ekonomiskt-bistand-unga-vuxna", "municipality", false), ("ebb-vagledningsteamet", "municipality", false),
    ];

    public static readonly IReadOnlyList<string> Genders = ["woman", "man", "other", "unknown"];

    public static readonly IReadOnlyList<string> Referrers =
        ["employment-service", "social-insurance-agency", "municipality", "region", "self-referral"];

    public static readonly IReadOnlyList<string> ReferralOutcomes = ["open", "queued", "started", "declined", "withdrawn", "guided-elsewhere"];

    public static readonly IReadOnlyList<string> IncomeSources =
    [
        "sickness-benefit", "rehabilitation-benefit", "activity-compensation", "sickness-compensation", "unemployment-insurance",
        "activity-grant", "establishment-benefit", "social-assistance", "student-aid", "wage", "parental-benefit", "other", "none",
    ];

    public static readonly IReadOnlyList<string> Educations = ["below-compulsory", "compulsory", "upper-secondary", "post-secondary", "unknown"];
}
