using System.Collections.Frozen;
using System.Globalization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>Texts of a report in one language: names of sections, rows, columns and figures.</summary>
public sealed class ReportTexts(Language language)
{
    /// <summary>Sign between the parts of a name.</summary>
    public const string Separator = " – ";

    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private static readonly FrozenDictionary<ReportSection, (string Sv, string En)> Sections = new Dictionary<ReportSection, (string Sv, string En)>
    {
        [ReportSection.Flow] = ("Flöde", "Flow"),
        [ReportSection.Referrers] = ("Remittenter", "Referrers"),
        [ReportSection.Exits] = ("Avslut", "Exits"),
        [ReportSection.TimeInProject] = ("Tid i projektet", "Time in the project"),
        [ReportSection.Goals] = ("Mål", "Goals"),
        [ReportSection.FollowUps] = ("Uppföljningar", "Follow-ups"),
        [ReportSection.FollowUpShares] = ("Uppföljningar, andelar", "Follow-ups, shares"),
        [ReportSection.FollowUpsByReferrer] = ("Uppföljningar per remittent", "Follow-ups by referrer"),
        [ReportSection.FollowUpsByMonth] = ("Uppföljningar per månad", "Follow-ups by month"),
        [ReportSection.Documentation] = ("Slutdokumentation", "Final documentation"),
        [ReportSection.StepsByMonth] = ("Stegförflyttningar", "Steps"),
        [ReportSection.UnitsByMonth] = ("Remitterande enheter", "Referring units"),
        [ReportSection.Placements] = ("Placeringar", "Placements"),
        [ReportSection.SelfAssessments] = ("Självskattning", "Self-assessments"),
        [ReportSection.SelfAssessmentsGiven] = ("Självskattning, hur många", "Self-assessments, how many"),
        [ReportSection.Fidelity] = ("Programtrohet", "Fidelity"),
        [ReportSection.FidelityItems] = ("Programtrohet, punkt för punkt", "Fidelity, item by item"),
        [ReportSection.FidelityPlan] = ("Programtrohet, utvecklingsplan", "Fidelity, development plan"),
        [ReportSection.ReportedFigures] = ("Rapporterade siffror utan mål", "Figures without a goal"),
        [ReportSection.BeforeAndAfter] = ("Före och efter", "Before and after"),
        [ReportSection.Resources] = ("Resurser", "Resources"),
        [ReportSection.DataQuality] = ("Datakvalitet", "Data quality"),
        [ReportSection.FinsamCounts] = ("Uppföljning Finsam", "Uppföljning Finsam"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Figure, (string Sv, string En)> Figures = new Dictionary<Figure, (string Sv, string En)>
    {
        [Figure.Count] = ("Antal", "Number"),
        [Figure.Days] = ("Dagar", "Days"),
        [Figure.Numerator] = ("Täljare", "Numerator"),
        [Figure.Denominator] = ("Nämnare", "Denominator"),
        [Figure.Share] = ("Andel", "Share"),
        [Figure.Lowest] = ("Lägst", "Lowest"),
        [Figure.Highest] = ("Högst", "Highest"),
        [Figure.Mean] = ("Medelvärde", "Mean"),
        [Figure.Ratio] = ("Kvot", "Ratio"),
        [Figure.Median] = ("Median", "Median"),
        [Figure.Longest] = ("Längst", "Longest"),
        [Figure.Points] = ("Poäng", "Points"),
        [Figure.Maximum] = ("Högsta poäng", "Most points"),
        [Figure.Months] = ("Månader", "Months"),
        [Figure.Amount] = ("Kronor", "Kronor"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<GenderGroup, (string Sv, string En)> Everybody = new Dictionary<GenderGroup, (string Sv, string En)>
    {
        [GenderGroup.Woman] = ("Kvinnor", "Women"),
        [GenderGroup.Man] = ("Män", "Men"),
        [GenderGroup.OtherOrUnknown] = ("Annan eller okänt", "Other or not known"),
        [GenderGroup.Other] = ("Annan könsidentitet", "Other gender identity"),
        [GenderGroup.Unknown] = ("Uppgift saknas", "Not known"),
        [GenderGroup.Total] = ("Totalt", "Total"),
    }.ToFrozenDictionary();

    /// <summary>Names of the classes of data quality findings.</summary>
    private static readonly FrozenDictionary<string, (string Sv, string En)> Classes = new Dictionary<string, (string Sv, string En)>
    {
        ["error"] = ("Fel", "Error"),
        ["warning"] = ("Varning", "Warning"),
        ["note"] = ("Notering", "Note"),
    }.ToFrozenDictionary();

    /// <summary>Names of the parts of row keys that are in no code list.</summary>
    private static readonly FrozenDictionary<string, (string Sv, string En)> Keys = new Dictionary<string, (string Sv, string En)>
    {
        [FlowTable.OngoingAtStart] = ("Pågående vid periodens början", "Ongoing at the start"),
        [FlowTable.Started] = ("Påbörjade", "Started"),
        [FlowTable.Exited] = ("Avslutade", "Exited"),
        [FlowTable.OngoingAtEnd] = ("Pågående vid periodens slut", "Ongoing at the end"),
        [FlowTable.AnonymousStarted] = ("Påbörjade anonyma (utanför balansen)", "Anonymous, started (beside the balance)"),
        [FlowTable.Referred] = ("Anvisade", "Referred"),
        [FlowTable.NotStarted] = ("Anvisningar stängda utan start", "Referrals closed without a start"),
        [FlowTable.QueuedAtEnd] = ("I kö vid periodens slut", "In queue at the end"),
        [FlowTable.WaitingDaysMedian] = ("Väntetid, median (dagar)", "Wait, median (days)"),
        [FlowTable.WaitingDaysLongest] = ("Väntetid, längst (dagar)", "Wait, longest (days)"),
        [ReferrerTable.NotStated] = ("Ej angiven", "Not stated"),
        [ReferrerTable.ReferredUnitPrefix.TrimEnd(':')] = ("Anvisade, enhet", "Referred, unit"),
        [ReferrerTable.StartedUnitPrefix.TrimEnd(':')] = ("Påbörjade, enhet", "Started, unit"),
        [ExitTable.Total] = ("Totalt", "Total"),
        [ExitTable.Ending] = ("Avslut", "Ending"),
        [ExitTable.Group] = ("Sysselsättningsgrupp", "Occupation group"),
        [TimeInProjectTable.DaysMedian] = ("Median (dagar)", "Median (days)"),
        [TimeInProjectTable.DaysLongest] = ("Längst (dagar)", "Longest (days)"),
        [TimeInProjectTable.Number] = ("Antal avslutade", "How many exited"),
        ["not-due"] = ("Ännu inte aktuella", "Not due"),
        ["due"] = ("Aktuella", "Due"),
        ["overdue"] = ("Försenade", "Overdue"),
        ["answered"] = ("Besvarade", "Answered"),
        ["unobtainable"] = ("Går inte att få", "Unobtainable"),
        ["answer"] = ("Svar", "Answer"),
        [FollowUpSharesTable.FunctioningPlan] = ("Fungerande planering", "Functioning plan"),
        [FollowUpSharesTable.FunctioningMeasure] = ("Fungerande insats", "Functioning measure"),
        ["of-answered"] = ("av besvarade", "of those answered"),
        ["of-due"] = ("av aktuella", "of those due"),
        [FollowUpsByMonthTable.OpenAtStart] = ("Öppna vid månadens början", "Open at the start"),
        [FollowUpsByMonthTable.NewDue] = ("Nya", "Newly due"),
        [FollowUpsByMonthTable.OpenAtEnd] = ("Öppna vid månadens slut", "Open at the end"),
        [FollowUpsByMonthTable.ClosedBeforeDue] = ("Klara före sin dag (utanför balansen)", "Closed before their day (beside the balance)"),
        [DocumentationTable.GivenToReferrer] = ("Lämnad till remittenten", "Given to the referrer"),
        [DocumentationTable.GivenToParticipant] = ("Lämnad till deltagaren", "Given to the participant"),
        [DocumentationTable.GivenToBoth] = ("Lämnad till båda", "Given to both"),
        [DocumentationTable.Exits] = ("Avslutade", "Exits"),
        [StepTable.Kind] = ("Slag", "Kind"),
        [PlacementTable.WithPlacement] = ("Deltagare med arbete eller studieplats under stödet", "Participants with a job or a course while supported"),
        [PlacementTable.Begun] = ("Deltagare som började arbete eller studier", "Participants who began work or studies"),
        [PlacementTable.BegunWork] = ("– varav arbete", "– of these work"),
        [PlacementTable.BegunStudies] = ("– varav studier", "– of these studies"),
        [PlacementTable.BegunSubsidised] = ("– varav arbete med lönestöd", "– of these work with wage subsidy"),
        [PlacementTable.BegunOpenToAll] = ("– varav arbete som alla kunde söka", "– of these work that anybody could apply for"),
        [PlacementTable.Ongoing] = ("Pågående vid periodens slut", "Ongoing at the end"),
        [PlacementTable.Lasting] = ("Har varat minst 13 veckor", "Have lasted at least 13 weeks"),
        [PlacementTable.DaysToFirstMedian] = ("Dagar till det första, median", "Days to the first, median"),
        [PlacementTable.DaysToFirstLongest] = ("Dagar till det första, längst", "Days to the first, longest"),
        [SelfAssessmentTable.Start] = ("start", "start"),
        [SelfAssessmentTable.Latest] = ("senaste", "latest"),
        [SelfAssessmentTable.Exit] = ("avslut", "exit"),
        [SelfAssessmentTable.Change] = ("förändring från start till senaste", "change from start to latest"),
        [BeforeAndAfterTable.EducationTable] = ("Utbildning vid start", "Education at the start"),
        [BeforeAndAfterTable.IncomeAtStart] = ("Inkomst vid start", "Income at the start"),
        [BeforeAndAfterTable.IncomeAtExit] = ("Inkomst vid avslut", "Income at the exit"),
        [BeforeAndAfterTable.Extent] = ("Omfattning av arbete eller studier vid avslut", "Extent of work or studies at the exit"),
        [BeforeAndAfterTable.Age] = ("Ålder vid start", "Age at the start"),
        [BeforeAndAfterTable.Occupation] = ("Sysselsättning", "Occupation"),
        [BeforeAndAfterTable.NotApplicable] = ("Ej till arbete eller studier", "Not to work or studies"),
        ["months-without-work"] = ("Månader utan arbete före start", "Months without work before the start"),
        ["months-on-sick-leave"] = ("Månader med sjukskrivning före start", "Months on sick leave before the start"),
        ["months-on-public-support"] = ("Månader med offentlig försörjning före start", "Months on public support before the start"),
        [BeforeAndAfterTable.Stated] = ("antal med uppgift", "number stated"),
        [BeforeAndAfterTable.LowerQuarter] = ("nedre kvartil", "lower quarter"),
        [BeforeAndAfterTable.Median] = ("median", "median"),
        [BeforeAndAfterTable.UpperQuarter] = ("övre kvartil", "upper quarter"),
        ["1-24"] = ("1–24 %", "1–24 %"),
        ["25-49"] = ("25–49 %", "25–49 %"),
        ["50-74"] = ("50–74 %", "50–74 %"),
        ["75-99"] = ("75–99 %", "75–99 %"),
        ["100"] = ("100 %", "100 %"),
        ["under-20"] = ("under 20 år", "under 20"),
        ["20-24"] = ("20–24 år", "20–24"),
        ["25-29"] = ("25–29 år", "25–29"),
        ["30-39"] = ("30–39 år", "30–39"),
        ["40-49"] = ("40–49 år", "40–49"),
        ["50-59"] = ("50–59 år", "50–59"),
        ["60-and-over"] = ("60 år eller äldre", "60 or over"),
        [ResourceTable.Places] = ("Platser", "Places"),
        [ResourceTable.PlacesUsed] = ("Pågående delat med platser", "Ongoing, divided by the places"),
        [ResourceTable.Budget] = ("Budget för hela året", "Budget of the whole year"),
        [ResourceTable.Supported] = ("Deltaganden med stöd under året, till periodens slut", "Participations supported in the year, up to the end"),
        [ResourceTable.CostPerSupported] = (
            "Hela årets budget delad med deltaganden med stöd", "Budget of the whole year, divided by participations supported"),
        [ResourceTable.ToWorkOrStudies] = (
            "Avslut till arbete eller studier under året, till periodens slut", "Exits to work or studies in the year, up to the end"),
        [ResourceTable.CostPerExit] = (
            "Hela årets budget delad med avslut till arbete eller studier", "Budget of the whole year, divided by exits to work or studies"),
        [SelfAssessmentTable.ChangeToExit] = ("förändring från start till avslut", "change from start to exit"),
        [SelfAssessmentTable.With + "start"] = ("har skattat sig vid start, av dem som började", "have rated themselves at the start, of those who started"),
        [SelfAssessmentTable.With + "sixth-month"] =
            ("har skattat sig efter sex månader, av dem som varit med så länge", "have rated themselves after six months, of those there that long"),
        [SelfAssessmentTable.With + "exit"] = ("har skattat sig vid avslut, av dem som avslutade", "have rated themselves at the exit, of those who exited"),
        [FidelityTable.NextReview] = ("Nästa mätning", "Next review"),
        ["enrollment-received"] = ("Dagar från start till registrering", "Days from start to receipt"),
        ["exit-received"] = ("Dagar från avslut till registrering", "Days from exit to receipt"),
        [DataQuality.DaysToReceiptMedian] = ("median", "median"),
        [DataQuality.DaysToReceiptNinetieth] = ("nio av tio inom", "nine of ten within"),
        [FinsamTable.StartedInYear] = ("Påbörjade under året", "Started in the year"),
        [FinsamTable.OngoingInYear] = ("Pågående någon gång under året", "Ongoing at any time in the year"),
        [GoalTables.Started] = ("påbörjade", "started"),
        [GoalTables.StillQueued] = ("ännu i kö", "still in queue"),
    }.ToFrozenDictionary();

    /// <summary>Names of the kinds of records, by their code in the history.</summary>
    private static readonly FrozenDictionary<string, (string Sv, string En)> Records = new Dictionary<string, (string Sv, string En)>
    {
        ["referral"] = ("Anvisning", "Referral"),
        ["enrollment"] = ("Inskrivning", "Enrollment"),
        ["exit"] = ("Avslut", "Exit"),
        ["follow-up"] = ("Uppföljning", "Follow-up"),
        ["step"] = ("Stegförflyttning", "Step"),
        ["placement"] = ("Placering", "Placement"),
        ["job-offer"] = ("Jobberbjudande", "Job offer"),
        ["self-assessment"] = ("Självskattning", "Self-assessment"),
        ["fidelity-review"] = ("Programtrohetsmätning", "Fidelity review"),
        ["reported-figure"] = ("Rapporterad siffra", "Reported figure"),
        ["project"] = ("Projektfil", "Project file"),
        ["goal"] = ("Måldefinition", "Goal definition"),
        ["erasure"] = ("Radering", "Erasure"),
    }.ToFrozenDictionary();

    public Language Language { get; } = language;

    public string Tag => In("sv", "en");

    /// <summary>Culture for numbers: decimal comma in Swedish, decimal point in English.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(language == Language.Swedish ? "sv-SE" : "en-GB");

    public string In(string sv, string en) => Language == Language.Swedish ? sv : en;

    public string Of(LocalizedText? text, string otherwise) => In(text?.Sv ?? text?.En ?? otherwise, text?.En ?? text?.Sv ?? otherwise);

    public string Of(ReportSection section) => In(Sections[section]);

    public string Of(Figure figure) => In(Figures[figure]);

    public string Of(GenderGroup who) => In(Everybody[who]);

    /// <summary>Says how the tables of a section are to be read, and what is divided by what. Null when the tables say it themselves.</summary>
    public string? NoteOf(ReportSection section) => section switch
    {
        ReportSection.BeforeAndAfter => In(
            "Gäller dem som avslutades i perioden. Den som det saknas uppgift om räknas som ej angiven. En deltagare kan ha flera inkomster "
            + "och räknas då en gång för varje, så raderna om inkomst kan bli fler än de avslutade. En fjärdedel av dem som har en uppgift "
            + "ligger på eller under den nedre kvartilen, tre fjärdedelar på eller under den övre.",
            "About those who exited in the window. Whoever nothing is stated of is counted as not stated. A participant may have several "
            + "sources of income and is then counted once for each, so the rows about income may add up to more than the exits. A quarter of "
            + "those with a number lie at or below the lower quarter, three quarters at or below the upper."),
        ReportSection.Resources => In(
            "Budgeten gäller hela kalenderåret och hela projektet. Den delas med deltaganden som fick stöd någon dag, och med avslut till "
            + "arbete eller studier, från 1 januari (eller projektets start) till tertialets slut. Innan året är slut är kostnaderna därför "
            + "högre än de blir för hela året. Deltaganden med stöd räknas som till Uppföljning Finsam, även de anonyma; pågående vid slutet "
            + "räknas utan anonyma.",
            "The budget is of the whole calendar year and the whole project. It is divided by the participations that were supported on any "
            + "day, and by the exits to work or studies, from 1 January (or the project's start) to the end of the tertial. Before the year has "
            + "ended, the costs are therefore higher than they will be for the whole year. Participations supported are counted as for "
            + "Uppföljning Finsam, the anonymous ones among them; those ongoing at the end without."),
        _ => null,
    };

    public string Of(Window window) => window switch
    {
        Window.Tertial => In("Tertialet", "The tertial"),
        Window.YearToDate => In("Året hittills", "The year to date"),
        _ => In("Sedan start", "Since the start"),
    };

    /// <summary>Names what a row counts, by its key.</summary>
    public string OfKey(string key) => In(Keys[key]);

    /// <summary>Names a class of findings.</summary>
    public string OfClass(string findingClass) => In(Classes[findingClass]);

    /// <summary>Names a kind of record.</summary>
    public string OfRecord(string kind) => In(Records[kind]);

    /// <summary>Formats the first and last day of a window. A window shortened by the project's period is marked as cut.</summary>
    public string Of(Cohort cohort) =>
        string.Create(CultureInfo.InvariantCulture, $"{cohort.From:yyyy-MM-dd}–{cohort.To:yyyy-MM-dd}")
        + (cohort.Partial ? In(" (avkortat)", " (cut)") : string.Empty);

    /// <summary>Names the verdict on the goal of a row, or how the goal stands until it is due.</summary>
    public string OfVerdict(ReportRow goal) => OfVerdict(
        goal.Label(GoalTables.Verdict),
        goal.Label(GoalTables.Standing),
        goal.Label(GoalTables.DueOn) is { } dueOn ? DateOnly.ParseExact(dueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null);

    /// <summary>Names a verdict, or how a goal stands until it is due.</summary>
    /// <param name="verdict">Code of the verdict. Null when it is not shown.</param>
    /// <param name="standing">Code of the standing.</param>
    /// <param name="dueOn">Day until which a goal that is not due is followed. Null once that day has passed.</param>
    public string OfVerdict(string? verdict, string? standing, DateOnly? dueOn) => verdict switch
    {
        null => CellText.Withheld,
        "not-due" when dueOn is { } day => In("Hittills: ", "So far: ") + OfStanding(standing)
            + In($" (bedöms efter {CellText.Date(day)})", $" (judged after {CellText.Date(day)})"),
        "not-due" => In("Bedöms i ett annat fönster: ", "Judged in another window: ") + OfStanding(standing),
        "reached" => In("Nått", "Reached"),
        "not-reached" => In("Inte nått", "Not reached"),
        "not-assessable" => In("Kan inte bedömas", "Not assessable"),
        _ => In("Inget mål i fönstret", "No target"),
    };

    /// <summary>Names how a goal stands.</summary>
    /// <param name="standing">Code of the standing.</param>
    public string OfStanding(string? standing) => standing switch
    {
        "meets" => In("når målvärdet", "meets the target"),
        "misses" => In("når inte målvärdet", "does not meet the target"),
        _ => In("kan inte bedömas", "not assessable"),
    };

    /// <summary>Formats an instant in Swedish local time.</summary>
    public string Of(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Stockholm);
        return In(local.ToString("yyyy-MM-dd 'kl.' HH.mm", CultureInfo.InvariantCulture),
            local.ToString("yyyy-MM-dd HH:mm '(Swedish time)'", CultureInfo.InvariantCulture));
    }

    /// <summary>Says what a count is missing, and at which pace it has come and must come.</summary>
    public string Of(PaceAnswer pace)
    {
        string Decimal(decimal number) => CellText.Shown(number, CellKind.Count, Culture);
        string[] parts =
        [
            In($"{pace.Missing} saknas", $"{pace.Missing} are missing"),
            In($"{Decimal(pace.MonthsLeft)} månader kvar", $"{Decimal(pace.MonthsLeft)} months left"),
            .. pace.PerMonthSoFar is { } soFar ? [In($"{Decimal(soFar)} i månaden hittills", $"{Decimal(soFar)} a month so far")] : Array.Empty<string>(),
            .. pace.PerMonthNeeded is { } needed ? [In($"{Decimal(needed)} behövs", $"{Decimal(needed)} are needed")] : Array.Empty<string>(),
        ];
        return string.Join(", ", parts);
    }

    /// <summary>Says which share a change is measured from.</summary>
    public string Of(BaselineShare baseline) =>
        $"{CellText.Shown(baseline.Share, CellKind.Share, Culture)} ({baseline.Numerator} {In("av", "of")} {baseline.Denominator}), "
            + CellText.Date(baseline.On);

    /// <summary>
    /// Names a row that covers several windows. Merged small categories can differ between the windows; different names are then joined by " / ".
    /// </summary>
    public string OfRows(ReportSection section, IEnumerable<ReportRow> windows, ProjectDefinition? project) =>
        string.Join(" / ", windows.Select(row => OfRow(section, row, project)).Distinct());

    /// <summary>Names a row.</summary>
    /// <param name="section">Section of the row.</param>
    /// <param name="row">Row to name.</param>
    /// <param name="project">Project with its own code texts and subproject names. Null for several projects combined.</param>
    public string OfRow(ReportSection section, ReportRow row, ProjectDefinition? project)
    {
        string Code(string list, string code) => CodeText(list, code, project);
        string Others(int count) => In($"övriga ({count} kategorier)", $"others ({count} categories)");
        string Merged() => Others(row.Categories!.Count);
        string Outer(string label, Func<string, string> name) => row.Label(label) switch
        {
            SteeringGroupReport.Merged => Others(row.Label(SteeringGroupReport.MergedRows)!.Split(' ').Length),
            SteeringGroupReport.Earlier => EarlierCodes,
            { } code => name(code),
            null when row.Categories is not null => Merged(),
            null => EarlierCodes,
        };
        string Referrer() => Outer(
            ReferrerTable.Referrer,
            referrer => referrer == ReferrerTable.NotStated ? In(Keys[ReferrerTable.NotStated]) : Code("referrers", referrer));
        string Unit() => Outer(
            ReferrerTable.Unit, unit => unit == ReferrerTable.NotStated ? In(Keys[ReferrerTable.NotStated]) : Code("referrer-units", unit));
        string StepOrEvent(string kind) => kind is UnitTable.Referred or UnitTable.Started ? In(Keys[kind]) : Code("step-kinds", kind);
        string Months() => row.Label(FollowUpTable.Months) is { } months ? In($"{months} månader", $"{months} months") + Separator : string.Empty;
        string Answer(string full) => FollowUpTable.PlainKeyOf(full) is var key && key.StartsWith(FollowUpTable.AnswerPrefix, StringComparison.Ordinal)
            ? $"{In(Keys["answer"])}: {(row.Categories is null ? Code("follow-up-answers", key[FollowUpTable.AnswerPrefix.Length..]) : Merged())}"
            : row.Categories is null ? In(Keys[key]) : Merged();
        string Before(string key) => key[..key.LastIndexOf(':')];
        string Occupation(string code) => code == BeforeAndAfterTable.NotStated ? In(Keys[code]) : Code("occupation-groups", code);
        string Category(string table, string code) => table switch
        {
            _ when code == BeforeAndAfterTable.NotStated => In(Keys[code]),
            BeforeAndAfterTable.EducationTable => Code("education", code),
            BeforeAndAfterTable.IncomeAtStart or BeforeAndAfterTable.IncomeAtExit => Code("income-sources", code),
            _ => In(Keys[code]),
        };

        return section switch
        {
            ReportSection.Exits => row.Key switch
            {
                ExitTable.Total => In(Keys[ExitTable.Total]),
                SteeringGroupReport.Merged => Merged(),
                SteeringGroupReport.Earlier => EarlierCodes,
                var key when row.Categories is not null => $"{In(Keys[key[..key.IndexOf(':')]])}: {Merged()}",
                var key when row.Label(ExitTable.Group) is null => $"{In(Keys[ExitTable.Ending])}: {Code("endings", key[(key.IndexOf(':') + 1)..])}",
                var key when row.Label(ExitTable.Ending) is null => $"{In(Keys[ExitTable.Group])}: {Code("occupation-groups", key[(key.IndexOf(':') + 1)..])}",
                var key => Code("exit-reasons", key),
            },
            ReportSection.Referrers when Before(row.Key) + ":" is ReferrerTable.ReferredUnitPrefix or ReferrerTable.StartedUnitPrefix =>
                $"{In(Keys[Before(row.Key)])}: {Unit()}",
            ReportSection.UnitsByMonth => (row.Label(UnitTable.Month) is { } month ? month + Separator : string.Empty) + Unit() + Separator
                + (row.Categories is not null ? Merged() : StepOrEvent(row.Label(UnitTable.Kind)!)),
            ReportSection.Referrers => $"{In(Keys[Before(row.Key)])}: {Referrer()}",
            ReportSection.FollowUps => Months() + Answer(row.Key),
            ReportSection.FollowUpsByReferrer => Months() + Referrer() + Separator + Answer(Before(row.Key)),
            ReportSection.FollowUpShares => Months()
                + $"{Answer(row.Label(FollowUpSharesTable.Counted)!)}, {In(Keys["of-" + row.Label(FollowUpSharesTable.Basis)])}",
            ReportSection.FollowUpsByMonth => Months() + row.Label(FollowUpsByMonthTable.Month) + Separator
                + In(Keys[FollowUpTable.PlainKeyOf(Before(row.Key))]),
            ReportSection.StepsByMonth => string.Join(
                Separator,
                new[]
                {
                    row.Label(StepTable.Month) is null ? null : Outer(StepTable.Month, month => month),
                    row.Categories is not null ? Merged() : row.Label(StepTable.Kind) is { } kind ? Code("step-kinds", kind) : In(Keys[ExitTable.Total]),
                    row.Label(StepTable.Subproject) is { } subproject ? NameOf(project, subproject) : null,
                }.OfType<string>()),
            ReportSection.SelfAssessments => OfArea(row.Label(SelfAssessmentTable.Area)!) + Separator + In(Keys[row.Label(SelfAssessmentTable.Occasion)!]),
            ReportSection.SelfAssessmentsGiven =>
                Of(Instruments.Find(row.Label(SelfAssessmentTable.Instrument))?.Name, row.Label(SelfAssessmentTable.Instrument)!)
                + Separator + In(Keys[row.Key[(row.Key.IndexOf(':') + 1)..]]),
            ReportSection.FidelityItems => row.Label(FidelityTable.On) + Separator + OfItem(row) + $" ({OfGroup(row)})"
                + (row.Label(FidelityTable.Comment) is { } comment ? ": " + comment : string.Empty),
            ReportSection.FidelityPlan when row.Key == FidelityTable.NextReview =>
                In(Keys[row.Key]) + Separator + By(row.Label(FidelityTable.DueOn)) + Separator + OfState(row),
            ReportSection.FidelityPlan => $"{OfItem(row)}: {row.Label(FidelityTable.Activity)}" + Separator + By(row.Label(FidelityTable.Until)) + Separator
                + OfState(row),
            ReportSection.Fidelity => row.Label(FidelityTable.On) + Separator + OfReview(row),
            ReportSection.ReportedFigures => row.Key + (row.Label(ReportedFigureTable.On) is { } on ? Separator + on : string.Empty),
            ReportSection.BeforeAndAfter when row.Label(BeforeAndAfterTable.AtStart) is not null =>
                $"{In(Keys[BeforeAndAfterTable.Occupation])}: {Outer(BeforeAndAfterTable.AtStart, Occupation)} → "
                + (row.Categories is null ? Occupation(row.Label(BeforeAndAfterTable.AtExit)!) : Merged()),
            ReportSection.BeforeAndAfter when row.Key.IndexOf(':') is > 0 and var colon =>
                $"{In(Keys[row.Key[..colon]])}: {(row.Categories is null ? Category(row.Key[..colon], row.Key[(colon + 1)..]) : Merged())}",
            ReportSection.BeforeAndAfter when BeforeAndAfterTable.MonthsAsked.FirstOrDefault(asked => row.Key.StartsWith(asked, StringComparison.Ordinal))
                is { } asked => $"{In(Keys[asked])}, {In(Keys[row.Key[(asked.Length + 1)..]]).ToLower(Culture)}",
            ReportSection.Resources => In(Keys[row.Key]) + (row.Label(ResourceTable.Year) is { } year ? $" ({year})" : string.Empty),
            ReportSection.DataQuality when row.Label(DataQuality.Record) is { } record => $"{In(Keys[record + "-received"])}, {In(Keys[Before(row.Key)])}",
            ReportSection.DataQuality when row.Label(DataQuality.Why) is { } why =>
                FindingTexts.All[row.Label(DataQuality.Finding)!].Message(Language).TrimEnd('.') + Separator + In(FindingTexts.Why[why]),
            ReportSection.DataQuality => $"{In(Classes[row.Label(DataQuality.Class)!])}: " + FindingTexts.All[row.Key].Message(Language),
            ReportSection.FinsamCounts => row.Label(FinsamTable.Association) is { } association
                ? In(Keys[Before(row.Key)]) + Separator + association
                : In(Keys[row.Key]),
            ReportSection.Goals => row.Label(GoalTables.Text)
                + (row.Label(GoalTables.Subproject) is { } part ? Separator + NameOf(project, part) : string.Empty)
                + (row.Label(GoalTables.Days) is { } days ? Separator + In(Keys[days]) : string.Empty),
            _ => In(Keys[row.Key]),
        };
    }

    private string OfReview(ReportRow row)
    {
        var scale = FidelityScales.Get(row.Label(FidelityTable.Scale)!);
        var band = scale.Bands.FirstOrDefault(b => b.Code == row.Label(FidelityTable.Band));
        return Of(scale.Name, scale.Id) + Separator + (band is null ? In("ofullständig", "partial") : Of(band.Text, band.Code))
            + (row.Label(FidelityTable.Reviewer) is { } reviewer ? Separator + CodeText("fidelity-reviewers", reviewer, null) : string.Empty);
    }

    /// <summary>Names an area of a self-assessment.</summary>
    public string OfArea(string area) => Of(Instruments.FindArea(area)?.Name, area);

    /// <summary>Names the item of a fidelity scale that a row is about, with its number.</summary>
    public string OfItem(ReportRow row) => $"{row.Label(FidelityTable.Item)} {Of(FidelityItemFigures.NameOf(row), string.Empty)}".TrimEnd();

    /// <summary>Names the group of the item that a row is about.</summary>
    public string OfGroup(ReportRow row)
    {
        var groups = FidelityScales.Get(row.Label(FidelityTable.Scale)!).Groups;
        return Of(groups.FirstOrDefault(group => group.Code == row.Label(FidelityTable.Group))?.Text, string.Empty);
    }

    /// <summary>Says the state of an activity, or of the next fidelity review.</summary>
    public string OfState(ReportRow row) => row.Label(FidelityTable.State) switch
    {
        FidelityTable.Done => In("gjort ", "done ") + row.Label(FidelityTable.DoneOn),
        FidelityTable.Overdue => In("försenad", "overdue"),
        FidelityTable.Held => In("har hållits", "has been held"),
        "due" => In("ska göras nu", "due now"),
        _ => In("inte gjort än", "not done yet"),
    };

    private string By(string? day) => In($"senast {day}", $"by {day}");

    /// <summary>Names a subproject.</summary>
    public string NameOf(ProjectDefinition? project, string subproject) => Of(project?.SubprojectOf(subproject)?.Name, subproject);

    private string EarlierCodes => In("tidigare koder", "earlier codes");

    private string CodeText(string list, string code, ProjectDefinition? project) => code == SteeringGroupReport.Earlier ? EarlierCodes
        : Of(
            project?.CodeTexts.GetValueOrDefault((list, code))
                ?? Domain.Participations.CodeLists.All.GetValueOrDefault(list)?.FirstOrDefault(e => e.Code == code)?.Text,
            code);

    private string In((string Sv, string En) text) => In(text.Sv, text.En);
}
