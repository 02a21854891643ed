using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>A file in cases/: a project (a file of db/projects, or goals of its own) and the cases worked for it.</summary>
internal sealed record CaseFile
{
    /// <summary>Name of a file in db/projects.</summary>
    public string? Project { get; init; }

    public InlineProject? Inline { get; init; }

    public required IReadOnlyList<WorkedCase> Cases { get; init; }
}

/// <summary>A project with goals of the case's own.</summary>
internal sealed record InlineProject
{
    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public IReadOnlyList<string> Subprojects { get; init; } = [];

    /// <summary>In the form of api.md; validFrom may be left out.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Goals { get; init; }

    /// <summary>Instead of goals: several versions.</summary>
    public IReadOnlyList<InlineVersion>? Versions { get; init; }

    public ProjectFile ToProjectFile() => ProjectFile.Of(
        ProjectFile.Project(StartsOn, EndsOn, Subprojects),
        Versions is not null
            ? [.. Versions.Select(v => new RawGoal(v.Goal, v.Version, v.ValidFrom, v.Definition))]
            : [.. Goals!.Select(g => new RawGoal(g.Key, 1, StartsOn, g.Value))]);
}

internal sealed record InlineVersion
{
    public required string Goal { get; init; }

    public required int Version { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>Left out: closed from that day.</summary>
    public JsonElement? Definition { get; init; }
}

/// <summary>Participations and referrals in, figures out. Every expected number is worked by hand from the source that it names.</summary>
internal sealed record WorkedCase
{
    public required string Name { get; init; }

    /// <summary>The sentence that the case follows from.</summary>
    public required string Source { get; init; }

    public required DateOnly AsOf { get; init; }

    public IReadOnlyList<CompactFact> Participations { get; init; } = [];

    public IReadOnlyList<CompactReferral> Referrals { get; init; } = [];

    public IReadOnlyList<CompactReport> Reported { get; init; } = [];

    public IReadOnlyList<ExpectedFigure> Expect { get; init; } = [];

    /// <summary>Figures that must not exist.</summary>
    public IReadOnlyList<ExpectedFigure> Absent { get; init; } = [];
}

/// <summary>So many equal participations. Start is the project's first day unless it says otherwise.</summary>
internal sealed record CompactFact
{
    public int Times { get; init; } = 1;

    public string Gender { get; init; } = "woman";

    public string? Subproject { get; init; }

    public DateOnly? Start { get; init; }

    public bool CarriedOver { get; init; }

    public bool Anonymous { get; init; }

    public int? BirthYear { get; init; }

    public DateOnly? Mapped { get; init; }

    public string? Referrer { get; init; }

    public string? Unit { get; init; }

    public DateOnly? Referred { get; init; }

    public string? ReferralOutcome { get; init; }

    public DateOnly? Offered { get; init; }

    public string? Answer { get; init; }

    public bool Unobtainable { get; init; }

    public DateOnly? Exit { get; init; }

    public string? Reason { get; init; }

    public DateOnly? NextStep { get; init; }

    public DateOnly? Returned { get; init; }

    public bool NextMeasureReady { get; init; }

    /// <summary>referrer, participant or both.</summary>
    public string? Documented { get; init; }

    public IReadOnlyList<string> Steps { get; init; } = [];

    public IReadOnlyList<CompactOffer> Offers { get; init; } = [];

    public IReadOnlyList<Placed> Placements { get; init; } = [];

    public string? Education { get; init; }

    public IReadOnlyList<string> IncomeAtStart { get; init; } = [];

    public IReadOnlyList<string> IncomeAtExit { get; init; } = [];

    public int? Extent { get; init; }

    public IReadOnlyList<Rated> Ratings { get; init; } = [];

    public IEnumerable<Fact> ToFacts(int group, DateOnly projectStart) => Enumerable.Range(1, Times).Select(i => new Fact
    {
        Reference = string.Create(CultureInfo.InvariantCulture, $"E-{group}-{i}"),
        Gender = Gender,
        Subproject = Subproject,
        Start = Start ?? projectStart,
        CarriedOver = CarriedOver,
        Anonymous = Anonymous,
        BirthYear = BirthYear,
        Mapped = Mapped,
        Referrer = Referrer,
        Unit = Unit,
        Referred = Referred,
        ReferralOutcome = ReferralOutcome,
        Offered = Offered,
        Answer = Answer,
        Unobtainable = Unobtainable,
        Exit = Exit,
        Reason = Exit is null ? null : Reason ?? "dropped-out",
        NextStep = NextStep,
        Returned = Returned,
        NextMeasureReady = NextMeasureReady,
        DocumentedToReferrer = Documented is "referrer" or "both",
        DocumentedToParticipant = Documented is "participant" or "both",
        Steps = Steps,
        Placements = Placements,
        Education = Education,
        IncomeAtStart = IncomeAtStart,
        IncomeAtExit = IncomeAtExit,
        Extent = Extent,
        Ratings = Ratings,
        Offers = [.. Offers.Select(o => (o.Subsidised, o.OtherField))],
    });
}

/// <summary>So many equal referrals.</summary>
internal sealed record CompactReferral
{
    public int Times { get; init; } = 1;

    public string Gender { get; init; } = "woman";

    public string? Subproject { get; init; }

    public string? Referrer { get; init; }

    public required DateOnly Referred { get; init; }

    public DateOnly? Queued { get; init; }

    public DateOnly? Offered { get; init; }

    public string Outcome { get; init; } = "open";

    public DateOnly? Closed { get; init; }

    public IEnumerable<Fact> ToFacts(int group) => Enumerable.Range(1, Times).Select(i => new Fact
    {
        IsReferral = true,
        Reference = string.Create(CultureInfo.InvariantCulture, $"R-{group}-{i}"),
        Gender = Gender,
        Subproject = Subproject,
        Referrer = Referrer,
        Start = Referred,
        Referred = Referred,
        Queued = Queued,
        Offered = Offered,
        ReferralOutcome = Outcome,
        ReferralClosed = Closed,
    });
}

/// <summary>A reported value. One that stands later was received later.</summary>
internal sealed record CompactReport
{
    public required string Figure { get; init; }

    public required DateOnly On { get; init; }

    public required int Numerator { get; init; }

    public int? Denominator { get; init; }

    public Report ToReport(int number) =>
        new(Figure, On, Numerator, Denominator, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number));
}

internal sealed record CompactOffer
{
    public bool Subsidised { get; init; }

    public bool OtherField { get; init; }
}

/// <summary>What one figure must say. What is left out is not compared, except rows: a row that is left out must be empty.</summary>
internal sealed record ExpectedFigure
{
    public required string Goal { get; init; }

    public string? Subproject { get; init; }

    public string? Tertial { get; init; }

    public string? Window { get; init; }

    public int? Version { get; init; }

    /// <summary>First day, last day, and "partial" where the project cuts the window.</summary>
    public IReadOnlyList<string>? Cohort { get; init; }

    public string? Verdict { get; init; }

    /// <summary>What the verdict would be on the numbers of the window. Left out: that of the verdict.</summary>
    public string? Standing { get; init; }

    public DateOnly? DueOn { get; init; }

    /// <summary>Why it can not be assessed. Left out: a denominator is zero, if it can not.</summary>
    public string? Reason { get; init; }

    /// <summary>The share that a change is measured from: "34/120 on 2024-12-31". Left out: there is none.</summary>
    public string? Baseline { get; init; }

    /// <summary>"true", "false" or "null".</summary>
    [JsonConverter(typeof(TextOfAnything))]
    public string? Clear { get; init; }

    /// <summary>The total's share as it is shown, in whole percent.</summary>
    public int? Shown { get; init; }

    /// <summary>
    /// By gender and total: "21/100 meets", "9/50 misses", "0/0"; for counts "450 meets"; for waiting times "3 started: median 27.5, longest 40; 2 queued:
    /// median 60, longest 90 meets". Without a word there is nothing to meet.
    /// </summary>
    public IReadOnlyDictionary<string, string> Rows { get; init; } = new Dictionary<string, string>();
}

/// <summary>Tells <c>"clear": null</c> (must be null) from a clear that was left out (not compared).</summary>
internal sealed class TextOfAnything : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader).GetRawText();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
}
