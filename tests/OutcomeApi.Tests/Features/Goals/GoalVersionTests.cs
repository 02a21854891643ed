namespace OutcomeApi.Tests.Features.Goals;

/// <summary>
/// Goals change, and every figure says by which version it was made. IPS Unga began on 1 April 2025; today is 22 November 2026, in 2026-T3.
/// </summary>
public sealed class GoalVersionTests
{
    private const string Goal = "ips-unga.work-or-studies";

    [Fact]
    public async Task A_changed_goal_is_a_version_from_its_day_on()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();
        (await FiguresAsync(api)).ShouldBe("2025-T1 1 50%, 2025-T2 1 50%, 2025-T3 1 50%, 2026-T1 1 50%, 2026-T2 1 50%, 2026-T3 1 50%");

        // In force on the last day of 2026-T2 and not on that of 2026-T1.
        await PutAsync(api, 1, file => Change(file, "60%", "2026-05-01"));
        (await FiguresAsync(api)).ShouldBe("2025-T1 1 50%, 2025-T2 1 50%, 2025-T3 1 50%, 2026-T1 1 50%, 2026-T2 2 60%, 2026-T3 2 60%");

        // The newest registration about a day wins, also about days long ago.
        await PutAsync(api, 2, file => Change(file, "55%", "2025-08-31"));
        (await FiguresAsync(api)).ShouldBe("2025-T1 1 50%, 2025-T2 3 55%, 2025-T3 3 55%, 2026-T1 3 55%, 2026-T2 3 55%, 2026-T3 3 55%");

        // From the day after: the tertial that ended keeps its version.
        await PutAsync(api, 3, file => Change(file, "70%", "2026-09-01"));
        (await FiguresAsync(api)).ShouldBe("2025-T1 1 50%, 2025-T2 3 55%, 2025-T3 3 55%, 2026-T1 3 55%, 2026-T2 3 55%, 2026-T3 4 70%");
    }

    [Fact]
    public async Task Only_the_goal_that_is_changed_gets_a_version()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();
        await PutAsync(api, 1, file => Change(file, "60%", "2026-05-01"));

        (await FiguresAsync(api, "ips-unga.other-planned-measure"))
            .ShouldBe("2025-T1 1 25%, 2025-T2 1 25%, 2025-T3 1 25%, 2026-T1 1 25%, 2026-T2 1 25%, 2026-T3 1 25%");
        api.Scalar<long>("SELECT COUNT(*) FROM goal_versions").ShouldBe(9);
    }

    [Fact]
    public async Task A_goal_without_a_day_holds_from_the_beginning()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();
        await PutAsync(api, 1, file => Change(file, "60%", null));
        (await FiguresAsync(api)).ShouldBe("2025-T1 2 60%, 2025-T2 2 60%, 2025-T3 2 60%, 2026-T1 2 60%, 2026-T2 2 60%, 2026-T3 2 60%");
    }

    [Fact]
    public async Task A_goal_that_is_left_out_is_closed_from_today_on_and_can_come_back()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();

        var closed = await PutAsync(api, 1, file => file["goals"]!.AsObject().Remove(Goal));
        closed["goals"]!.AsObject().ContainsKey(Goal).ShouldBeFalse();
        (await FiguresAsync(api)).ShouldBe("2025-T1 1 50%, 2025-T2 1 50%, 2025-T3 1 50%, 2026-T1 1 50%, 2026-T2 1 50%");
        (await FiguresAsync(api, "ips-unga.other-planned-measure")).ShouldContain("2026-T3 1 25%");

        // Left out once more it stays as it is.
        await PutAsync(api, 2, file => file["goals"]!.AsObject().Remove(Goal), version: 2);
        api.Scalar<long>($"SELECT COUNT(*) FROM goal_versions WHERE goal_key = '{Goal}'").ShouldBe(2);

        await PutAsync(api, 2, file => Change(file, "65%", "2026-11-01"));
        (await FiguresAsync(api)).ShouldBe("2025-T1 1 50%, 2025-T2 1 50%, 2025-T3 1 50%, 2026-T1 1 50%, 2026-T2 1 50%, 2026-T3 3 65%");
    }

    [Fact]
    public async Task No_goals_at_all_closes_all_of_them()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();
        var closed = await PutAsync(api, 1, file => file.Remove("goals"));
        closed["goals"]!.AsObject().Count.ShouldBe(0);
        var page = await ApiFactory.UpToDateAsync(api.Registrar, "ips-unga", "from=2026-T3&limit=500");
        page["items"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_change_of_one_goal_changes_none()
    {
        using var api = new IpsUngaApi();
        await api.InitializeAsync();
        var file = ProjectFiles.Read("ips-unga");
        Change(file, "60%", "2026-05-01");
        file["goals"]!["ips-unga.starts"]!["measure"] = "number";

        await (await api.Secretariat.PutAsync(api.Address, file, "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "goal-invalid /goals/ips-unga.starts/measure");

        api.Scalar<long>("SELECT COUNT(*) FROM goal_versions").ShouldBe(8);
        (await (await api.Secretariat.GetAsync(api.Address)).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);
    }

    private static void Change(JsonObject file, string atLeast, string? validFrom)
    {
        file["goals"]![Goal]!["targets"]![0]!["atLeast"] = atLeast;
        TestData.With(file["goals"]![Goal]!.AsObject(), ("validFrom", validFrom));
    }

    private static async Task<JsonObject> PutAsync(ProjectApi api, int ifMatch, Action<JsonObject> change, int? version = null)
    {
        var file = ProjectFiles.Read("ips-unga");
        change(file);
        var answer = await (await api.Secretariat.PutAsync(api.Address, file, $"\"{ifMatch}\"")).ShouldBeAsync(HttpStatusCode.OK);
        answer["version"]!.GetValue<int>().ShouldBe(version ?? ifMatch + 1);
        return answer;
    }

    /// <summary>"tertial version target" of a goal, for every tertial that has it.</summary>
    private static async Task<string> FiguresAsync(ProjectApi api, string goal = Goal)
    {
        var page = await ApiFactory.UpToDateAsync(api.Registrar, "ips-unga", $"goal={goal}&window=tertial&gender=total&limit=500");
        return string.Join(", ", page["items"]!.AsArray().Select(i => $"{i!["tertial"]} {i["goalVersion"]} {i["rows"]![0]!["target"]!["atLeast"]}"));
    }
}
