using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Deploy;

/// <summary>The public workflow names what it uses, may little, and ends in time.</summary>
public sealed partial class WorkflowTests
{
    private static readonly JsonObject Workflow = Yaml.Read(Repository.Read(".github/workflows/ci.yml"));

    private static readonly JsonObject Jobs = Workflow["jobs"]!.AsObject();

    private static IEnumerable<JsonNode> StepsOf(JsonNode job) => job["steps"]!.AsArray().Select(step => step!);

    [Fact]
    public void Every_action_has_a_version()
    {
        var actions = Jobs.SelectMany(job => StepsOf(job.Value!)).Select(step => step["uses"]?.ToString()).OfType<string>().ToArray();
        actions.Length.ShouldBeGreaterThan(8);
        actions.Where(action => !Version().IsMatch(action)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_job_ends_in_time_and_only_what_publishes_may_write()
    {
        Workflow["permissions"]!.AsObject().Select(right => $"{right.Key}: {right.Value}").ShouldBe(["contents: read"]);
        foreach (var (name, job) in Jobs)
        {
            job!["timeout-minutes"].ShouldNotBeNull(name);
            var rights = job["permissions"] as JsonObject ?? [];
            string[] mayWrite = name == "publish" ? ["attestations", "id-token", "packages"] : [];
            rights.Where(right => right.Value!.ToString() == "write").Select(right => right.Key).Order(StringComparer.Ordinal).ToArray()
                .ShouldBe(mayWrite, customMessage: name);
        }

        // Nothing is published that has not been tested.
        Jobs["publish"]!["needs"]!.AsArray().Select(job => job!.ToString()).ShouldBe(["embedded", "sql-server", "image"]);
        Jobs["publish"]!["if"]!.ToString().ShouldBe("startsWith(github.ref, 'refs/tags/v')");
    }

    [Fact]
    public void The_suite_runs_on_SQL_Server_and_the_image_is_walked()
    {
        var variables = Jobs["sql-server"]!["env"]!;
        variables["OUTCOMEAPI_TEST_ON"]!.ToString().ShouldBe("sqlserver");
        variables["OUTCOMEAPI_TEST_SQLSERVER"].ShouldNotBeNull();
        variables["OUTCOMEAPI_TEST_OLD_BUILD"].ShouldNotBeNull();
        var run = string.Join('\n', StepsOf(Jobs["image"]!).Select(step => step["run"]?.ToString()));
        run.ShouldContain("deploy/secrets.sh");
        run.ShouldContain("docker compose up");
        run.ShouldContain("$WALK");
        Jobs["image"]!["env"]!["WALK"]!.ToString().ShouldContain("deploy/walk.sh");

        // Every script that is named is there.
        var scripts = Script().Matches(Repository.Read(".github/workflows/ci.yml")).Select(match => match.Value).Distinct().ToArray();
        scripts.Length.ShouldBeGreaterThanOrEqualTo(3);
        scripts.Where(script => !File.Exists(Path.Combine(Repository.Root, script))).ShouldBeEmpty();
    }

    [GeneratedRegex("^[\\w-]+/[\\w/-]+@(v[0-9]+(\\.[0-9]+)*|[0-9a-f]{40})$")]
    private static partial Regex Version();

    [GeneratedRegex("(\\.ci/run|(deploy|build|openapi)/[\\w.-]+\\.(sh|cs))")]
    private static partial Regex Script();
}
