using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>
/// A generated register: a project, its goals, participations, referrals and the day of the computation. FsCheck chooses the seed (so that a failure
/// can be replayed) and makes a failing register smaller by taking participations and referrals away; everything else follows from the seed.
/// </summary>
internal sealed record Register(
    int Seed, string Name, ProjectFile Project, DateOnly AsOf, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Referrals, IReadOnlyList<Report> Reported)
{
    // What a goal is about: enrollments or referrals, what happened or who was there – or nobody, whom other goals could be of.
    private static readonly IReadOnlyDictionary<string, string[]> Populations = new Dictionary<string, string[]>
    {
        ["events"] = ["exits", "exits", "enrollments", "follow-ups-due", "follow-ups-due", "follow-ups-answered"],
        ["stock"] = ["supported-in-window"],
        ["referral-events"] = ["referrals", "referrals-closed-or-started"],
        ["referral-stock"] = ["referrals-queued-at-project-start"],
        ["nobody"] = [],
    };

    private static readonly string[] Percentages = ["0%", "10%", "12.5%", "20%", "33.333333%", "50%", "65%", "90%", "99.9%", "100%"];

    private static readonly string[] Ratios = ["0", "0.333333", "0.5", "0.8", "1", "1.25", "2", "3.5"];

    /// <summary>Registers of one of the four projects in db/projects.</summary>
    public static Arbitrary<Register> OfProject(string name) => From(seed => OfProject(name, seed));

    /// <summary>Registers of projects with a period, subprojects, goals and goal versions made up.</summary>
    public static Arbitrary<Register> OfAnything() => From(OfAnything);

    /// <summary>Either: one of the four projects, or one that is made up.</summary>
    public static Arbitrary<Register> OfBoth() =>
        From(seed => seed % 2 == 0 ? OfProject(ProjectFile.Names[seed / 2 % ProjectFile.Names.Count], seed) : OfAnything(seed));

    public static Register OfProject(string name, int seed)
    {
        var random = new Random(seed);
        var project = ProjectFile.Load(name);
        return Filled(random, seed, name, project);
    }

    public static Register OfAnything(int seed)
    {
        var random = new Random(seed);
        var startsOn = new DateOnly(2021, 1, 1).AddDays(random.Next(5 * 365));
        var endsOn = startsOn.AddDays(Chance(random, 10) ? random.Next(40) : random.Next(3 * 365));
        string[] subprojects = random.Next(4) switch { 0 => [], 1 => ["a"], _ => ["a", "b", "c"] };
        int[] followUpMonths = random.Next(5) switch { 0 => [], 1 => [6], 2 => [12, 3], _ => [3, 6, 12] };
        var definition = ProjectFile.Project(startsOn, endsOn, subprojects) with
        {
            FollowUpMonths = followUpMonths,
            ReferrerUnits = ProjectFile.Units,
        };
        var raw = new List<RawGoal>();

        // Goals lean on goals that they can meet: of the same records, and what happened does not lean on who was there.
        var kinds = new Dictionary<string, string>();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var kind = OneOf(random, "events", "events", "events", "stock", "stock", "referral-events", "referral-stock", "nobody", "nobody");
            var key = string.Create(CultureInfo.InvariantCulture, $"g.{kinds.Count + 1}");
            var parents = kinds.Where(k => k.Value == kind && kind != "nobody").Select(k => k.Key).ToArray();
            string[] met = kind switch
            {
                "stock" => ["stock", "events"],
                "referral-stock" => ["referral-stock", "referral-events"],
                "nobody" => ["events"],
                _ => [kind],
            };
            var referred = kinds.Where(k => met.Contains(k.Value)).Select(k => k.Key).ToArray();
            for (var version = Chance(random, 70) ? 1 : random.Next(2, 4); version > 0; version--)
            {
                var number = raw.Count(r => r.Key == key) + 1;
                var validFrom = number == 1 && Chance(random, 80) ? startsOn : ADay(random, startsOn, endsOn);
                JsonElement? json = number > 1 && Chance(random, 25)
                    ? null
                    : JsonSerializer.SerializeToElement(AGoal(random, kind, parents, referred, subprojects, followUpMonths));
                raw.Add(new RawGoal(key, number, validFrom, json));
            }

            kinds[key] = kind;
        }

        var project = ProjectFile.Of(definition, raw);
        return Filled(random, seed, "made up", project);
    }

    public IReadOnlyList<GoalFigure> Compute() =>
        GoalEngine.Compute(Project.Definition.On(AsOf), Project.Book, ToFacts());

    /// <summary>What the engine reads.</summary>
    public RegisteredFacts ToFacts() => new(
        [.. Facts.Select(f => f.ToParticipation())], [.. Referrals.Select(f => f.ToParticipation())], [.. Reported.Select(r => r.ToValue())]);

    public NaiveAttainment Naive()
    {
        var (period, months) = (Project.Definition.Period, Project.Definition.FollowUpMonths);
        return new(
            period.StartsOn, period.EndsOn, Project.Raw, [.. Facts, .. Referrals], Reported, AsOf, months.Count == 0 ? null : months[0]);
    }

    /// <summary>Everything that is needed to see the failing case, or to make it again from the seed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var period = Project.Definition.Period;
        text.AppendLine(
            CultureInfo.InvariantCulture, $"register of seed {Seed}: {Name}, {period.StartsOn:yyyy-MM-dd}–{period.EndsOn:yyyy-MM-dd}, as of {AsOf:yyyy-MM-dd}");
        if (Name == "made up")
        {
            foreach (var goal in Project.Raw)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  {goal.Key} version {goal.Version} from {goal.ValidFrom:yyyy-MM-dd}: {goal.Definition?.GetRawText() ?? "closed"}");
            }
        }

        foreach (var report in Reported)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {report}");
        }

        foreach (var fact in Facts.Concat(Referrals))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {fact}");
        }

        return text.ToString();
    }

    private static Arbitrary<Register> From(Func<int, Register> make) =>
        Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(make), Smaller);

    private static IEnumerable<Register> Smaller(Register register) =>
        Smaller(register.Facts).Select(facts => register with { Facts = facts })
            .Concat(Smaller(register.Referrals).Select(referrals => register with { Referrals = referrals }))
            .Concat(Smaller(register.Reported).Select(reported => register with { Reported = reported }));

    private static IEnumerable<IReadOnlyList<T>> Smaller<T>(IReadOnlyList<T> facts)
    {
        for (var size = facts.Count; size > 0; size /= 2)
        {
            for (var from = 0; from < facts.Count; from += size)
            {
                yield return [.. facts.Take(from), .. facts.Skip(from + size)];
            }
        }
    }

    private static Register Filled(Random random, int seed, string name, ProjectFile project)
    {
        var asOf = AnAsOf(random, project);
        return new Register(
            seed,
            name,
            project,
            asOf,
            Several(random, 50, number => AFact(random, project, asOf, number)),
            Several(random, 30, number => AReferral(random, project, number)),
            Several(random, 20, number => AReport(random, project, number)));
    }

    private static DateOnly AnAsOf(Random random, ProjectFile project)
    {
        var period = project.Definition.Period;
        return Chance(random, 40) ? period.EndsOn.AddDays(random.Next(400)) : ADay(random, period.StartsOn, period.EndsOn);
    }

    /// <summary>Borders are where mistakes live: of the project, of a tertial, or any day in or near the period.</summary>
    private static DateOnly ADay(Random random, DateOnly startsOn, DateOnly endsOn)
    {
        var any = startsOn.AddDays(random.Next(-60, endsOn.DayNumber - startsOn.DayNumber + 60));
        return random.Next(6) switch
        {
            0 => new DateOnly(any.Year, ((any.Month - 1) / 4 * 4) + 1, 1).AddDays(random.Next(-1, 2)),
            1 => random.Next(2) == 0 ? startsOn.AddDays(random.Next(-1, 2)) : endsOn.AddDays(random.Next(-1, 2)),
            2 => new DateOnly(any.Year, 1, 1).AddDays(random.Next(-1, 2)),
            _ => any,
        };
    }

    private static T[] Several<T>(Random random, int most, Func<int, T> make) =>
        [.. Enumerable.Range(1, Chance(random, 5) ? 0 : random.Next(1, most)).Select(make)];

    private static Fact AFact(Random random, ProjectFile project, DateOnly asOf, int number)
    {
        var (startsOn, endsOn) = (project.Definition.Period.StartsOn, project.Definition.Period.EndsOn);
        var subprojects = project.Definition.Subprojects;
        var carriedOver = Chance(random, 12);

        // A start in the period that says it was carried over contradicts itself; it must not count as started even so.
        var start = carriedOver && Chance(random, 80) ? startsOn.AddDays(-random.Next(1, 400)) : ADay(random, startsOn, endsOn);
        DateOnly? exit = !Chance(random, 80) ? null
            : Chance(random, 20) ? asOf.AddMonths(-OneOf(random, 3, 3, 6, 12)).AddDays(random.Next(-3, 4))
            : ADay(random, startsOn, endsOn);
        DateOnly? referred = Chance(random, 30) ? null : start.AddDays(-random.Next(-2, 60));
        var answer = exit is null || Chance(random, 40) ? null : OneOf(random, DomainTables.FollowUpAnswers).Code;
        return new Fact
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"E-{number}"),
            Gender = Chance(random, 80) ? OneOf(random, "woman", "man") : OneOf(random, "other", "unknown"),
            Subproject = subprojects.Count == 0 || Chance(random, 12) ? null : subprojects[random.Next(subprojects.Count)].Id,
            Start = start,
            CarriedOver = carriedOver,
            Anonymous = Chance(random, 10),
            BirthYear = Chance(random, 20) ? null : start.Year - random.Next(14, 66),
            Mapped = Chance(random, 30) ? null : start.AddDays(random.Next(-3, 3)),
            Referrer = Chance(random, 20) ? null : OneOf(random, DomainTables.Referrers),
            Unit = AUnit(random),
            Referred = referred,
            ReferralOutcome = referred is null ? null : OneOf(random, DomainTables.ReferralOutcomes),
            ReferralClosed = referred is null || Chance(random, 30) ? null : start,
            Queued = referred?.AddDays(random.Next(10)),
            Offered = referred is null || Chance(random, 50) ? null : start.AddDays(-random.Next(50)),
            Answer = answer,
            LaterAnswers = exit is null ? new Dictionary<int, string>() : new[] { 6, 12 }.Where(_ => Chance(random, 50))
                .ToDictionary(months => months, _ => OneOf(random, DomainTables.FollowUpAnswers).Code),
            Unobtainable = exit is not null && answer is null && Chance(random, 20),
            Exit = exit,
            Reason = exit is null ? null : Chance(random, 8) ? "registered-in-error" : OneOf(random, DomainTables.ExitReasons).Code,
            NextStep = exit is null || Chance(random, 40) ? null : exit.Value.AddDays(Chance(random, 50) ? random.Next(29, 33) : random.Next(-20, 90)),
            NextMeasureReady = exit is not null && Chance(random, 50),
            DocumentedToReferrer = exit is not null && Chance(random, 70),
            DocumentedToParticipant = exit is not null && Chance(random, 70),
            Steps = Chance(random, 40) ? [] : Some(random, [.. DomainTables.StepKinds, "yoga-group"], 3),
            Placements = [.. Enumerable.Range(0, random.Next(3)).Select(_ => APlacement(random, start, exit ?? asOf)).OrderBy(p => p.Start)],
            Offers = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (Chance(random, 50), Chance(random, 50)))],
            Education = Chance(random, 20) ? null : OneOf(random, [.. DomainTables.Educations]),
            IncomeAtStart = Chance(random, 30) ? [] : Some(random, DomainTables.IncomeSources.ToArray(), 3),
            IncomeAtExit = exit is null || Chance(random, 30) ? [] : Some(random, DomainTables.IncomeSources.ToArray(), 3),
            Extent = exit is null || Chance(random, 40) ? null : OneOf(random, 1, 24, 25, 49, 50, 51, 100),
            Ratings = [.. Enumerable.Range(0, random.Next(4)).Select(n => ARating(random, n, start, exit ?? asOf)).OrderBy(r => r.On)],
        };
    }

    /// <summary>The first is mostly that of the start. That of the exit may follow the exit.</summary>
    private static Rated ARating(Random random, int number, DateOnly start, DateOnly last)
    {
        var occasion = number == 0 && Chance(random, 80) ? "start" : OneOf(random, "start", "third-month", "sixth-month", "exit");
        var days = Math.Max(0, last.DayNumber - start.DayNumber) + (occasion == "exit" ? 30 : 0);
        var instrument = OneOf(random, "skapa", "skapa", "whoqol-bref");
        return new Rated
        {
            On = start.AddDays(occasion == "start" ? Math.Min(days, random.Next(20)) : random.Next(days + 1)),
            Occasion = occasion,
            Instrument = instrument,
            Ratings = [.. Enumerable.Range(0, instrument == "skapa" ? 6 : 26).Select(_ => Chance(random, 20) ? (int?)null : random.Next(1, 6))],
        };
    }

    private static JsonObject ARiseAsked(Random random)
    {
        var asked = new JsonObject();
        if (Chance(random, 70))
        {
            asked["area"] = OneOf(random, "any", "health-and-work", "managing-a-job", "cooperation", "physical", "social");
        }

        if (Chance(random, 70))
        {
            asked["by"] = random.Next(1, 4);
        }

        return asked;
    }

    /// <summary>Begun while the support went on, as what lies outside is not among the facts.</summary>
    private static Placed APlacement(Random random, DateOnly start, DateOnly last)
    {
        var begun = start.AddDays(random.Next(Math.Max(1, last.DayNumber - start.DayNumber + 1)));
        return new Placed
        {
            Kind = OneOf(random, "work", "studies"),
            Start = begun,
            End = Chance(random, 40) ? null : begun.AddDays(random.Next(200)),
            Subsidised = Chance(random, 30) ? null : Chance(random, 50),
            OpenToAll = Chance(random, 30) ? null : Chance(random, 50),
        };
    }

    private static JsonObject APlacementAsked(Random random)
    {
        var asked = new JsonObject();
        void Perhaps(string name, JsonNode value)
        {
            if (Chance(random, 40))
            {
                asked[name] = value;
            }
        }

        Perhaps("kind", OneOf(random, "work", "studies"));
        Perhaps("subsidised", Chance(random, 50));
        Perhaps("openToAll", Chance(random, 50));
        Perhaps("lastedWeeks", OneOf(random, 1, 4, 13, 26));
        Perhaps("begun", OneOf(random, "in-window", "by-end"));
        return asked;
    }

    /// <summary>Referred, queued, offered and closed in any order: senders err, and what is counted must not depend on their being right.</summary>
    private static Fact AReferral(Random random, ProjectFile project, int number)
    {
        var (startsOn, endsOn) = (project.Definition.Period.StartsOn, project.Definition.Period.EndsOn);
        var subprojects = project.Definition.Subprojects;
        var referred = Chance(random, 40) ? startsOn.AddDays(-random.Next(120)) : ADay(random, startsOn, endsOn);
        var outcome = OneOf(random, DomainTables.ReferralOutcomes);
        return new Fact
        {
            IsReferral = true,
            Reference = string.Create(CultureInfo.InvariantCulture, $"R-{number}"),
            Gender = Chance(random, 80) ? OneOf(random, "woman", "man") : OneOf(random, "other", "unknown"),
            Subproject = subprojects.Count == 0 || Chance(random, 12) ? null : subprojects[random.Next(subprojects.Count)].Id,
            Start = referred,
            BirthYear = Chance(random, 20) ? null : referred.Year - random.Next(14, 66),
            Referrer = Chance(random, 20) ? null : OneOf(random, DomainTables.Referrers),
            Unit = AUnit(random),
            Referred = referred,
            Queued = Chance(random, 20) ? null : Chance(random, 40) ? startsOn.AddDays(random.Next(-2, 2)) : referred.AddDays(random.Next(30)),
            Offered = Chance(random, 50) ? null : ADay(random, startsOn, endsOn),
            ReferralOutcome = outcome,
            ReferralClosed = Chance(random, outcome is "open" or "queued" ? 90 : 20) ? null
                : Chance(random, 20) ? startsOn.AddDays(random.Next(-1, 2)) : ADay(random, startsOn, endsOn),
        };
    }

    /// <summary>Often several of the same day, of which the latest received holds; sometimes one without denominator where a share is wanted.</summary>
    private static Report AReport(Random random, ProjectFile project, int number)
    {
        var names = project.Raw.Select(r =>
            r.Definition is { } goal && goal.TryGetProperty("figure", out var figure) ? figure.GetString()! : "another-figure").ToArray();
        var (startsOn, endsOn) = (project.Definition.Period.StartsOn, project.Definition.Period.EndsOn);
        int? denominator = Chance(random, 30) ? null : random.Next(1, 200);
        return new Report(
            OneOf(random, names),
            Chance(random, 25) ? startsOn.AddDays(-random.Next(400)) : ADay(random, startsOn, endsOn),
            random.Next((denominator ?? 8) + 1),
            denominator,
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(Chance(random, 20) ? 5 : number));
    }

    private static JsonObject AGoal(Random random, string kind, string[] parents, string[] referred, string[] subprojects, int[] followUpMonths)
    {
        var measure = kind == "nobody" ? OneOf(random, "milestone", "milestone", "duration", "duration", "queue-time", "balance")
            : Chance(random, 60) ? "share"
            : Chance(random, 60) ? "count"
            : "change-from-baseline";
        var readsFigure = measure is "milestone" or "change-from-baseline";
        var listed = Chance(random, 50) ? [] : Some(random, subprojects, readsFigure ? 1 : 3);
        var goal = new JsonObject
        {
            ["text"] = new JsonObject { ["sv"] = "Påhittat mål" },
            ["measure"] = measure,
            ["judged"] = Chance(random, 50) ? "each-window" : OneOf(random, "calendar-year", "project-end"),
        };
        if (listed.Length > 0)
        {
            goal["subprojects"] = Strings(listed);
        }

        if (readsFigure)
        {
            goal["figure"] = OneOf(random, "figure-1", "figure-2");
        }

        if (kind != "nobody")
        {
            goal["of"] = parents.Length > 0 && Chance(random, 35)
                ? new JsonObject { ["goal"] = OneOf(random, parents) }
                : new JsonObject { ["population"] = OneOf(random, Populations[kind]) };
            if (followUpMonths.Length > 0 && Chance(random, 40))
            {
                goal["followUpMonths"] = OneOf(random, followUpMonths);
            }

            if (Chance(random, 90))
            {
                goal["counts"] = ACondition(random, referred, 2);
            }

            if (kind == "stock" && Chance(random, 50))
            {
                goal["counts"] = Chance(random, 30)
                    ? new JsonObject { ["selfAssessment"] = ARiseAsked(random) }
                    : Chance(random, 50)
                    ? new JsonObject { ["placement"] = APlacementAsked(random) }
                    : new JsonObject { ["any"] = new JsonArray(ACondition(random, referred, 1), new JsonObject { ["placement"] = APlacementAsked(random) }) };
            }
        }

        // Waiting times are about enrollments and about referrals: no goal is about both.
        if (measure != "milestone" && Chance(random, 25))
        {
            goal["filter"] = ACondition(random, measure is "duration" or "queue-time" ? [] : referred, 1);
        }

        AddTargets(random, goal, measure, listed);
        return goal;
    }

    /// <summary>Only forms of targets whose meaning is beyond doubt: see <see cref="NaiveJudgement"/>.</summary>
    private static void AddTargets(Random random, JsonObject goal, string measure, string[] listed)
    {
        if (Chance(random, 15))
        {
            return;
        }

        var targets = new JsonArray();
        if (measure is "milestone" or "change-from-baseline")
        {
            targets.Add(ATarget(random, measure, null, null));
        }
        else if (measure != "count")
        {
            var form = random.Next(4);
            if (form == 0)
            {
                targets.Add(ATarget(random, measure, null, "woman"));
                targets.Add(ATarget(random, measure, null, "man"));
            }
            else
            {
                foreach (var subproject in form == 1 ? listed : [])
                {
                    targets.Add(ATarget(random, measure, subproject, null));
                }

                targets.Add(ATarget(random, measure, null, null));
            }

            if (form == 0 || Chance(random, 50))
            {
                goal["eachOf"] = Strings("woman", "man");
            }
        }
        else if (Chance(random, 40))
        {
            targets.Add(ATarget(random, measure, null, null));
        }
        else
        {
            goal["eachOf"] = Strings("woman", "man");
            foreach (var subproject in listed.Where(_ => Chance(random, 80)).Append(null))
            {
                targets.Add(ATarget(random, measure, subproject, "woman"));
                targets.Add(ATarget(random, measure, subproject, "man"));
            }
        }

        goal["targets"] = targets;
    }

    private static JsonObject ATarget(Random random, string measure, string? subproject, string? gender)
    {
        JsonNode[] TwoOf(string[] of) => [.. of.OrderBy(_ => random.Next()).Take(2).OrderBy(p => Array.IndexOf(of, p)).Select(p => (JsonNode)p)];
        var limits = measure switch
        {
            "share" => TwoOf(Percentages),
            "change-from-baseline" => TwoOf(["0%", "5%", "12.5%"]),
            "balance" => TwoOf(Ratios),
            _ => [.. Enumerable.Range(0, 2).Select(_ => random.Next(measure is "duration" or "queue-time" ? 40 : 8)).Order().Select(n => (JsonNode)n)],
        };
        var target = random.Next(6) switch
        {
            0 => new JsonObject { ["atMost"] = limits[0] },
            1 => new JsonObject { ["between"] = new JsonArray(limits) },
            _ => new JsonObject { ["atLeast"] = limits[0] },
        };
        if (subproject is not null)
        {
            target["subproject"] = subproject;
        }

        if (gender is not null)
        {
            target["gender"] = gender;
        }

        return target;
    }

    private static JsonObject ACondition(Random random, string[] earlier, int depth)
    {
        var condition = new JsonObject();
        for (var words = Chance(random, 70) ? 1 : 2; words > 0; words--)
        {
            var (word, value) = AWord(random, earlier, depth);
            condition[word] = value;
        }

        return condition;
    }

    private static (string Word, JsonNode Value) AWord(Random random, string[] earlier, int depth)
    {
        JsonArray Parts() => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (JsonNode)ACondition(random, earlier, depth - 1))]);
        if (depth > 0 && Chance(random, 35))
        {
            return random.Next(4) switch
            {
                0 => ("any", Parts()),
                1 => ("all", Parts()),
                2 => ("not", Parts()),
                _ => ("not", ACondition(random, earlier, depth - 1)),
            };
        }

        if (earlier.Length > 0 && Chance(random, 25))
        {
            return ("inGoal", Chance(random, 50) ? OneOf(random, earlier) : Strings(Some(random, earlier, 3)));
        }

        return random.Next(21) switch
        {
            20 => ("referrerUnit", Chance(random, 40)
                ? new JsonObject { ["integrated"] = Chance(random, 60) }
                : Strings(Some(random, [.. DomainTables.Units.Select(unit => unit.Code)], 3))),
            0 or 1 => ("exitReason", Strings(Some(random, DomainTables.ExitReasons.Select(r => r.Code).ToArray(), 9))),
            2 => ("ending", Strings(Some(random, ["planned", "interrupted", "void"], 2))),
            3 => ("occupationGroup", Strings(Some(random, ["work", "studies", "job-seeking", "other"], 2))),
            4 => ("step", Chance(random, 30) ? "any" : Strings(Some(random, DomainTables.StepKinds, 4))),
            5 => ("jobOffer", AnOffer(random)),
            6 => ("documentation", OneOf(random, "referrer", "participant", "both")),
            7 => ("nextMeasureReady", Chance(random, 60)),
            8 => ("nextStepWithinDays", OneOf(random, 0, 29, 30, 31, 60)),
            9 => ("followUpAnswer", Strings(Some(random, DomainTables.FollowUpAnswers.Select(a => a.Code).ToArray(), 4))),
            10 => ("functioningPlan", Chance(random, 60)),
            11 => ("functioningMeasure", Chance(random, 60)),
            12 => ("referrer", Strings(Some(random, DomainTables.Referrers, 3))),
            13 => ("referralOutcome", Strings(Some(random, DomainTables.ReferralOutcomes, 3))),
            14 => ("offered", Chance(random, 50)),
            16 => ("extentAtLeast", OneOf(random, 1, 25, 50, 100)),
            17 => (Chance(random, 50) ? "incomeAtStart" : "incomeAtExit", Strings(Some(random, DomainTables.IncomeSources.ToArray(), 4))),
            18 => ("educationAtStart", Strings(Some(random, DomainTables.Educations.ToArray(), 3))),
            15 => Chance(random, 50) ? ("mapped", Chance(random, 60)) : ("carriedOver", Chance(random, 40)),
            _ => ("ageAtStart", random.Next(3) switch
            {
                0 => new JsonObject { ["from"] = random.Next(16, 40) },
                1 => new JsonObject { ["to"] = random.Next(16, 40) },
                _ => new JsonObject { ["from"] = random.Next(16, 25), ["to"] = random.Next(25, 60) },
            }),
        };
    }

    private static string? AUnit(Random random) => Chance(random, 30) ? null : OneOf(random, DomainTables.Units).Code;

    private static JsonObject AnOffer(Random random)
    {
        var offer = new JsonObject();
        if (Chance(random, 70))
        {
            offer["subsidised"] = Chance(random, 40);
        }

        if (offer.Count == 0 || Chance(random, 50))
        {
            offer["otherField"] = Chance(random, 60);
        }

        return offer;
    }

    private static bool Chance(Random random, int percent) => random.Next(100) < percent;

    private static T OneOf<T>(Random random, params IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static string[] Some(Random random, IReadOnlyList<string> of, int most) =>
        [.. Enumerable.Range(0, of.Count).OrderBy(_ => random.Next()).Take(random.Next(1, most + 1)).Select(i => of[i])];

    private static JsonArray Strings(params IEnumerable<string> codes) => new([.. codes.Select(c => (JsonNode)c)]);
}
