using System.Text.Json;
using System.Text.Json.Serialization;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>Records of people who do not exist, in IRIS 2. The same number of participations gives the same records.</summary>
internal static class MadeUpRegister
{
    public const int Seed = 20261128;

    private static readonly DateOnly FirstDay = new(2023, 2, 1);
    private static readonly DateOnly LastDay = new(2026, 1, 31);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly string[] Subprojects = ["usb", "usb", "vsb", "vsb", "insam", "kompetenstrappan", "hoganas", "sydost", "sydost"];
    private static readonly string[] Genders = ["woman", "man"];
    private static readonly string[] Referrers =
    [
        "employment-service", "social-insurance-agency", "municipality", "region", "self-referral",
    ];

    private static readonly string[] Reasons =
    [
        "work-unsubsidised", "work-subsidised", "studies", "vocational-studies", "studies-completed", "coordinated-support",
        "employment-service-measure", "municipal-measure", "supported-employment", "work-placement", "health-care", "returned-to-referrer",
        "moved", "dropped-out", "discharged-no-progress",
    ];

    private static readonly string[] Steps =
    [
        "language", "further-swedish-studies", "better-health", "better-social-situation", "association-activity", "nearer-labour-market",
        "study-visit",
    ];

    private static readonly string[] Answers =
    [
        "work", "studies", "in-measure", "queued-for-measure", "plan-without-measure", "closed-at-referrer", "ill-without-plan",
        "unreachable",
    ];

    /// <summary>
    /// All records, a JSON object each: of every participation its start, up to three steps, and of nine in ten the exit. Most exits are
    /// followed up where there was time for it.
    /// </summary>
    public static IEnumerable<string> Records(int participations)
    {
        var random = new Random(Seed);
        return Enumerable.Range(1, participations)
            .SelectMany(number => Participation(random, number))
            .Select(record => JsonSerializer.Serialize(record, Json));
    }

    /// <summary>One more step of one of the participations.</summary>
    public static string Step(int number, int participations)
    {
        var (reference, enrollmentReference) = ($"W-{number}", $"E-{(number % participations) + 1}");
        return JsonSerializer.Serialize(new { reference, enrollmentReference, kind = Steps[number % Steps.Length], on = LastDay }, Json);
    }

    /// <summary>A new enrollment, by its number.</summary>
    public static string NewEnrollment(int number) => JsonSerializer.Serialize(
        new
        {
            reference = $"N-{number}",
            participant = $"Q-{number}",
            consentGivenOn = FirstDay,
            gender = Genders[number % Genders.Length],
            birthYear = 1980,
            subproject = Subprojects[number % Subprojects.Length],
            referrer = Referrers[number % Referrers.Length],
            referredOn = FirstDay,
            startedOn = FirstDay.AddDays(number % 700),
        },
        Json);

    /// <summary>The exit of that enrollment.</summary>
    public static string NewExit(int number) => JsonSerializer.Serialize(
        new
        {
            enrollmentReference = $"N-{number}",
            exitedOn = FirstDay.AddDays((number % 700) + 200),
            reason = Reasons[number % Reasons.Length],
            documentationGivenToReferrerOn = FirstDay.AddDays((number % 700) + 200),
        },
        Json);

    private static IEnumerable<object> Participation(Random random, int number)
    {
        var reference = $"E-{number}";
        var subproject = Pick(Subprojects);
        var start = FirstDay.AddDays(random.Next(1000));
        yield return new
        {
            record = "enrollment",
            reference,
            participant = $"P-{number}",
            consentGivenOn = start,
            gender = random.Next(50) == 0 ? "other" : Pick(Genders),
            birthYear = start.Year - random.Next(18, subproject == "usb" ? 29 : 64),
            subproject,
            referrer = Pick(Referrers),
            referredOn = start.AddDays(-random.Next(5, 60)),
            mappedOn = random.Next(5) == 0 ? (DateOnly?)null : start,
            startedOn = start,
        };

        var days = random.Next(30, Math.Min(420, LastDay.DayNumber - start.DayNumber));
        for (var step = random.Next(4); step > 0; step--)
        {
            yield return new
            {
                record = "step",
                reference = $"S-{number}-{step}",
                enrollmentReference = reference,
                kind = Pick(Steps),
                on = start.AddDays(random.Next(days)),
            };
        }

        if (random.Next(10) == 0)
        {
            yield break;
        }

        var exit = start.AddDays(days);
        yield return new
        {
            record = "exit",
            enrollmentReference = reference,
            exitedOn = exit,
            reason = Pick(Reasons),
            nextMeasureReady = random.Next(2) == 0,
            nextStepStartsOn = random.Next(2) == 0 ? (DateOnly?)null : exit.AddDays(random.Next(40)),
            documentationGivenToReferrerOn = random.Next(4) == 0 ? (DateOnly?)null : exit,
            documentationGivenToParticipantOn = random.Next(4) == 0 ? (DateOnly?)null : exit,
        };

        var followUp = exit.AddDays(random.Next(92, 120));
        if (followUp <= LastDay && random.Next(4) > 0)
        {
            yield return new
            {
                record = "follow-up",
                enrollmentReference = reference,
                months = 3,
                followedUpOn = followUp,
                answer = Pick(Answers),
                reportedBy = Pick(Referrers),
            };
        }

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
