using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>One figure of the naive implementation. Keys of <see cref="Rows"/>: the four genders and "total".</summary>
internal sealed record NaiveFigure(
    RawGoal Goal,
    string? Subproject,
    string Tertial,
    string Window,
    DateOnly From,
    DateOnly To,
    bool Partial,
    bool LastTertial,
    IReadOnlyDictionary<string, (int Numerator, int? Denominator)> Rows)
{
    public string Key => $"{Goal.Key} [{Subproject}] {Tertial} {Window}";
}

/// <summary>
/// A second, deliberately naive implementation of attainment, written from domain.md and the goal vocabulary of api.md, not from the
/// engine: every figure is asked of every participation anew, with the definition's raw JSON read again each time.
/// </summary>
internal sealed class NaiveAttainment(DateOnly startsOn, DateOnly endsOn, IReadOnlyList<RawGoal> goals, IReadOnlyList<Fact> facts, DateOnly asOf)
{
    public static readonly IReadOnlyList<string> Rows = ["woman", "man", "other", "unknown", "total"];

    public IEnumerable<NaiveFigure> Figures()
    {
        for (var year = startsOn.Year; year <= endsOn.Year; year++)
        {
            for (var number = 1; number <= 3; number++)
            {
                // T1 January–April, T2 May–August, T3 September–December.
                var (first, last) = number switch
                {
                    1 => (new DateOnly(year, 1, 1), new DateOnly(year, 4, 30)),
                    2 => (new DateOnly(year, 5, 1), new DateOnly(year, 8, 31)),
                    _ => (new DateOnly(year, 9, 1), new DateOnly(year, 12, 31)),
                };

                // Every tertial that has begun and overlaps the project.
                if (first > asOf || last < startsOn || first > endsOn)
                {
                    continue;
                }

                var to = last < endsOn ? last : endsOn;
                foreach (var goal in InForceOn(to).Where(g => IsComputed(g.Definition!.Value)))
                {
                    foreach (var subproject in SubprojectsOf(goal.Definition!.Value))
                    {
                        foreach (var (window, calendarStart) in new[]
                        {
                            ("tertial", first), ("year-to-date", new DateOnly(year, 1, 1)), ("since-start", startsOn),
                        })
                        {
                            var from = calendarStart < startsOn ? startsOn : calendarStart;
                            yield return new NaiveFigure(
                                goal,
                                subproject,
                                string.Create(CultureInfo.InvariantCulture, $"{year}-T{number}"),
                                window,
                                from,
                                to,
                                calendarStart < startsOn || last > endsOn,
                                last >= endsOn,
                                Rows.ToDictionary(row => row, row => Count(goal, subproject, row, from, to)));
                        }
                    }
                }
            }
        }
    }

    /// <summary>Of each key the newest statement among those that hold on the day, unless it closes the goal.</summary>
    private IEnumerable<RawGoal> InForceOn(DateOnly day) =>
        from key in goals.Select(g => g.Key).Distinct()
        let newest = goals.Where(g => g.Key == key && g.ValidFrom <= day).OrderBy(g => g.Version).LastOrDefault()
        where newest?.Definition is not null
        select newest;

    private static bool IsComputed(JsonElement goal) =>
        goal.GetProperty("measure").GetString() is "share" or "count"
        && (goal.GetProperty("of").TryGetProperty("goal", out _) || goal.GetProperty("of").GetProperty("population").GetString() is "exits" or "enrollments");

    /// <summary>One subproject: just it. Several: each and pooled. None: the project.</summary>
    private static IEnumerable<string?> SubprojectsOf(JsonElement goal)
    {
        var named = Listed(goal);
        return named.Length == 1 ? named : named.Append(null);
    }

    private static string?[] Listed(JsonElement goal) =>
        goal.TryGetProperty("subprojects", out var list) ? [.. list.EnumerateArray().Select(e => e.GetString())] : [];

    private (int Numerator, int? Denominator) Count(RawGoal goal, string? subproject, string row, DateOnly from, DateOnly to)
    {
        var definition = goal.Definition!.Value;
        var denominator = facts
            .Where(f => row == "total" || f.Gender == row)
            .Where(f => subproject is null || f.Subproject == subproject)
            .Where(f => DayOf(definition, f, to) is { } day && from <= day && day <= to)
            .Where(f => IsInDenominator(definition, f, to))
            .ToArray();
        var numerator = denominator.Count(f => IsCounted(definition, f, to));
        return definition.GetProperty("measure").GetString() == "share" ? (numerator, denominator.Length) : (numerator, null);
    }

    /// <summary>An exit belongs to its exit date, an enrollment to its start date; "of these" belongs where the others do.</summary>
    private DateOnly? DayOf(JsonElement goal, Fact fact, DateOnly last)
    {
        var of = goal.GetProperty("of");
        if (of.TryGetProperty("goal", out var parent))
        {
            return InForceOn(last).FirstOrDefault(g => g.Key == parent.GetString()) is { } found ? DayOf(found.Definition!.Value, fact, last) : null;
        }

        return of.GetProperty("population").GetString() switch { "exits" => fact.Exit, "enrollments" => fact.Start, _ => null };
    }

    private bool IsInDenominator(JsonElement goal, Fact fact, DateOnly last)
    {
        // Only a registration in error leaves numerator, denominator and every volume.
        if (fact.Reason == "registered-in-error")
        {
            return false;
        }

        // An anonymous participation counts in goals that count enrollments, never in shares.
        if (fact.Anonymous && goal.GetProperty("measure").GetString() == "share")
        {
            return false;
        }

        if (Listed(goal) is { Length: > 0 } subprojects && !subprojects.Contains(fact.Subproject))
        {
            return false;
        }

        if (goal.TryGetProperty("filter", out var filter) && !Holds(filter, fact, last))
        {
            return false;
        }

        var of = goal.GetProperty("of");
        return of.TryGetProperty("goal", out var parent)
            ? IsInNumerator(parent.GetString()!, fact, last)
            : of.GetProperty("population").GetString() switch
            {
                "exits" => !fact.Anonymous && startsOn <= fact.Exit && fact.Exit <= endsOn,

                // Carried over: never counted as started.
                "enrollments" => !fact.CarriedOver && startsOn <= fact.Start && fact.Start <= endsOn,
                _ => false,
            };
    }

    private bool IsInNumerator(string key, Fact fact, DateOnly last) =>
        InForceOn(last).FirstOrDefault(g => g.Key == key) is { Definition: { } goal }
        && IsInDenominator(goal, fact, last)
        && IsCounted(goal, fact, last);

    private bool IsCounted(JsonElement goal, Fact fact, DateOnly last) =>
        !goal.TryGetProperty("counts", out var counts) || Holds(counts, fact, last);

    private bool Holds(JsonElement condition, Fact fact, DateOnly last) =>
        condition.EnumerateObject().All(member => Holds(member.Name, member.Value, fact, last));

    private bool Holds(string word, JsonElement value, Fact fact, DateOnly last) => word switch
    {
        "all" => value.EnumerateArray().All(part => Holds(part, fact, last)),
        "any" => value.EnumerateArray().Any(part => Holds(part, fact, last)),
        "not" when value.ValueKind == JsonValueKind.Array => !value.EnumerateArray().Any(part => Holds(part, fact, last)),
        "not" => !Holds(value, fact, last),
        "inGoal" => Codes(value).Any(key => IsInNumerator(key, fact, last)),

        "exitReason" => fact.Reason is not null && Codes(value).Contains(fact.Reason),
        "ending" => fact.Reason is not null && Codes(value).Contains(DomainTables.ExitReasons.Single(r => r.Code == fact.Reason).Ending),
        "occupationGroup" => fact.Reason is not null
            && DomainTables.ExitReasons.Single(r => r.Code == fact.Reason).Group is { } group && Codes(value).Contains(group),

        // True also without a date.
        "nextStepWithinDays" => fact.Exit is { } exit && (fact.NextStep is null || fact.NextStep <= exit.AddDays(value.GetInt32())),
        "nextMeasureReady" => fact.Exit is not null && fact.NextMeasureReady == value.GetBoolean(),
        "documentation" => fact.Exit is not null && value.GetString() switch
        {
            "referrer" => fact.DocumentedToReferrer,
            "participant" => fact.DocumentedToParticipant,
            _ => fact.DocumentedToReferrer && fact.DocumentedToParticipant,
        },

        "step" => value.ValueKind == JsonValueKind.String && value.GetString() == "any"
            ? fact.Steps.Count > 0
            : Codes(value).Any(kind => fact.Steps.Contains(kind)),

        // Both properties are about the same offer.
        "jobOffer" => fact.Offers.Any(offer =>
            (!value.TryGetProperty("subsidised", out var subsidised) || subsidised.GetBoolean() == offer.Subsidised)
            && (!value.TryGetProperty("otherField", out var otherField) || otherField.GetBoolean() == offer.OtherField)),

        "followUpAnswer" => fact.Answer is not null && Codes(value).Contains(fact.Answer),
        "functioningPlan" => fact.Answer is not null
            && DomainTables.FollowUpAnswers.Single(a => a.Code == fact.Answer).FunctioningPlan == value.GetBoolean(),
        "functioningMeasure" => fact.Answer is not null
            && DomainTables.FollowUpAnswers.Single(a => a.Code == fact.Answer).FunctioningMeasure == value.GetBoolean(),

        "referrer" => fact.Referrer is not null && Codes(value).Contains(fact.Referrer),
        "referralOutcome" => fact.ReferralOutcome is not null && Codes(value).Contains(fact.ReferralOutcome),
        "offered" => fact.Offered is not null == value.GetBoolean(),
        "mapped" => (fact.Mapped is not null && fact.Mapped <= fact.Start) == value.GetBoolean(),
        "carriedOver" => fact.CarriedOver == value.GetBoolean(),
        "ageAtStart" => fact.BirthYear is { } born
            && (!value.TryGetProperty("from", out var from) || fact.Start.Year - born >= from.GetInt32())
            && (!value.TryGetProperty("to", out var to) || fact.Start.Year - born <= to.GetInt32()),
        _ => throw new NotSupportedException($"'{word}' is no word of the condition language."),
    };

    /// <summary>One code, or a list of codes.</summary>
    private static string[] Codes(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(e => e.GetString()!)];
}
