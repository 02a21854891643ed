using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>
/// A generated register for reports. FsCheck chooses the seed and makes a failing register smaller; everything else follows from the seed. The
/// register keeps the rules that registrations are held to: nobody exits before starting, and anonymous participations have no exit except an error.
/// </summary>
internal sealed record ReportRegister(
    int Seed, ProjectDefinition Project, DateOnly AsOf, IReadOnlyList<Participation> Participations, IReadOnlyList<Participation> Referrals)
{
    /// <summary>A subproject that the project no longer has.</summary>
    public const string GoneSubproject = "gone";

    private static readonly string[] Units = ["maria", "ung", "closed"];

    public static Arbitrary<ReportRegister> Any() => Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(Of), Smaller);

    public static ReportRegister Of(int seed)
    {
        var random = new Random(seed);
        var second = new Random(seed + 2);
        var project = WithResources(second, AProject(random));
        var (startsOn, endsOn) = (project.Period.StartsOn, project.Period.EndsOn);
        return new ReportRegister(
            seed,
            project,
            Chance(random, 50) ? endsOn.AddDays(random.Next(200)) : ADay(random, startsOn, endsOn),
            [.. Enumerable.Range(1, random.Next(40)).Select(n => Described(second, AParticipation(random, project, n)))],
            [.. Enumerable.Range(1, random.Next(30)).Select(n => AReferral(random, project, n))]);
    }

    /// <summary>Follow from the seed; those of participations that were taken away while shrinking are there still, and must not count.</summary>
    public IReadOnlyList<RatedAssessment> SelfAssessments { get; } = AssessmentsOf(Seed, Project);

    /// <summary>Follow from the seed, too.</summary>
    public IReadOnlyList<UnreadFigure> UnreadFigures { get; } =
        [.. Enumerable.Range(0, Seed % 3).Select(n => new UnreadFigure($"F-{n}", Project.Period.StartsOn.AddDays(Seed / 3 % 400)))];

    public ReportFacts Facts => new()
    {
        Participations = Participations,
        Referrals = Referrals,
        SelfAssessments = SelfAssessments,
        UnreadFigures = UnreadFigures,
    };

    /// <summary>The reports of all tertials that have begun.</summary>
    public IEnumerable<TertialReport> Reports() =>
        Project.Period.TertialsBegunBy(AsOf).Select(t => TertialReport.Compute(Project, t, Facts, AsOf));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"register of seed {Seed}: {Project.Id}, {Project.Period.StartsOn:yyyy-MM-dd}–{Project.Period.EndsOn:yyyy-MM-dd}, as of {AsOf:yyyy-MM-dd}");
        foreach (var fact in Participations.Concat(Referrals))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {fact}");
        }

        return text.ToString();
    }

    private static IEnumerable<ReportRegister> Smaller(ReportRegister register) =>
        Fewer(register.Participations).Select(fewer => register with { Participations = fewer })
            .Concat(Fewer(register.Referrals).Select(fewer => register with { Referrals = fewer }));

    private static IEnumerable<IReadOnlyList<Participation>> Fewer(IReadOnlyList<Participation> facts)
    {
        for (var size = facts.Count; size > 0; size /= 2)
        {
            for (var from = 0; from < facts.Count; from += size)
            {
                yield return [.. facts.Take(from), .. facts.Skip(from + size)];
            }
        }
    }

    private static ProjectDefinition AProject(Random random)
    {
        if (random.Next(2) == 0)
        {
            var project = ProjectFile.Load(ProjectFile.Names[random.Next(ProjectFile.Names.Count)]).Definition;
            return project with { PlannedMonths = Chance(random, 50) ? random.Next(1, 13) : null };
        }

        var startsOn = new DateOnly(2021, 1, 1).AddDays(random.Next(5 * 365));
        return ProjectFile.Project(startsOn, startsOn.AddDays(Chance(random, 20) ? random.Next(40) : random.Next(3 * 365)), ["a", "b"]) with
        {
            ExitReasons = Some(random, Code.All<ExitReason>()),
            FollowUpAnswers = Some(random, Code.All<FollowUpAnswer>()),
            FollowUpMonths = random.Next(4) switch { 0 => [], 1 => [3], 2 => [6], _ => [3, 6, 12] },
            Referrers = Some(random, Code.All<Referrer>()),
            PlannedMonths = Chance(random, 70) ? random.Next(1, 13) : null,
            UsesPlacements = Chance(random, 50),
            ReferrerUnits = Chance(random, 40) ? [] : [.. Some(random, Units).Select(code => new ReferrerUnit(code, "region", new LocalizedText(), false))],
            StepKinds = Chance(random, 50)
                ? UsedStepKind.Standard
                : [.. UsedStepKind.Standard.Where(_ => Chance(random, 60)), new("yoga-group", StepKind.BetterHealth), new("cooking", null)],
        };
    }

    /// <summary>A unit that a registration may state, whether the project still names it or not.</summary>
    private static string? AUnit(Random random) => Chance(random, 40) ? null : One(random, Units);

    /// <summary>A step of any kind: what is stated is a code, and the project says what it counts as.</summary>
    private static TakenStep AStep(Random random, ProjectDefinition project, DateOnly on) =>
        project.StepOf(One(random, [.. Code.All<StepKind>(), "yoga-group", "cooking", "gone"]), on);

    private static Participation AParticipation(Random random, ProjectDefinition project, int number)
    {
        var (startsOn, endsOn) = (project.Period.StartsOn, project.Period.EndsOn);
        var carriedOver = Chance(random, 20);
        var anonymous = Chance(random, 15);

        // A start in the period that says it was carried over contradicts itself; it must not count as started even so.
        var start = carriedOver && Chance(random, 90) ? startsOn.AddDays(-random.Next(1, 400)) : ADay(random, startsOn, endsOn);
        // The project's period may have been changed since.
        var exit = Chance(random, 3) ? endsOn.AddDays(random.Next(1, 50)) : ADay(random, start < startsOn ? startsOn : start, endsOn);
        var error = Chance(random, 8);
        var hasExit = error || (!anonymous && Chance(random, 75));
        var isFollowedUp = hasExit && !anonymous && Chance(random, 50);
        var lastStep = hasExit ? exit : endsOn;
        return new Participation
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"E-{number}"),
            Participant = anonymous ? null : "P-" + random.Next(25).ToString(CultureInfo.InvariantCulture),
            Gender = AGender(random),
            Subproject = Chance(random, 3)
                ? GoneSubproject
                : project.Subprojects.Count == 0 || Chance(random, 20) ? null : project.Subprojects[random.Next(project.Subprojects.Count)].Id,
            StartedOn = start,
            StartReceivedOn = Chance(random, 10) ? null : start.AddDays(random.Next(0, 40)),
            CarriedOver = carriedOver,
            Anonymous = anonymous,
            ReferredOn = anonymous || Chance(random, 40) ? null : start.AddDays(-random.Next(90)),
            Referrer = Chance(random, 80) ? One(random, Enum.GetValues<Referrer>()) : null,
            ReferrerUnit = AUnit(random),
            FollowUps = !isFollowedUp ? [] :
            [
                .. from months in new[] { 3, 6, 12 }
                   where Chance(random, 80)
                   let day = exit.AddMonths(months + random.Next(-1, 2)).AddDays(random.Next(3))
                   select new ReportedFollowUp(months, Chance(random, 80) ? One(random, Enum.GetValues<FollowUpAnswer>()) : null, day)
            ],
            Steps = anonymous || lastStep < start
                ? []
                : [.. Enumerable.Range(0, random.Next(4)).Select(_ => AStep(random, project, ADay(random, start, lastStep)))],
            Placements = anonymous || lastStep < start || !project.UsesPlacements
                ? []
                : [.. Enumerable.Range(0, random.Next(3)).Select(_ => APlacement(random, ADay(random, start, lastStep))).OrderBy(p => p.StartedOn)],
            Outside = anonymous || !Chance(random, 5) ? [] : [new BelongingRecord("step", string.Create(CultureInfo.InvariantCulture, $"S-{number}"))],
            Exit = !hasExit ? null : new ParticipationExit
            {
                On = exit,
                ReceivedOn = Chance(random, 10) ? null : exit.AddDays(random.Next(0, 40)),
                Reason = error ? ExitReason.RegisteredInError : One(random, Enum.GetValues<ExitReason>()[..^1]),
                Uncounted = Chance(random, 10) ? One(random, Enum.GetValues<UncountedBecause>()) : null,
                DocumentedToReferrer = Chance(random, 70),
                DocumentedToParticipant = Chance(random, 70),
            },
        };
    }

    private static ProjectDefinition WithResources(Random random, ProjectDefinition project) => project with
    {
        PlannedPlaces = Chance(random, 30) ? null : random.Next(30),
        Budget = Enumerable.Range(project.Period.StartsOn.Year, project.Period.EndsOn.Year - project.Period.StartsOn.Year + 1)
            .Where(_ => Chance(random, 70)).ToDictionary(year => year, _ => random.Next(1, 5_000_000)),
    };

    /// <summary>What is stated of somebody at the start and at the exit; of an anonymous person nothing is.</summary>
    private static Participation Described(Random random, Participation participation)
    {
        int Sources() => Chance(random, 30) ? 0 : random.Next(1, 3) switch { 1 => 1 << random.Next(13), _ => (1 << random.Next(13)) | (1 << random.Next(13)) };
        int? Months() => Chance(random, 30) ? null : random.Next(Chance(random, 50) ? 4 : 120);
        OccupationGroup? Group() => Chance(random, 30) ? null : One(random, Enum.GetValues<OccupationGroup>());
        return participation.Anonymous ? participation : participation with
        {
            BirthYear = Chance(random, 10) ? null : participation.StartedOn.Year - random.Next(16, 70),
            Education = Chance(random, 20) ? null : One(random, Enum.GetValues<Education>()),
            IncomeAtStart = Sources(),
            OccupationAtStart = Group(),
            MonthsWithoutWork = Months(),
            MonthsOnSickLeave = Months(),
            MonthsOnPublicSupport = Months(),
            Exit = participation.Exit is not { } exit ? null : exit with
            {
                Extent = Chance(random, 40) ? null : One(random, [1, 24, 25, 49, 50, 74, 75, 99, 100]),
                Income = Sources(),
                Occupation = Group(),
            },
        };
    }

    private static TakenPlacement APlacement(Random random, DateOnly startedOn) => new(
        One(random, Enum.GetValues<PlacementKind>()),
        startedOn,
        Chance(random, 40) ? null : startedOn.AddDays(random.Next(200)),
        Chance(random, 30) ? null : Chance(random, 50),
        Chance(random, 30) ? null : Chance(random, 50));

    private static Participation AReferral(Random random, ProjectDefinition project, int number)
    {
        var referred = ADay(random, project.Period.StartsOn.AddDays(-60), project.Period.EndsOn);
        var outcome = One(random, Enum.GetValues<ReferralOutcome>());
        var closed = outcome > ReferralOutcome.Queued && Chance(random, 90);
        return new Participation
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"R-{number}"),
            Gender = AGender(random),
            Subproject = Chance(random, 3)
                ? GoneSubproject
                : project.Subprojects.Count == 0 || Chance(random, 20) ? null : project.Subprojects[random.Next(project.Subprojects.Count)].Id,
            Referrer = Chance(random, 80) ? One(random, Enum.GetValues<Referrer>()) : null,
            ReferrerUnit = AUnit(random),
            EnrollmentReference = Chance(random, 50) ? string.Create(CultureInfo.InvariantCulture, $"E-{random.Next(1, 40)}") : null,
            StartedOn = referred,
            ReferredOn = referred,
            QueuedOn = Chance(random, 60) ? referred.AddDays(random.Next(10)) : null,
            ReferralOutcome = outcome,
            ReferralClosedOn = closed ? referred.AddDays(random.Next(200)) : null,
        };
    }

    private static RatedAssessment[] AssessmentsOf(int seed, ProjectDefinition project)
    {
        var random = new Random(seed + 1);
        return
        [
            .. Enumerable.Range(1, random.Next(60)).Select(n => new RatedAssessment(
                string.Create(CultureInfo.InvariantCulture, $"E-{random.Next(1, 40)}"),
                string.Create(CultureInfo.InvariantCulture, $"A-{n}"),
                ADay(random, project.Period.StartsOn.AddDays(-30), project.Period.EndsOn),
                One(random, Enum.GetValues<AssessmentOccasion>()),
                [.. Enumerable.Range(0, 6).Select(_ => Chance(random, 20) ? (int?)null : random.Next(1, 6))])),
            .. Enumerable.Range(1, Chance(random, 50) ? 0 : random.Next(40)).Select(n => new RatedAssessment(
                string.Create(CultureInfo.InvariantCulture, $"E-{random.Next(1, 40)}"),
                string.Create(CultureInfo.InvariantCulture, $"W-{n}"),
                ADay(random, project.Period.StartsOn.AddDays(-30), project.Period.EndsOn),
                One(random, Enum.GetValues<AssessmentOccasion>()),
                [.. Enumerable.Range(0, 26).Select(_ => Chance(random, 20) ? (int?)null : random.Next(1, 6))],
                "whoqol-bref"))
        ];
    }

    private static Gender AGender(Random random) => Chance(random, 70) ? (Gender)random.Next(2) : (Gender)random.Next(2, 4);

    /// <summary>A day between two, often one at a border: of the span, of a tertial, of a year.</summary>
    private static DateOnly ADay(Random random, DateOnly from, DateOnly to)
    {
        var any = from.AddDays(random.Next(to.DayNumber - from.DayNumber + 1));
        var day = random.Next(5) switch
        {
            0 => Tertial.Containing(any).FirstDay,
            1 => Tertial.Containing(any).LastDay,
            2 => random.Next(2) == 0 ? from : to,
            _ => any,
        };
        return day < from ? from : day > to ? to : day;
    }

    private static bool Chance(Random random, int percent) => random.Next(100) < percent;

    private static T One<T>(Random random, T[] of) => of[random.Next(of.Length)];

    private static string[] Some(Random random, IReadOnlyList<string> of) => [.. of.Where(_ => Chance(random, 60))];
}
