using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;

namespace OutcomeApi.Tests.Data;

/// <summary>Faults of SQL Server that pass: the command is run again, on a new connection where the old one was lost.</summary>
public sealed class SqlServerFaultTests(Databases databases) : IClassFixture<Databases>
{
    private const string InsertReadiness = "UPDATE readiness SET written_at = @Now WHERE id = 1";

    private static readonly CancellationToken None = CancellationToken.None;

    [SqlServerFact]
    public async Task A_row_that_is_locked_for_too_long_is_busy()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var holder = new DbSession(dialect);
        await holder.BeginWriteAsync(None);
        await holder.ExecuteAsync(InsertReadiness, new { Now = DateTimeOffset.UnixEpoch }, None);

        await using var other = new DbSession(dialect);
        await other.BeginWriteAsync(None);
        await other.ExecuteAsync("SET LOCK_TIMEOUT 100", null, None);
        await ShouldPassAsync(dialect, other.ExecuteAsync(InsertReadiness, new { Now = DateTimeOffset.UnixEpoch }, None), "busy");
    }

    [SqlServerFact]
    public async Task A_statement_that_takes_too_long_is_busy()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var holder = new DbSession(dialect);
        await holder.BeginWriteAsync(None);
        await holder.ExecuteAsync(InsertReadiness, new { Now = DateTimeOffset.UnixEpoch }, None);

        await using var other = new DbSession(dialect) { StatementTime = TimeSpan.FromSeconds(1) };
        await other.BeginWriteAsync(None);
        await ShouldPassAsync(dialect, other.ExecuteAsync(InsertReadiness, new { Now = DateTimeOffset.UnixEpoch }, None), "busy");
    }

    [SqlServerFact]
    public async Task Two_who_wait_for_each_other_do_so_for_a_moment()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var one = new DbSession(dialect);
        await using var other = new DbSession(dialect);
        await using var ofOne = await one.BeginWriteAsync(None);
        await using var ofOther = await other.BeginWriteAsync(None);
        await one.LockAsync("first", None);
        await other.LockAsync("second", None);

        var crossed = new[] { LockAsync(one, ofOne, "second"), LockAsync(other, ofOther, "first") };
        var fault = (await Task.WhenAll(crossed)).OfType<DbException>().ShouldHaveSingleItem();
        dialect.MayBeRunAgain(fault).ShouldBeTrue();
        dialect.WhyNotWritten(fault).ShouldBe("busy");

        static async Task<Exception?> LockAsync(DbSession session, IAsyncDisposable transaction, string resource)
        {
            try
            {
                await session.LockAsync(resource, None);
                return null;
            }
            catch (Exception e)
            {
                // As whoever runs the command again does: what the other one waits for is let go.
                await transaction.DisposeAsync();
                return e;
            }
        }
    }

    [SqlServerFact]
    public async Task A_connection_that_was_lost_is_made_again()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var session = new DbSession(dialect);
        await using (await session.BeginWriteAsync(None))
        {
            var process = await session.ScalarAsync<int>("SELECT CAST(@@SPID AS int)", null, None);
            await using var killer = new DbSession(dialect);
            await killer.ExecuteAsync($"KILL {process}", null, None);
            await ShouldPassAsync(dialect, session.ExecuteAsync(InsertReadiness, new { Now = DateTimeOffset.UnixEpoch }, None), "unreachable");
        }

        await session.WriteAsync(() => session.ExecuteAsync(InsertReadiness, new { Now = DateTimeOffset.UnixEpoch }, None), None);
    }

    [SqlServerFact]
    public async Task A_database_whose_readers_would_wait_for_writers_is_refused_with_what_to_run()
    {
        var dialect = new SqlServerDialect(await databases.CreateOnServerAsync(isSet: false));
        var refused = await Should.ThrowAsync<InvalidOperationException>(
            new Migrator(dialect, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(None));
        refused.Message.ShouldContain("SET READ_COMMITTED_SNAPSHOT ON");
        refused.Message.ShouldContain("SET ALLOW_SNAPSHOT_ISOLATION ON");
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(300, 20)]
    [InlineData(0, 20)]
    [InlineData(15, 10)]
    [InlineData(3, 2)]
    public void A_lock_is_waited_for_less_long_than_the_command_that_waits_may_take(int commandSeconds, int seconds) =>
        SqlServerDialect.PatienceWithin(TimeSpan.FromSeconds(commandSeconds), TimeSpan.FromSeconds(20)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [SqlServerFact]
    public async Task A_lock_is_given_up_before_a_command_that_is_given_little_time()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var holder = new DbSession(dialect);
        await holder.BeginWriteAsync(None);
        await holder.LockAsync("wanted", None);
        await holder.LockHistoryAsync("iris2", None);

        // Of the connection string, and of a job.
        var hasty = new SqlServerDialect(With(await ConnectionStringAsync(), commandTimeout: 9));
        await using var one = new DbSession(hasty);
        await one.BeginWriteAsync(None);
        await one.LockAsync("free", None);
        await Should.ThrowAsync<DatabaseBusyException>(one.LockAsync("wanted", None));
        await using var reader = new DbSession(hasty);
        await (await reader.SnapshotAsync("fram", None)).DisposeAsync();
        await Should.ThrowAsync<DatabaseBusyException>(reader.SnapshotAsync("iris2", None));
        await using var job = new DbSession(dialect) { StatementTime = TimeSpan.FromSeconds(9) };
        await job.BeginWriteAsync(None);
        await job.LockAsync("free too", None);
        await Should.ThrowAsync<DatabaseBusyException>(job.LockAsync("wanted", None));
    }

    [SqlServerFact]
    public async Task A_read_that_gets_no_connection_or_no_answer_in_time_can_be_tried_again()
    {
        var whole = await databases.CreateOnServerAsync();
        await using var api = new SqlServerApi(With(whole, commandTimeout: 4, connections: 1), runsJobs: false);
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        const string Address = ApiFactory.Base + "/projects/iris2/exits";
        await (await registrar.GetAsync(Address)).ShouldBeAsync(HttpStatusCode.OK);

        // Somebody changes the table.
        await using (var other = new SqlConnection(whole))
        {
            await other.OpenAsync();
            await using var change = await other.BeginTransactionAsync();
            await other.ExecuteAsync("ALTER TABLE exits ADD noted int NULL", transaction: change);
            await ShouldBeBusyAsync(await registrar.GetAsync(Address));
            await change.RollbackAsync();
        }

        await (await registrar.GetAsync(Address)).ShouldBeAsync(HttpStatusCode.OK);

        // The only connection of the pool is in use.
        await using (var holder = new SqlConnection(api.ConnectionString))
        {
            await holder.OpenAsync();
            await ShouldBeBusyAsync(await registrar.GetAsync(Address));
        }

        await (await registrar.GetAsync(Address)).ShouldBeAsync(HttpStatusCode.OK);

        static async Task ShouldBeBusyAsync(HttpResponseMessage answer)
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-busy");
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        }
    }

    private static string With(string connectionString, int commandTimeout, int connections = 100) => new SqlConnectionStringBuilder(connectionString)
    {
        CommandTimeout = commandTimeout,
        MaxPoolSize = connections,
        Pooling = true,
        ConnectTimeout = 5,
    }.ToString();

    private async Task<string> ConnectionStringAsync()
    {
        await using var connection = (await databases.OpenAsync("sqlserver")).Connect();
        return new SqlConnectionStringBuilder(SqlServer.ConnectionString) { InitialCatalog = connection.Database }.ToString();
    }

    private static async Task ShouldPassAsync(ISqlDialect dialect, Task statement, string why)
    {
        var fault = await Should.ThrowAsync<DbException>(statement);
        dialect.WhyNotWritten(fault).ShouldBe(why);
        dialect.MayBeRunAgain(fault).ShouldBeTrue();
    }
}
