namespace OutcomeApi.Client;

/// <summary>The tertial report of a project or of one of its subprojects.</summary>
public sealed record TertialReport
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the subproject that the report covers. Null for the whole project.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Tertial of the report, for example 2026-T1.</summary>
    public required string Tertial { get; init; }

    /// <summary>open: the report shows the current run. certified: the report is frozen and later registrations do not change it.</summary>
    public required string Status { get; init; }

    /// <summary>Number of the certified version. Null when the report is open.</summary>
    public required int? Version { get; init; }

    /// <summary>Who certified the report and when. Absent when the report is open.</summary>
    public ReportSignature? Certification { get; init; }

    /// <summary>
    /// True when the current run has other figures, or the comment has changed, since the report was certified. Use the query view=current to
    /// get the current run. Absent when the report is open.
    /// </summary>
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>
    /// False while registrations wait to be counted, or when the figures are of an earlier day. Absent when the report is certified.
    /// </summary>
    public bool? UpToDate { get; init; }

    /// <summary>How small groups are shown. Only for steering groups; absent for others.</summary>
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>
    /// Date by which the report must be submitted, as set by the project's association. The default is the last day of the month after the
    /// tertial.
    /// </summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the report was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>Day that was treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Days that the tables of each window cover.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>Whether the flow tables balance in each window, for every gender and month.</summary>
    public required ByWindow<FlowBalances> Balances { get; init; }

    /// <summary>
    /// Flow of participations and referrals. For identified participations, ongoing-at-start + started − exited = ongoing-at-end. anonymous-
    /// started is not part of this balance. referred counts referrals by referral date, and not-started counts referrals closed without a start
    /// by closing date. queued-at-end counts referrals in the queue on the last day of the window. Waiting time is the number of days from
    /// referral to start, for those who started in the window; it is null when there are none.
    /// </summary>
    public required ByWindow<IReadOnlyList<FlowRow>> Flow { get; init; }

    /// <summary>
    /// Referrals and starts by referring organisation. The referred: rows add up to referred in the flow, and the started: rows to started. A
    /// project with units of referrers has the same by unit: referred-unit: and started-unit:.
    /// </summary>
    public required ByWindow<IReadOnlyList<ReferrerRow>> Referrers { get; init; }

    /// <summary>Exits by reason, by ending and by occupation group, and their total.</summary>
    public required ByWindow<IReadOnlyList<ExitRow>> Exits { get; init; }

    /// <summary>Days from start to exit for participations that exited in the window: median, longest, and the number of exits.</summary>
    public required ByWindow<IReadOnlyList<FlowRow>> TimeInProject { get; init; }

    /// <summary>Attainment of every goal in the tertial, in all windows. A subproject's report contains the goals of the subproject.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }

    /// <summary>Follow-ups the project's numbers of months after the exits of the window: first the five states, then the answers.</summary>
    public required ByWindow<IReadOnlyList<FollowUpRow>> FollowUps { get; init; }

    /// <summary>
    /// Shares of these follow-ups with a functioning plan, with a functioning measure, and with each answer. Every share is given of those
    /// answered and of those due, with the lowest and highest share possible once the missing answers are known.
    /// </summary>
    public required ByWindow<IReadOnlyList<FollowUpShareFigures>> FollowUpShares { get; init; }

    /// <summary>
    /// States and answers of these follow-ups per referring organisation. Each organisation is responsible for the people that it referred.
    /// </summary>
    public required ByWindow<IReadOnlyList<ReferrerRow>> FollowUpsByReferrer { get; init; }

    /// <summary>
    /// Flow of the work list of follow-ups per month of the window, regardless of the exit date. open-at-start + new-due − answered −
    /// unobtainable = open-at-end. closed-before-due counts follow-ups closed before their due date, which were never on the list.
    /// </summary>
    public required ByWindow<IReadOnlyList<MonthRow>> FollowUpsByMonth { get; init; }

    /// <summary>Recipients of final documentation, for the exits of the window.</summary>
    public required ByWindow<IReadOnlyList<CountRow>> Documentation { get; init; }

    /// <summary>Documented steps: the total, by kind, and by those combinations of month, kind and subproject that have at least one step.</summary>
    public required ByWindow<IReadOnlyList<StepRow>> StepsByMonth { get; init; }

    /// <summary>
    /// Referrals, starts and documented steps of the people of each referring unit, by kind: of the window, and by those combinations of month,
    /// unit and kind that have something to count. Steering groups see the units of the window without months. Empty for a project without
    /// units. Absent in reports certified before they had it.
    /// </summary>
    public ByWindow<IReadOnlyList<UnitRow>>? UnitsByMonth { get; init; }

    /// <summary>
    /// Jobs and courses begun while the support goes on, by participations: with one, begun in the window (work, studies, with wage subsidy,
    /// open to all), ongoing at its end, lasting 13 weeks, and the days to the first. Empty for a project that uses none. Absent in reports
    /// certified before they had it.
    /// </summary>
    public ByWindow<IReadOnlyList<FlowRow>>? Placements { get; init; }

    /// <summary>
    /// Participants' self-assessments by area: mean score at the start, in the latest assessment of the window and at the exit, and mean change
    /// from start to latest and from start to exit. Every mean comes with the number of participations it covers. Areas are never combined. The
    /// areas of skapa always, those of other instruments when the project uses them.
    /// </summary>
    public required ByWindow<IReadOnlyList<SelfAssessmentFigures>> SelfAssessments { get; init; }

    /// <summary>
    /// How many have rated themselves of how many, by instrument and occasion: start, sixth-month and exit. A start is expected of each who
    /// started in the window, a six-month one of each whose sixth month in the project ended in it, an exit one of each who exited in it,
    /// except the deceased. Empty for a project without self-assessments. Absent in reports certified before they had it.
    /// </summary>
    public ByWindow<IReadOnlyList<SelfAssessmentsGivenFigures>>? SelfAssessmentsGiven { get; init; }

    /// <summary>The project's fidelity reviews since its start, in date order.</summary>
    public required IReadOnlyList<FidelityFigures> Fidelity { get; init; }

    /// <summary>
    /// The development plan of fidelity: the activities of the latest review that has any, with the present score of each item. Absent in
    /// reports certified before they had it.
    /// </summary>
    public IReadOnlyList<FidelityPlanFigures>? FidelityPlan { get; init; }

    /// <summary>The next fidelity review. Absent when no further one is due, and in reports certified before they had it.</summary>
    public NextFidelityReview? NextFidelityReview { get; init; }

    /// <summary>Figures that the project reports without a goal, with their latest value. Absent in reports certified before they had them.</summary>
    public IReadOnlyList<ReportedFigureShown>? ReportedFigures { get; init; }

    /// <summary>
    /// Those who exited in the window, before and after: education, income at the start and at the exit, extent, age, months without work, on
    /// sick leave and on public support, and the change of occupation. exits is their number. not-stated counts those of whom it is not stated.
    /// A participant may have several sources of income and is counted on the row of each. Absent in reports certified before they had it.
    /// </summary>
    public ByWindow<IReadOnlyList<BeforeAndAfterRow>>? BeforeAndAfter { get; init; }

    /// <summary>
    /// Places and budget against the participations of the calendar year, up to the end of the tertial. Absent in the report of a subproject,
    /// for a project that states neither places nor budget, and in reports certified before they had it.
    /// </summary>
    public ResourceFigures? Resources { get; init; }

    /// <summary>Results of all data quality checks of the tertial. Checks with no findings are also listed.</summary>
    public required IReadOnlyList<FindingCount> DataQuality { get; init; }

    /// <summary>Days until starts and exits of the tertial were received.</summary>
    public required IReadOnlyList<ReceiptFigures> Lateness { get; init; }

    /// <summary>The project's comment on the tertial. Null when there is none.</summary>
    public required string? Comment { get; init; }

    /// <summary>Counts to enter in Uppföljning Finsam.</summary>
    public required FinsamFigures FinsamCounts { get; init; }

    /// <summary>Work list of each referring organisation. Only for registrars; absent for others.</summary>
    public IReadOnlyList<FollowUpWorkList>? FollowUpWorkLists { get; init; }
}

/// <summary>Certification details that are shown to readers of a certified report.</summary>
public sealed record ReportSignature
{
    /// <summary>Version number, starting at 1. Every restatement creates the next version.</summary>
    public required int Version { get; init; }

    /// <summary>When the report was certified.</summary>
    public required DateTimeOffset CertifiedAt { get; init; }

    /// <summary>Id of the credential that certified the report.</summary>
    public required string CertifiedBy { get; init; }

    /// <summary>Name of the credential. Null when the credential is not an API key of the service.</summary>
    public required string? CertifiedByName { get; init; }

    /// <summary>
    /// SHA-256 of the signed bytes, in hexadecimal. Null for steering groups, because the hash of the exact figures would allow guesses at
    /// hidden figures to be verified.
    /// </summary>
    public required string? Sha256 { get; init; }

    /// <summary>Reason for certifying despite errors in the data. Null when none was stated. Always null for steering groups.</summary>
    public required string? Exception { get; init; }

    /// <summary>Reason for certifying again. Null when none was stated. Always null for steering groups.</summary>
    public required string? Reason { get; init; }

    /// <summary>Warnings that were acknowledged, each with the reason. Absent when none was stated. Always absent for steering groups.</summary>
    public IReadOnlyList<AcknowledgedWarning>? Acknowledgements { get; init; }
}

/// <summary>Whether the flow tables balance. They always do; false indicates an error in the service.</summary>
public sealed record FlowBalances
{
    /// <summary>True when the flow of participations balances.</summary>
    public required bool Flow { get; init; }

    /// <summary>True when the flow of the work list of follow-ups balances in every month.</summary>
    public required bool FollowUpsByMonth { get; init; }
}

/// <summary>A row of a table that holds counts and numbers of days.</summary>
public sealed record FlowRow : MeasuredRow
{
    /// <summary>What the row counts or measures, for example started or waiting-days-median.</summary>
    public required string Key { get; init; }
}

/// <summary>A row about the people referred by one organisation.</summary>
public sealed record ReferrerRow : FigureRow
{
    /// <summary>Months after the exit. Only in followUpsByReferrer; absent in reports that were certified when there were only three.</summary>
    public int? Months { get; init; }

    /// <summary>
    /// The referring organisation; not-stated when none is stated. For steering groups also merged or earlier, when several small or no longer
    /// used referrers share one row.
    /// </summary>
    public required string Referrer { get; init; }

    /// <summary>
    /// The referrer's unit; not-stated when none is stated. Only in rows about units; absent when small or no longer used units share the row.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>
    /// Referrers merged into this row because each is small. Only for steering groups, in followUpsByReferrer; absent when the row is one
    /// referrer.
    /// </summary>
    public IReadOnlyList<string>? Referrers { get; init; }
}

/// <summary>A row of the table of exits.</summary>
public sealed record ExitRow : FigureRow
{
    /// <summary>Ending: planned or interrupted. Null in rows of an occupation group, in the total and in merged rows.</summary>
    public required string? Ending { get; init; }

    /// <summary>Occupation group: work, studies, job-seeking or other. Null in rows of an ending, in the total and in merged rows.</summary>
    public required string? Group { get; init; }
}

/// <summary>A row about the follow-ups after one number of months.</summary>
public sealed record FollowUpRow : FigureRow
{
    /// <summary>Months after the exit. Absent in reports that were certified when there were only follow-ups after three months.</summary>
    public int? Months { get; init; }
}

/// <summary>A share of the follow-ups.</summary>
public sealed record FollowUpShareFigures
{
    /// <summary>
    /// What is counted: functioning-plan, functioning-measure, or answer: followed by an answer. Follow-ups after other months than three begin
    /// with the months, for example 6-months:functioning-plan.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Months after the exit. Absent in reports that were certified when there were only follow-ups after three months.</summary>
    public int? Months { get; init; }

    /// <summary>Denominator of the share. answered: all answered follow-ups. due: all follow-ups that are due, answered or not.</summary>
    public required string Basis { get; init; }

    /// <summary>Keys of the small answers that are merged into this share. Only for steering groups; absent otherwise.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>One row each for woman, man, other-or-unknown and total. For steering groups woman, man and total.</summary>
    public required IReadOnlyList<FollowUpShareRow> Rows { get; init; }
}

/// <summary>A row about one calendar month.</summary>
public sealed record MonthRow : FigureRow
{
    /// <summary>Months after the exit. Absent in reports that were certified when there were only follow-ups after three months.</summary>
    public int? Months { get; init; }

    /// <summary>The month, in the form YYYY-MM.</summary>
    public required string Month { get; init; }
}

/// <summary>A row of a table of counts.</summary>
public sealed record CountRow : FigureRow;

/// <summary>A row of the table of documented steps.</summary>
public sealed record StepRow : FigureRow
{
    /// <summary>The month, in the form YYYY-MM. Null for all months of the window.</summary>
    public required string? Month { get; init; }

    /// <summary>The kind of step. Null for all kinds.</summary>
    public required string? Kind { get; init; }

    /// <summary>
    /// Id of the subproject. Null in a row of a month: steps that belong to no subproject. Null in other rows, and always for steering groups:
    /// all steps.
    /// </summary>
    public required string? Subproject { get; init; }

    /// <summary>Months merged into this row because each is small. Only for steering groups; absent when the row is one month.</summary>
    public IReadOnlyList<string>? Months { get; init; }
}

/// <summary>A row about the people of one referring unit.</summary>
public sealed record UnitRow : FigureRow
{
    /// <summary>The month, in the form YYYY-MM. Null for all months of the window.</summary>
    public required string? Month { get; init; }

    /// <summary>
    /// Code of the unit; not-stated when none is stated, earlier for all units together that the project no longer names. For steering groups
    /// also merged, when several small units share one row.
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>
    /// What is counted: referred, started, or a kind of step. For steering groups also merged, when several small kinds share one row.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Units merged into this row because each is small. Only for steering groups; absent when the row is one unit.</summary>
    public IReadOnlyList<string>? Units { get; init; }
}

/// <summary>One area of the self-assessments on one occasion.</summary>
public sealed record SelfAssessmentFigures
{
    /// <summary>Code of the area that is rated, from the list of instruments.</summary>
    public required string Area { get; init; }

    /// <summary>
    /// Occasion: start, latest or exit; change for the difference between start and latest; change-to-exit for that between start and exit,
    /// which reports certified before they had it lack.
    /// </summary>
    public required string Occasion { get; init; }

    /// <summary>One row each for woman, man, other-or-unknown and total. For steering groups woman, man and total.</summary>
    public required IReadOnlyList<SelfAssessmentRow> Rows { get; init; }
}

/// <summary>How many have rated themselves of how many, by one instrument on one occasion.</summary>
public sealed record SelfAssessmentsGivenFigures
{
    /// <summary>What the row counts, for example skapa:with-start.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Occasion: start, sixth-month or exit.</summary>
    public required string Occasion { get; init; }

    /// <summary>One row each for woman, man, other-or-unknown and total. For steering groups woman, man and total.</summary>
    public required IReadOnlyList<SelfAssessmentsGivenRow> Rows { get; init; }
}

/// <summary>A fidelity review.</summary>
public sealed record FidelityFigures
{
    /// <summary>Reference of the review, chosen by the sender.</summary>
    public required string Reference { get; init; }

    /// <summary>Date of the review.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Id of the fidelity scale.</summary>
    public required string Scale { get; init; }

    /// <summary>Total points of all items. Null when the review is partial.</summary>
    public required int? Total { get; init; }

    /// <summary>Maximum points of the scale.</summary>
    public required int Maximum { get; init; }

    /// <summary>Interpretation of the points, as a code of the scale. Null when the review is partial.</summary>
    public required string? Band { get; init; }

    /// <summary>True when at least one item of the scale has no score.</summary>
    public required bool Partial { get; init; }

    /// <summary>Number of items that have a score.</summary>
    public required int ItemsScored { get; init; }

    /// <summary>Who has made the review: own-team, other-team or external. Absent when that is not stated.</summary>
    public string? Reviewer { get; init; }

    /// <summary>The items of the scale in its order, with score and comment. Absent in reports certified before they had them.</summary>
    public IReadOnlyList<FidelityItemFigures>? Items { get; init; }
}

/// <summary>An activity of the development plan.</summary>
public sealed record FidelityPlanFigures
{
    /// <summary>Reference of the review that has the plan, and the number of the activity in it.</summary>
    public required string Key { get; init; }

    /// <summary>Number of the item that the activity is about.</summary>
    public required string Item { get; init; }

    /// <summary>What the item is about, in the product's own words.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The present score of the item: that of the latest review. Null when it has none.</summary>
    public required int? Score { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Activity { get; init; }

    /// <summary>The day by which it is to be done.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>The day on which it was done. Null: not yet.</summary>
    public required DateOnly? DoneOn { get; init; }

    /// <summary>State on the day of the figures: done, planned, or overdue when its day has passed.</summary>
    public required string State { get; init; }
}

/// <summary>The next fidelity review that is due.</summary>
public sealed record NextFidelityReview
{
    /// <summary>Number of months after the first day of the project.</summary>
    public required int Months { get; init; }

    /// <summary>The day by which it is due.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>
    /// State on the day of the figures: not-due; due, for thirty days from its day on; overdue; or held, when the review has been held after
    /// the window.
    /// </summary>
    public required string State { get; init; }
}

/// <summary>A figure that the project reports without a goal. It is shown and not judged.</summary>
public sealed record ReportedFigureShown
{
    /// <summary>Name of the figure.</summary>
    public required string Figure { get; init; }

    /// <summary>Day that the latest value is about. Null when the figure has not been reported.</summary>
    public required DateOnly? On { get; init; }

    /// <summary>The value. Null when the figure is a share, or has not been reported.</summary>
    public required int? Value { get; init; }

    /// <summary>Numerator of a share. Null when the figure is a value, or has not been reported.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Denominator of a share. Null when the figure is a value, or has not been reported.</summary>
    public required int? Denominator { get; init; }
}

/// <summary>A row about those who exited, before and after.</summary>
public sealed record BeforeAndAfterRow : MeasuredRow
{
    /// <summary>
    /// exits; a table and a category with a colon between them, for example education:upper-secondary, income-at-start:social-assistance,
    /// extent:50-74 or age-at-start:not-stated; occupation: with the occupation at the start, a colon and the one at the exit; or a number of
    /// months with -stated, -not-stated, -lower-quarter, -median or -upper-quarter, for example months-without-work-median. For steering
    /// groups, small categories that share one row have merged as category.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>
    /// Occupation at the start, or not-stated. For steering groups also merged, when several small ones share one row. Only in rows about the
    /// change of occupation.
    /// </summary>
    public string? AtStart { get; init; }

    /// <summary>Occupation at the exit, or not-stated; for steering groups also merged. Only in rows about the change of occupation.</summary>
    public string? AtExit { get; init; }

    /// <summary>
    /// Occupations at the start that are merged into this row because each is small. Only for steering groups; absent when the row is one
    /// occupation.
    /// </summary>
    public IReadOnlyList<string>? Starts { get; init; }

    /// <summary>
    /// Keys of the small categories that are merged into this row; in rows about the change of occupation, the occupations at the exit. Only
    /// for steering groups; absent when the row is a single category.
    /// </summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>Places and budget of a project against the participations of the calendar year, up to the end of the tertial.</summary>
public sealed record ResourceFigures
{
    /// <summary>The calendar year of the tertial, and of the budget.</summary>
    public required int Year { get; init; }

    /// <summary>First day of those counted: 1 January, or the project's first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of those counted: the last day of the tertial, or of the project.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What is divided by what, in words.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// places, ongoing-at-end and places-used, their quotient, when the project states its places. budget, of the whole year; supported,
    /// participations ongoing on any day; cost-per-participation, the budget divided by them; exits-to-work-or-studies and cost-per-exit, the
    /// budget divided by them, when the project states a budget. places-used is a share with four decimals; budget and costs are whole kronor,
    /// null in a year without budget and when there is nobody to divide by. Rows that are not about women and men have a total only.
    /// </summary>
    public required IReadOnlyList<FlowRow> Rows { get; init; }
}

/// <summary>The number of findings of one data quality check.</summary>
public sealed record FindingCount
{
    /// <summary>Code of the check, for example late-registration.</summary>
    public required string Code { get; init; }

    /// <summary>Class of the finding: error, warning or note. Errors block certification.</summary>
    public required string Class { get; init; }

    /// <summary>Number of findings. Null when hidden.</summary>
    public required int? Count { get; init; }

    /// <summary>How many of the findings have which reason, for example no-offer-recorded. Absent when the check gives no reasons.</summary>
    public IReadOnlyDictionary<string, int>? Why { get; init; }

    /// <summary>
    /// Why the number is hidden: small-group. Steering groups do not see the number of people of unknown gender. Absent when the number is
    /// shown.
    /// </summary>
    public string? Hidden { get; init; }
}

/// <summary>The time from events of the tertial to their first receipt. Later corrections do not count.</summary>
public sealed record ReceiptFigures
{
    /// <summary>Kind of record: enrollment (counted from its start) or exit.</summary>
    public required string Record { get; init; }

    /// <summary>Median number of days: the middle value, or the mean of the two middle values. Null when there were no events.</summary>
    public required double? MedianDays { get; init; }

    /// <summary>Number of days within which 90 % of the events were received (nearest rank). Null when there were no events.</summary>
    public required int? NinetiethPercentileDays { get; init; }
}

/// <summary>
/// Counts for Uppföljning Finsam, from the start of the calendar year to the end of the tertial. Anonymous participations are included.
/// </summary>
public sealed record FinsamFigures
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Participations that started in the year. Participations carried over into the project are not included.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>
    /// Participations that were ongoing on any day of the year, up to the end of the tertial. Anonymous ones count only in the year of their
    /// start, or in the project's first year if carried over.
    /// </summary>
    public required GenderFigures OngoingInYear { get; init; }

    /// <summary>The same counts per association. A subproject counts for its own association.</summary>
    public required IReadOnlyList<FinsamAssociationFigures> Associations { get; init; }
}

/// <summary>The work list of follow-ups for one referring organisation, which is responsible for the people that it referred.</summary>
public sealed record FollowUpWorkList
{
    /// <summary>The referring organisation. not-stated for people whose referrer is not known.</summary>
    public required string Referrer { get; init; }
}

/// <summary>A warning of data quality that the secretariat knows of and certifies the report with.</summary>
public sealed record AcknowledgedWarning
{
    /// <summary>Code of the check, for example overdue-follow-ups.</summary>
    public required string Finding { get; init; }

    /// <summary>Why the report is certified with it.</summary>
    public required string Reason { get; init; }
}

/// <summary>The share for one gender or for the total.</summary>
public sealed record FollowUpShareRow : GenderRow
{
    /// <summary>Number of follow-ups that are counted. Null when hidden.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Number of answered follow-ups, or of due ones, depending on the basis. Null when hidden.</summary>
    public required int? Denominator { get; init; }

    /// <summary>Numerator divided by denominator, four decimals: 0.25 is 25 %. Null when the denominator is zero or the figure is hidden.</summary>
    public required double? Share { get; init; }

    /// <summary>
    /// Worst case: share of the due follow-ups if no missing answer were counted. Null when nothing is due or the figure is hidden.
    /// </summary>
    public required double? Lowest { get; init; }

    /// <summary>Best case: share of the due follow-ups if every missing answer were counted. Unobtainable answers are treated as missing.</summary>
    public required double? Highest { get; init; }
}

/// <summary>Ratings for one gender or for the total.</summary>
public sealed record SelfAssessmentRow : GenderRow
{
    /// <summary>Number of participations with a rating of the area. For change: with a rating on both occasions. Null when hidden.</summary>
    public required int? N { get; init; }

    /// <summary>
    /// Mean of the scores (skapa: 1 to 5, whoqol-bref: 4 to 20), or of their changes, two decimals. Null when there are no ratings or the
    /// figure is hidden.
    /// </summary>
    public required double? Mean { get; init; }
}

/// <summary>How many of one gender, or of all, have rated themselves.</summary>
public sealed record SelfAssessmentsGivenRow : GenderRow
{
    /// <summary>Number of participations with the self-assessment. Null when hidden.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Number of participations of which it is expected. Null when hidden.</summary>
    public required int? Denominator { get; init; }
}

/// <summary>An item of a fidelity review.</summary>
public sealed record FidelityItemFigures
{
    /// <summary>Number of the item.</summary>
    public required string Item { get; init; }

    /// <summary>What the item is about, in the product's own words.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Code of the group that the item belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>The score. Null when the item has none.</summary>
    public required int? Score { get; init; }

    /// <summary>The comment on the item. Null when there is none.</summary>
    public required string? Comment { get; init; }
}

/// <summary>Counts of women, men, people of another or unknown gender, and the total.</summary>
public sealed record GenderFigures
{
    /// <summary>Count for women. Null when hidden.</summary>
    public required int? Woman { get; init; }

    /// <summary>Count for men. Null when hidden.</summary>
    public required int? Man { get; init; }

    /// <summary>
    /// Count for people of another or unknown gender. Absent for steering groups, where these people are counted with the women or the men.
    /// </summary>
    public int? OtherOrUnknown { get; init; }

    /// <summary>Total count. Null when hidden.</summary>
    public required int? Total { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    public string? Hidden { get; init; }
}

/// <summary>Counts for Uppföljning Finsam of one association.</summary>
public sealed record FinsamAssociationFigures
{
    /// <summary>Id of the association.</summary>
    public required string Association { get; init; }

    /// <summary>Its participations that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Its participations that were ongoing on any day of the year, up to the end of the tertial.</summary>
    public required GenderFigures OngoingInYear { get; init; }
}
