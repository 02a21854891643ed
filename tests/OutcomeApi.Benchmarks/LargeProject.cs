using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Benchmarks;

/// <summary>A made-up project of five years. The same numbers give the same register, whoever runs it.</summary>
internal static class LargeProject
{
    public static readonly ReportingPeriod Period = new(new DateOnly(2021, 1, 1), new DateOnly(2025, 12, 31));

    public static readonly DateOnly AsOf = new(2026, 4, 1);

    public static readonly Timeline Time = new(Period, AsOf);

    private const int Seed = 20261124;

    private static readonly string[] Subprojects = ["a", "b", "c", "d", "e", "f"];

    private static readonly GoalVersion[] AllGoals = [.. Parse("""
        {
          "g.01": { "measure": "share", "of": { "population": "exits" }, "counts": { "occupationGroup": ["work", "studies"] }, "eachOf": ["woman", "man"], "targets": [{ "atLeast": "20%" }], "subprojects": ["a", "b", "c"] },
          "g.02": { "measure": "share", "of": { "population": "exits" }, "counts": { "exitReason": ["coordinated-support", "municipal-measure"] }, "subprojects": ["a", "b", "c"] },
          "g.03": { "measure": "share", "of": { "population": "exits" }, "counts": { "step": "any", "not": [{ "inGoal": ["g.01", "g.02"] }] }, "subprojects": ["a", "b", "c"] },
          "g.04": { "measure": "share", "of": { "population": "exits" }, "counts": { "step": ["language", "better-health"] }, "subprojects": ["d"] },
          "g.05": { "measure": "share", "of": { "goal": "g.04" }, "counts": { "exitReason": ["work-unsubsidised", "work-subsidised"] }, "subprojects": ["d"] },
          "g.06": { "measure": "share", "of": { "population": "exits" }, "counts": { "jobOffer": { "subsidised": false } }, "subprojects": ["e"] },
          "g.07": { "measure": "share", "of": { "goal": "g.06" }, "counts": { "jobOffer": { "subsidised": false, "otherField": true } }, "subprojects": ["e"] },
          "g.08": { "measure": "count", "of": { "population": "enrollments" }, "subprojects": ["a", "b", "c", "d", "e", "f"] },
          "g.09": { "measure": "share", "of": { "population": "exits" }, "counts": { "documentation": "both" } },
          "g.10": { "measure": "share", "of": { "population": "exits" }, "counts": { "ending": "planned", "nextStepWithinDays": 30 } },
          "g.11": { "measure": "share", "of": { "population": "exits" }, "counts": { "nextMeasureReady": true }, "filter": { "ageAtStart": { "from": 18, "to": 29 } } },
          "g.12": { "measure": "share", "of": { "population": "follow-ups-answered" }, "counts": { "functioningPlan": true } },
          "g.13": { "measure": "share", "of": { "population": "follow-ups-due" }, "counts": { "functioningPlan": true } },
          "g.14": { "measure": "count", "of": { "population": "enrollments" }, "counts": { "mapped": true } },
          "g.15": { "measure": "share", "of": { "population": "exits" }, "counts": { "any": [{ "step": "work-placement" }, { "exitReason": "studies" }] } },
          "g.16": { "measure": "share", "of": { "population": "exits" }, "counts": { "referrer": ["region", "municipality"] } },
          "g.17": { "measure": "milestone", "figure": "points", "targets": [{ "atLeast": 140 }] },
          "g.18": { "measure": "duration", "targets": [{ "atMost": 30 }] },
          "g.19": { "measure": "balance", "targets": [{ "between": ["0.8", "1.25"] }] },
          "g.20": { "measure": "change-from-baseline", "figure": "baseline", "of": { "population": "supported-in-window" }, "counts": { "occupationGroup": "work" } },
          "g.21": { "measure": "share", "of": { "population": "exits" }, "counts": { "occupationGroup": ["work", "studies", "job-seeking"] } }
        }
        """)];

    public static GoalBook Goals(int count) => new([.. AllGoals.Take(count)]);

    public static RegisteredFacts Facts(int participations)
    {
        var random = new Random(Seed);
        return new RegisteredFacts(
            [.. Enumerable.Range(1, participations).Select(number => Enrollment(random, number))],
            [.. Enumerable.Range(1, participations / 5).Select(number => Referral(random, number))],
            [new ReportedValue("points", new DateOnly(2024, 5, 1), 151, 175, DateTimeOffset.UnixEpoch)]);
    }

    private static IEnumerable<GoalVersion> Parse(string json)
    {
        var project = new ProjectDefinition
        {
            Id = "large",
            Name = new LocalizedText { En = "Large" },
            Association = "large",
            Period = Period,
            Subprojects = [.. Subprojects.Select(id => new Subproject { Id = id })],
            Referrers = Code.All<Referrer>(),
            ExitReasons = Code.All<ExitReason>(),
            FollowUpAnswers = Code.All<FollowUpAnswer>(),
        };
        var goals = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(json)!;
        foreach (var goal in goals.Values)
        {
            goal["text"] = JsonElement.Parse("""{ "en": "Goal" }""");
        }

        var (definitions, faults) = GoalParser.ParseAll(JsonSerializer.SerializeToElement(goals), project, "/goals");
        return faults.Count == 0
            ? definitions.Select(d => new GoalVersion(d.Key, 1, Period.StartsOn, d))
            : throw new InvalidOperationException(string.Join(", ", faults.Select(f => f.Pointer)));
    }

    private static Participation Enrollment(Random random, int number)
    {
        var start = Period.StartsOn.AddDays(random.Next(5 * 365));
        var exit = random.Next(10) == 0 ? (DateOnly?)null : start.AddDays(random.Next(30, 500));
        return new Participation
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"E-{number}"),
            Gender = random.Next(20) == 0 ? (Gender)random.Next(2, 4) : (Gender)random.Next(2),
            Subproject = Subprojects[random.Next(Subprojects.Length)],
            StartedOn = start,
            BirthYear = start.Year - random.Next(18, 65),
            MappedOn = start.AddDays(random.Next(-20, 5)),
            Referrer = (Referrer)random.Next(5),
            ReferredOn = start.AddDays(-random.Next(120)),
            FollowUps = exit is null || random.Next(3) == 0 ? [] : [new ReportedFollowUp(3, (FollowUpAnswer)random.Next(10))],
            StepKinds = random.Next(1 << 9),
            JobOfferKinds = random.Next(1 << 4),
            Exit = exit is not { } on ? null : new ParticipationExit
            {
                On = on,
                Reason = (ExitReason)random.Next(20),
                NextStepStartsOn = random.Next(2) == 0 ? null : on.AddDays(random.Next(60)),
                NextMeasureReady = random.Next(2) == 0,
                DocumentedToReferrer = random.Next(3) != 0,
                DocumentedToParticipant = random.Next(3) != 0,
            },
        };
    }

    private static Participation Referral(Random random, int number)
    {
        var day = Period.StartsOn.AddDays(random.Next(5 * 365));
        return new Participation
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"R-{number}"),
            Gender = (Gender)random.Next(2),
            Subproject = Subprojects[random.Next(Subprojects.Length)],
            StartedOn = day,
            ReferredOn = day,
            QueuedOn = day.AddDays(1),
            ReferralOutcome = ReferralOutcome.Started,
            ReferralClosedOn = day.AddDays(random.Next(2, 120)),
        };
    }
}
