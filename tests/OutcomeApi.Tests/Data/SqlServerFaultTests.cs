using System.Data.Common;
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

    private static async Task ShouldPassAsync(ISqlDialect dialect, Task statement, string why)
    {
        var fault = await Should.ThrowAsync<DbException>(statement);
        dialect.WhyNotWritten(fault).ShouldBe(why);
        dialect.MayBeRunAgain(fault).ShouldBeTrue();
    }
}
