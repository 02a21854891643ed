using System.Text.RegularExpressions;
using NetArchTest.Rules;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Tests.Architecture;

/// <summary>Who knows whom. A folder of <c>src/OutcomeApi</c> is a room; the table says which rooms it leaves alone.</summary>
public sealed partial class RoomTests
{
    private const string Root = "OutcomeApi.";

    private static readonly IReadOnlyList<SourceFile> Service = SourceFile.Below("src/OutcomeApi");

    /// <summary>Hosting and Program know all, and nobody knows them. A feature is a room of its own.</summary>
    public static TheoryData<string, string[]> LeavesAlone => new()
    {
        { "Data", ["Contract", "Features", "Hosting", "Http", "Jobs", "Pages", "Pipeline", "Projects", "Records", "Runs", "Security", "Stored"] },
        { "Stored", ["Contract", "Data", "Features", "Hosting", "Http", "Jobs", "Pages", "Pipeline", "Projects", "Records", "Runs", "Security"] },
        { "Http", ["Contract", "Features", "Hosting", "Jobs", "Pages", "Pipeline", "Projects", "Records", "Runs", "Stored"] },
        { "Security", ["Contract", "Features", "Hosting", "Jobs", "Pages", "Pipeline", "Projects", "Records", "Runs"] },
        { "Contract", ["Features", "Hosting", "Jobs", "Pages", "Pipeline", "Runs", "Stored"] },
        { "Pipeline", ["Contract", "Features", "Hosting", "Http", "Jobs", "Pages", "Projects", "Records", "Runs", "Security", "Stored"] },
        { "Jobs", ["Contract", "Hosting", "Http", "Pages", "Projects", "Records", "Security", "Stored"] },
        { "Projects", ["Contract", "Features", "Hosting", "Jobs", "Pages", "Runs"] },
        { "Records", ["Contract", "Features", "Hosting", "Jobs", "Pages", "Runs"] },
        { "Runs", ["Contract", "Features", "Hosting", "Jobs", "Pages", "Security"] },
        { "Features", ["Contract", "Hosting", "Jobs", "Pages"] },
        { "Pages", ["Contract", "Hosting", "Jobs", "Pipeline", "Stored"] },
    };

    [Fact]
    public void Every_file_has_the_namespace_of_its_folder()
    {
        // What is in scope without being named follows from the namespace: the other tests build on this one.
        Service.Count.ShouldBeGreaterThan(50);
        Service
            .Where(file => file.Path != "src/OutcomeApi/Program.cs")
            .Where(file => NamespaceLine().Match(file.Code).Groups["name"].Value
                != Path.GetDirectoryName(file.Path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.'))
            .Select(file => file.Path)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_room_of_the_table()
    {
        string[] rooms = [.. LeavesAlone.Select(row => (string)row[0]), "Hosting"];
        Service.Select(file => file.Path.Split('/')[2]).Where(part => !part.EndsWith(".cs", StringComparison.Ordinal)).Distinct().Except(rooms).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(LeavesAlone))]
    public void A_room_leaves_other_rooms_alone(string room, string[] others) => ShouldLeaveAlone(room, [.. others.Select(other => Root + other)]);

    [Fact]
    public void A_feature_leaves_other_features_alone()
    {
        var features = In("Features").Select(FeatureOf).Distinct().ToArray();
        features.Length.ShouldBeGreaterThan(5);
        foreach (var feature in features)
        {
            ShouldLeaveAlone("Features." + feature, [.. features.Where(other => other != feature).Select(other => $"{Root}Features.{other}")]);
        }
    }

    [Fact]
    public void Domain_stands_on_the_base_class_library_alone()
    {
        var references = typeof(Fault).Assembly.GetReferencedAssemblies();
        references.ShouldNotBeEmpty();
        references.Select(r => r.Name!).Where(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();
        Repository.Read("src/OutcomeApi.Domain/OutcomeApi.Domain.csproj").ShouldNotContain("Reference Include");
    }

    [Fact]
    public void Domain_knows_no_clock_no_chance_and_no_environment() =>
        Offenders(SourceFile.Below("src/OutcomeApi.Domain"), ClockChanceEnvironment()).ShouldBeEmpty();

    [Fact]
    public void Jobs_know_no_request() => Offenders(In("Jobs"), Request()).ShouldBeEmpty();

    [Fact]
    public void Features_know_no_database_driver() => Offenders(In("Features").Concat(In("Records")).Concat(In("Projects")), Driver()).ShouldBeEmpty();

    [Fact]
    public void Only_the_room_of_jobs_and_its_dashboard_name_the_job_engine()
    {
        SourceFile[] engine = [.. In("Jobs"), .. In("Hosting").Where(file => file.Path.EndsWith("/JobsDashboard.cs", StringComparison.Ordinal))];
        engine.SelectMany(file => file.Find(Engine())).ShouldNotBeEmpty();
        Offenders(Service.Except(engine), Engine()).ShouldBeEmpty();
    }

    [Fact]
    public void Jobs_send_commands_and_know_no_SQL() => Offenders(In("Jobs"), Statement()).ShouldBeEmpty();

    [Fact]
    public void Time_and_ids_come_from_where_tests_can_set_them()
    {
        // The system's clock is named once, where the service is put together. Ids are version 7, which sort.
        Offenders(Service, SystemClock()).ShouldBeEmpty();
        Service.SelectMany(file => file.Find(TheClock())).ShouldHaveSingleItem().ShouldStartWith("src/OutcomeApi/Hosting/");
    }

    [Fact]
    public void Tests_do_not_sleep() => Offenders(SourceFile.Below("tests"), Sleep()).ShouldBeEmpty();

    private static SourceFile[] In(string room) => [.. Service.Where(file => file.Path.StartsWith($"src/OutcomeApi/{room}/", StringComparison.Ordinal))];

    private static string FeatureOf(SourceFile file) => file.Path.Split('/')[3];

    /// <summary>Where files of a group break a rule.</summary>
    private static IEnumerable<string> Offenders(IEnumerable<SourceFile> subjects, Regex forbidden)
    {
        var files = subjects.ToArray();
        files.ShouldNotBeEmpty();
        return files.SelectMany(file => file.Find(forbidden));
    }

    /// <summary>
    /// Reads the program itself, so that no way of naming a room escapes. A namespace is named with a dot behind it: none is the beginning of
    /// another.
    /// </summary>
    private static void ShouldLeaveAlone(string room, string[] others)
    {
        var subjects = Types.InAssembly(typeof(Program).Assembly).That().ResideInNamespaceMatching($"^{Regex.Escape(Root + room)}(\\.|$)");
        subjects.GetTypes().ShouldNotBeEmpty();
        var result = subjects.ShouldNot().HaveDependencyOnAny(others).GetResult();
        (result.FailingTypes ?? []).Select(type => type.FullName).ShouldBeEmpty(room);
    }

    [GeneratedRegex(@"namespace (?<name>[\w.]+);")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\b(TimeProvider|DateTime\.(Now|UtcNow|Today)|DateTimeOffset\.(Now|UtcNow)|Stopwatch|Random|RandomNumberGenerator|Guid\.(NewGuid|CreateVersion7)|Environment|File|Console|CultureInfo\.Current\w*)\b")]
    private static partial Regex ClockChanceEnvironment();

    [GeneratedRegex(@"\b(HttpContext|IHttpContextAccessor|HttpRequest|HttpResponse|Microsoft\.AspNetCore\.Http)\b")]
    private static partial Regex Request();

    [GeneratedRegex(@"\b(Sqlite|Sql)(Connection|Command|Exception|Transaction|Dialect)\b|\bMicrosoft\.Data\.|\bTransactionScope\b")]
    private static partial Regex Driver();

    [GeneratedRegex(@"\bDateTime\.(Now|UtcNow|Today)\b|\bDateTimeOffset\.(Now|UtcNow)\b|\bGuid\.NewGuid\b|\bRandom\.Shared\b|\bnew Random\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\bTimeProvider\.System\b")]
    private static partial Regex TheClock();

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE)\b|\bsession\.(Query|QueryOne|Execute|Scalar)Async\b")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(Add|Use)?Hangfire(?!Jobs)")]
    private static partial Regex Engine();

    [GeneratedRegex(@"\bThread\.Sleep\b|\bTask\.Delay\b|\bSpinWait\b")]
    private static partial Regex Sleep();
}
