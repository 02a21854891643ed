using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Data;

/// <summary>Which locks are asked for, and in which order. The embedded database needs none, but is asked for the same as SQL Server.</summary>
public sealed class LockTests(LockTests.ListeningApi api) : IClassFixture<LockTests.ListeningApi>
{
    [Fact]
    public async Task A_record_takes_itself_and_then_what_its_checks_read()
    {
        var referral = new JsonObject { ["reference"] = "R-locks", ["gender"] = "man", ["referredOn"] = "2024-01-10" };
        var referred = TestData.Enrollment("E-referred", ("participant", "P-2"), ("referralReference", "R-locks"));
        (await LocksAsync(HttpMethod.Post, "enrollments", TestData.Enrollment("E-locks", ("participant", "P-locks")))).ShouldBe(
        [
            "project:iris2 shared, project:iris2/enrollment:E-locks",
            "project:iris2/participant:P-locks",
            "history:iris2 shared",
        ]);
        (await LocksAsync(HttpMethod.Post, "exits", TestData.Exit("E-locks"))).ShouldBe(
        [
            "project:iris2 shared, project:iris2/exit:E-locks",
            "project:iris2/enrollment:E-locks",
            "history:iris2 shared",
        ]);
        (await LocksAsync(HttpMethod.Post, "referrals", referral)).ShouldBe(
        [
            "project:iris2 shared, project:iris2/referral:R-locks",
            "history:iris2 shared",
        ]);
        (await LocksAsync(HttpMethod.Post, "enrollments", referred)).ShouldBe(
        [
            "project:iris2 shared, project:iris2/enrollment:E-referred",
            "project:iris2/referral:R-locks, project:iris2/participant:P-2",
            "history:iris2 shared",
        ]);

        // What is stored is unchanged: nothing gets a number.
        (await LocksAsync(HttpMethod.Post, "exits", TestData.Exit("E-locks"))).ShouldBe(
        [
            "project:iris2 shared, project:iris2/exit:E-locks",
            "project:iris2/enrollment:E-locks",
        ]);
    }

    [Fact]
    public async Task A_correction_takes_what_was_stated_before_too()
    {
        foreach (var reference in new[] { "E-before", "E-after" })
        {
            await LocksAsync(HttpMethod.Post, "enrollments", TestData.Enrollment(reference));
        }

        await LocksAsync(HttpMethod.Post, "steps", TestData.Step("S-moved", "E-before"));
        string[] expected =
        [
            "project:iris2 shared, project:iris2/step:S-moved",
            "project:iris2/enrollment:E-after, project:iris2/enrollment:E-before",
            "history:iris2 shared",
        ];
        (await LocksAsync(HttpMethod.Put, "steps/S-moved", TestData.Step("S-moved", "E-after"), "\"1\"")).ShouldBe(expected);
        var patch = new JsonObject { ["enrollmentReference"] = "E-before" };
        (await LocksAsync(() => api.Registrar.PatchAsync($"{api.Address}/steps/S-moved", patch, "\"2\""))).ShouldBe(expected);
    }

    [Fact]
    public async Task A_batch_of_one_kind_takes_its_records_in_order_and_one_of_several_kinds_the_project()
    {
        await LocksAsync(HttpMethod.Post, "enrollments", TestData.Enrollment("E-batch"));
        var (first, second) = (TestData.Step("S-1", "E-batch", ("record", "step")), TestData.Step("S-2", "E-batch", ("record", "step")));
        var (third, exit) = (TestData.Step("S-3", "E-batch", ("record", "step")), TestData.Exit("E-batch", ("record", "exit")));

        (await LocksAsync(HttpMethod.Post, "batches", new JsonObject { ["records"] = new JsonArray(second, first) })).ShouldBe(
        [
            "project:iris2 shared, project:iris2/step:S-1, project:iris2/step:S-2, project:iris2/enrollment:E-batch",
            "history:iris2 shared",
        ]);
        (await LocksAsync(HttpMethod.Post, "batches", new JsonObject { ["records"] = new JsonArray(exit, third) })).ShouldBe(["project:iris2"]);
    }

    [Fact]
    public async Task A_change_of_the_project_takes_it_alone_and_readers_of_the_history_wait_for_those_who_write_it()
    {
        var file = ProjectFiles.Read("iris2");
        file["plannedPlaces"] = 78;
        using var administrator = api.Administrator();
        (await LocksAsync(() => administrator.PutAsync(api.Address, file, "\"1\""))).ShouldContain("project:iris2");
        (await LocksAsync(() => api.Registrar.GetAsync($"{api.Address}/changes?since=0"))).ShouldBe(["snapshot after history:iris2"]);
    }

    private Task<IReadOnlyList<string>> LocksAsync(HttpMethod method, string path, JsonObject body, string? ifMatch = null) => LocksAsync(() =>
    {
        var request = new HttpRequestMessage(method, $"{api.Address}/{path}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return api.Registrar.SendAsync(request);
    });

    private async Task<IReadOnlyList<string>> LocksAsync(Func<Task<HttpResponseMessage>> send)
    {
        api.Asked.Clear();
        var answer = await send();
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return [.. api.Asked];
    }

    public sealed class ListeningApi() : ProjectApi("iris2")
    {
        /// <summary>What was asked for, each time.</summary>
        public List<string> Asked { get; } = [];

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(
                new ListeningDialect(NewDialect(), Asked))));
        }
    }

    private sealed class ListeningDialect(ISqlDialect inner, List<string> asked) : DialectAround(inner)
    {
        public override Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct)
        {
            asked.Add(string.Join(", ", locks.Select(l => l.Resource + (l.IsShared ? " shared" : string.Empty))));
            return base.LockAsync(session, locks, ct);
        }

        public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, string resource, CancellationToken ct)
        {
            asked.Add("snapshot after " + resource);
            return base.BeginSnapshotAsync(connection, resource, ct);
        }
    }
}
