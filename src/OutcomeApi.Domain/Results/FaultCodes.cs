namespace OutcomeApi.Domain.Results;

/// <summary>
/// Lists every code that a problem or a warning can carry. The codes are part of the contract: codes are added, never renamed.
/// </summary>
public static class FaultCodes
{
    // Found without the register: status 400.
    public const string MalformedJson = "malformed-json";
    public const string MalformedCsv = "malformed-csv";
    public const string MalformedWorkbook = "malformed-workbook";
    public const string SheetUnknown = "sheet-unknown";
    public const string FieldUnknown = "field-unknown";
    public const string RequiredMissing = "required-missing";
    public const string TypeWrong = "type-wrong";
    public const string ReferenceInvalid = "reference-invalid";
    public const string NumberOutOfRange = "number-out-of-range";
    public const string RatingOutOfRange = "rating-out-of-range";
    public const string TextTooLong = "text-too-long";
    public const string QueryUnknown = "query-unknown";
    public const string BodyTooDeep = "body-too-deep";

    // Found by comparison with the project or the register: status 422.
    public const string ExitBeforeStart = "exit-before-start";
    public const string StartOutsideProject = "start-outside-project";
    public const string ExitOutsideProject = "exit-outside-project";
    public const string FollowUpBeforeExit = "follow-up-before-exit";
    public const string FollowUpWithoutExit = "follow-up-without-exit";
    public const string FollowUpTooEarly = "follow-up-too-early";
    public const string EndBeforeStart = "end-before-start";
    public const string OutsideParticipation = "outside-participation";
    public const string NextStepOutOfRange = "next-step-out-of-range";
    public const string ConsentWithdrawnBeforeGiven = "consent-withdrawn-before-given";
    public const string ReferralDiffers = "referral-differs";
    public const string ReferralNotFound = "referral-not-found";
    public const string EnrollmentNotFound = "enrollment-not-found";
    public const string FigureUnknown = "figure-unknown";
    public const string UnknownCode = "unknown-code";
    public const string CodeNotUsed = "code-not-used";
    public const string UnitOfOtherReferrer = "unit-of-other-referrer";
    public const string SubprojectUnknown = "subproject-unknown";
    public const string DateInFuture = "date-in-future";
    public const string StartBeforeReferral = "start-before-referral";
    public const string AnonymousWithIdentity = "anonymous-with-identity";
    public const string ConsentMissing = "consent-missing";
    public const string DuplicateInBatch = "duplicate-in-batch";
    public const string GoalInvalid = "goal-invalid";
    public const string FollowUpsTooFew = "follow-ups-too-few";
    public const string ProjectInvalid = "project-invalid";
    public const string ProjectTooLarge = "project-too-large";
    public const string AssociationUnknown = "association-unknown";
    public const string AssociationNotReached = "association-not-reached";
    public const string ReferenceDiffers = "reference-differs";
    public const string CodeNotValid = "code-not-valid";
    public const string PersonalNumberInvalid = "personal-number-invalid";
    public const string PersonalNumberProtected = "personal-number-protected";
    public const string PersonalNumberNotConfigured = "personal-number-not-configured";
    public const string IdempotencyKeyReused = "idempotency-key-reused";

    public const string TertialNotEnded = "tertial-not-ended";
    public const string CertificationBlocked = "certification-blocked";
    public const string WarningNotAcknowledged = "warning-not-acknowledged";

    // Found by comparison with what is stored.
    public const string NothingChanged = "nothing-changed";
    public const string SecondExit = "second-exit";
    public const string ContentDiffers = "content-differs";
    public const string ReferenceTaken = "reference-taken";
    public const string RequestInProgress = "request-in-progress";
    public const string VersionStale = "version-stale";
    public const string IfMatchRequired = "if-match-required";

    // About the call itself.
    public const string NotFound = "not-found";
    public const string Erased = "erased";
    public const string ComputationGone = "computation-gone";
    public const string FeedRestarted = "feed-restarted";
    public const string NotAuthenticated = "not-authenticated";
    public const string NotAllowed = "not-allowed";
    public const string ShareLinkNotValid = "share-link-not-valid";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string NotAcceptable = "not-acceptable";
    public const string MediaTypeUnsupported = "media-type-unsupported";
    public const string EncodingUnsupported = "encoding-unsupported";
    public const string BodyTooLarge = "body-too-large";
    public const string BodyTooSlow = "body-too-slow";
    public const string TooManyRequests = "too-many-requests";
    public const string TooManyCostlyRequests = "too-many-costly-requests";
    public const string DatabaseBusy = "database-busy";
    public const string DatabaseUnavailable = "database-unavailable";
    public const string DiskFull = "disk-full";
    public const string FiguresNotReady = "figures-not-ready";
    public const string RequestTimedOut = "request-timed-out";
    public const string ServerFault = "server-fault";

    // Warnings: the record is saved.
    public const string AgeUnusual = "age-unusual";
    public const string LongEnrollment = "long-enrollment";
    public const string OverlappingEnrollment = "overlapping-enrollment";
    public const string LateRegistration = "late-registration";
    public const string ExitInNoGoal = "exit-in-no-goal";
    public const string MonthsNotFollowedUp = "months-not-followed-up";
    public const string SamePlacement = "same-placement";
    public const string ValuesRemoved = "values-removed";
}
