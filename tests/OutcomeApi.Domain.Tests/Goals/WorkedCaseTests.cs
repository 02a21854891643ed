using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>Runs every case in cases/*.json on the engine, and on the naive implementation too: it has to earn its place as a judge.</summary>
public sealed class WorkedCaseTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly Lazy<IReadOnlyDictionary<string, CaseFile>> Files = new(() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Goals", "cases"), "*.json").Order(StringComparer.Ordinal)
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => JsonSerializer.Deserialize<CaseFile>(File.ReadAllText(path), Strict)!));

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var (file, content) in Files.Value)
        {
            foreach (var worked in content.Cases)
            {
                cases.Add(file, worked.Name);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_engine_gives_what_was_worked_by_hand(string file, string name)
    {
        var (project, worked, facts, reported) = Load(file, name);
        var time = project.Definition.On(worked.AsOf);
        var figures = GoalEngine.Compute(
            time,
            project.Book,
            new RegisteredFacts(
                [.. facts.Where(f => !f.IsReferral).Select(f => f.ToParticipation())],
                [.. facts.Where(f => f.IsReferral).Select(f => f.ToParticipation())],
                [.. reported.Select(r => r.ToValue())]));

        foreach (var expected in worked.Expect)
        {
            var found = figures.Where(f => IsMeant(expected, f.Goal.Key, f.Subproject, f.Tertial.ToString(), Code.Format(f.Window))).ToArray();
            var (about, figure) = (About(expected, worked), found.ShouldHaveSingleItem(About(expected, worked)));
            var judgement = Judgement.Compute(figure, time);

            var rows = judgement.Rows.ToDictionary(r => r.Gender is { } gender ? Code.Format(gender) : "total", r => (ToNaive(r), r.MeetsTarget));
            Compare(
                expected, about, rows, Code.Format(judgement.Verdict), judgement.Standing is { } standing ? Code.Format(standing) : null, judgement.Due?.On,
                judgement.Clear, judgement.Reason is { } reason ? Code.Format(reason) : null,
                BaselineOf(figure) is { } b ? new Report(b.Figure, b.On, b.Numerator, b.Denominator, b.ReceivedAt) : null,
                figure.Goal.Version, figure.Cohort.From, figure.Cohort.To, figure.Cohort.Partial);
            if (expected.Shown is { } shown)
            {
                Rounding.WholePercent(Fraction.From(figure.Total.Numerator, figure.Total.Denominator!.Value)).ShouldBe(shown, about);
            }
        }

        foreach (var absent in worked.Absent)
        {
            figures.Where(f => IsMeant(absent, f.Goal.Key, f.Subproject, f.Tertial.ToString(), Code.Format(f.Window)))
                .ShouldBeEmpty(About(absent, worked));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_naive_implementation_gives_what_was_worked_by_hand(string file, string name)
    {
        var (project, worked, facts, reported) = Load(file, name);
        var period = project.Definition.Period;
        var figures = new NaiveAttainment(period.StartsOn, period.EndsOn, project.Raw, facts, reported, worked.AsOf).Figures().ToArray();

        foreach (var expected in worked.Expect)
        {
            var about = About(expected, worked);
            var figure = figures.Where(f => IsMeant(expected, f.Goal.Key, f.Subproject, f.Tertial, f.Window)).ToArray().ShouldHaveSingleItem(about);
            var judgement = NaiveJudgement.Of(figure, new NaiveTime(period.StartsOn, period.EndsOn, worked.AsOf, project.Definition.PaceFrom));

            var rows = figure.Rows.ToDictionary(r => r.Key, r => (r.Value, judgement.Meets[r.Key]));
            Compare(
                expected, about, rows, judgement.Verdict, judgement.Standing, judgement.DueOn, judgement.Clear, judgement.Reason, figure.Baseline,
                figure.Goal.Version, figure.From, figure.To, figure.Partial);
        }

        foreach (var absent in worked.Absent)
        {
            figures.Where(f => IsMeant(absent, f.Goal.Key, f.Subproject, f.Tertial, f.Window)).ShouldBeEmpty(About(absent, worked));
        }
    }

    [Fact]
    public void Every_goal_of_the_four_projects_has_a_case()
    {
        var worked = Files.Value.Values.SelectMany(f => f.Cases).SelectMany(c => c.Expect).Select(e => e.Goal).ToHashSet();
        var goals = ProjectFile.Names.SelectMany(name => ProjectFile.Load(name).Book.Versions)
            .Select(v => v.Key)
            .ToArray();

        goals.Length.ShouldBe(10 + 8 + 12 + 6);
        goals.Where(key => !worked.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void Case_names_say_which_case_failed()
    {
        var names = Files.Value.SelectMany(f => f.Value.Cases.Select(c => (f.Key, c.Name))).ToArray();

        names.ShouldNotBeEmpty();
        names.ShouldBeUnique();
        Files.Value.Values.SelectMany(f => f.Cases).Where(c => c.Expect.Count + c.Absent.Count == 0).ShouldBeEmpty();
    }

    /// <summary>A row of the engine, in the form of the naive implementation's.</summary>
    internal static NaiveRow ToNaive(JudgedRow row) =>
        new(row.Counts?.Numerator, row.Counts?.Denominator, ToNaive(row.Waiting?.Started), ToNaive(row.Waiting?.StillQueued));

    /// <summary>What a change is measured from.</summary>
    internal static ReportedValue? BaselineOf(GoalFigure figure) => figure.Goal.Definition!.Measure == Measure.ChangeFromBaseline ? figure.Reported : null;

    private static NaiveDays? ToNaive(WaitingDays? days) => days is { } d ? new NaiveDays(d.Count, d.Median, d.Longest) : null;

    private static (ProjectFile Project, WorkedCase Case, IReadOnlyList<Fact> Facts, IReadOnlyList<Report> Reported) Load(string file, string name)
    {
        var content = Files.Value[file];
        var project = content.Project is { } known ? ProjectFile.Load(known) : content.Inline!.ToProjectFile();
        var worked = content.Cases.Single(c => c.Name == name);
        return (project, worked,
        [
            .. worked.Participations.SelectMany((p, i) => p.ToFacts(i + 1, project.Definition.Period.StartsOn)),
            .. worked.Referrals.SelectMany((r, i) => r.ToFacts(i + 1)),
        ],
        [.. worked.Reported.Select((r, i) => r.ToReport(i + 1))]);
    }

    private static bool IsMeant(ExpectedFigure expected, string goal, string? subproject, string tertial, string window) =>
        goal == expected.Goal
        && subproject == expected.Subproject
        && (expected.Tertial is null || tertial == expected.Tertial)
        && (expected.Window is null || window == expected.Window);

    private static string About(ExpectedFigure figure, WorkedCase worked) =>
        $"{figure.Goal} [{figure.Subproject}] {figure.Tertial} {figure.Window} – {worked.Name} ({worked.Source})";

    private static void Compare(
        ExpectedFigure expected,
        string about,
        Dictionary<string, (NaiveRow Row, bool? Meets)> rows,
        string verdict,
        string? standing,
        DateOnly? dueOn,
        bool? clear,
        string? reason,
        Report? baseline,
        int version,
        DateOnly from,
        DateOnly to,
        bool partial)
    {
        expected.Rows.Keys.ShouldBeSubsetOf(NaiveAttainment.Rows, about);
        rows.Keys.ShouldBe(NaiveAttainment.Rows, ignoreOrder: true, about);
        foreach (var (name, (row, meets)) in rows)
        {
            if (expected.Rows.TryGetValue(name, out var text))
            {
                (Show(row) + meets switch { true => " meets", false => " misses", _ => "" }).ShouldBe(text, $"{name}: {about}");
            }
            else
            {
                (row.Numerator ?? 0, row.Denominator ?? 0, row.Days, row.StillQueued).ShouldBe((0, 0, null, null), $"{name}: {about}");
            }
        }

        reason.ShouldBe(expected.Reason ?? (standing == "not-assessable" ? "denominator-zero" : null), about);
        (baseline is null ? null : $"{baseline.Numerator}/{baseline.Denominator} on {Iso(baseline.On)}").ShouldBe(expected.Baseline, about);
        if (expected.Verdict is not null)
        {
            verdict.ShouldBe(expected.Verdict, about);
            var ofVerdict = expected.Verdict switch { "reached" => "meets", "not-reached" => "misses", "no-target" => null, var same => same };
            standing.ShouldBe(expected.Standing ?? ofVerdict, about);
        }

        if (expected.DueOn is not null)
        {
            dueOn.ShouldBe(expected.DueOn, about);
        }

        if (expected.Clear is not null)
        {
            (clear switch { true => "true", false => "false", _ => "null" }).ShouldBe(expected.Clear, about);
        }

        if (expected.Version is not null)
        {
            version.ShouldBe(expected.Version.Value, about);
        }

        if (expected.Cohort is { } cohort)
        {
            string[] found = [Iso(from), Iso(to), .. partial ? new[] { "partial" } : []];
            found.ShouldBe(cohort, about);
        }
    }

    private static string Show(NaiveRow row)
    {
        string?[] parts =
        [
            row.Numerator is null ? null : row.Denominator is null ? Text($"{row.Numerator}") : Text($"{row.Numerator}/{row.Denominator}"),
            row.Days is not { } d ? null : Text($"{d.Count} started: median {d.Median:0.#}, longest {d.Longest}"),
            row.StillQueued is not { } q ? null : Text($"{q.Count} queued: median {q.Median:0.#}, longest {q.Longest}"),
        ];
        return string.Join("; ", parts.Where(p => p is not null));

        static string Text(FormattableString text) => FormattableString.Invariant(text);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
