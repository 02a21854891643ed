using System.Data.Common;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Features.Batches;

namespace OutcomeApi.Tests.Data;

/// <summary>A project whose lock somebody else holds for too long.</summary>
public sealed class BusyTests
{
    [Fact]
    public async Task A_lock_that_is_not_granted_is_no_fault_of_the_service_and_can_be_tried_again()
    {
        using var api = new HeldApi();
        await api.InitializeAsync();
        var before = api.Rows();

        api.Held = true;
        var refused = await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"));
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-busy");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBe(TimeSpan.FromSeconds(5));
        api.Held = false;

        api.Rows().ShouldBe(before);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_batch_that_was_accepted_waits_until_the_lock_is_free()
    {
        using var api = new HeldApi();
        await api.InitializeAsync();
        var records = new[] { TestData.With(TestData.Enrollment("E-1"), ("record", "enrollment")) };
        var accepted = await BatchForms.SendAsync(api.Registrar, api.Address, "application/x-ndjson", records, prefer: "respond-async");
        var batch = (await accepted.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();

        api.Held = true;
        await Should.ThrowAsync<DatabaseBusyException>(WorkAsync());
        api.Held = false;
        (await ReadAsync())["status"]!.GetValue<string>().ShouldBe("queued");

        await WorkAsync();
        (await ReadAsync())["created"]!.GetValue<int>().ShouldBe(1);

        async Task<JsonObject> ReadAsync() => await (await api.Registrar.GetAsync($"{api.Address}/batches/{batch}")).ShouldBeAsync(HttpStatusCode.OK);

        async Task WorkAsync()
        {
            await using var scope = api.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new WorkThroughBatch(batch));
        }
    }

    [Theory]
    [InlineData(2, false, HttpStatusCode.Created)]
    [InlineData(3, false, HttpStatusCode.ServiceUnavailable)]
    [InlineData(2, true, HttpStatusCode.Created)]
    [InlineData(3, true, HttpStatusCode.ServiceUnavailable)]
    public async Task A_command_that_got_in_the_way_of_another_is_run_again(int conflicts, bool atTheBeginning, HttpStatusCode expected)
    {
        using var api = new HeldApi { BreaksAtTheBeginning = atTheBeginning };
        await api.InitializeAsync();

        // That the key is used is noted now.
        await (await api.Registrar.GetAsync(api.Address)).ShouldBeAsync(HttpStatusCode.OK);
        var before = api.Rows();

        api.Conflicts = conflicts;
        var answer = await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"));

        api.Conflicts.ShouldBe(0);
        if (expected == HttpStatusCode.Created)
        {
            await answer.ShouldBeAsync(expected);
            api.Scalar<long>("SELECT COUNT(*) FROM record_history WHERE record_key = 'E-1'").ShouldBe(1);
        }
        else
        {
            await answer.ShouldBeProblemAsync(expected, "database-busy");
            api.Rows().ShouldBe(before);
        }
    }

    private sealed class HeldApi() : ProjectApi("iris2")
    {
        public bool Held { get; set; }

        /// <summary>How many more times a lock ends in a deadlock.</summary>
        public int Conflicts { get; set; }

        /// <summary>Does it happen when a transaction begins, as on a connection of the pool that was lost meanwhile?</summary>
        public bool BreaksAtTheBeginning { get; set; }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(
                new HeldDialect(NewDialect(), this))));
        }
    }

    /// <summary>The embedded database with a lock that is never granted while somebody holds it: what SQL Server does after half a minute.</summary>
    private sealed class HeldDialect(ISqlDialect inner, HeldApi api) : DialectAround(inner)
    {
        public override Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct)
        {
            Conflict(api.BreaksAtTheBeginning);
            return base.BeginWriteAsync(open, isShort, ct);
        }

        public override Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct)
        {
            Conflict(!api.BreaksAtTheBeginning);
            return api.Held ? throw new DatabaseBusyException("A lock was not granted (-1).") : base.LockAsync(session, locks, ct);
        }

        public override string? WhyNotWritten(DbException exception) => exception is Deadlock ? "busy" : base.WhyNotWritten(exception);

        private void Conflict(bool isHere)
        {
            if (isHere && api.Conflicts > 0)
            {
                api.Conflicts--;
                throw new Deadlock();
            }
        }
    }

    /// <summary>The transaction was chosen to give way to another one: what SQL Server calls 1205.</summary>
    private sealed class Deadlock : DbException;
}
