using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;
using OutcomeApi.Data.Migrations;

namespace OutcomeApi.Tests.Data;

/// <summary>The roles of the database: one changes tables, one changes rows, one reads figures.</summary>
public sealed partial class RolesTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly string Script = Repository.Read("db/sqlserver/roles.sql");

    [Fact]
    public void The_script_parses_and_is_no_migration()
    {
        Statements.TSqlFaults("roles.sql", Script).ShouldBeEmpty();
        Migration.AllFor("sqlserver").ShouldNotContain(migration => migration.Name == "roles.sql");
    }

    [Fact]
    public void Who_reads_figures_reads_no_row_about_a_person_and_no_key()
    {
        var readable = ReadableTable().Matches(Script).Select(grant => grant.Groups["table"].Value).ToHashSet();
        var columns = Schema.OfSqlServer(Migration.AllFor("sqlserver")).Where(line => line.Contains('.', StringComparison.Ordinal)).ToArray();
        var tables = columns.Select(line => line.Split('.')[0]).ToHashSet();

        readable.Except(tables).ShouldBeEmpty("every table is there");
        readable.ShouldContain("attainment");
        readable.ShouldContain("certified_reports");
        string[] closed = ["record_history", "enrollments", "exits", "api_keys", "database_keys", "data_protection_keys", "audit_events", "batch_chunks"];
        closed.Except(tables).ShouldBeEmpty();
        readable.Intersect(closed).ShouldBeEmpty();

        // No table that states a participant, a reference of a sender or a secret.
        columns.Where(line => readable.Contains(line.Split('.')[0]))
            .Where(line => SecretColumn().IsMatch(line.Split('.')[1]))
            .ShouldBeEmpty();
    }

    [SqlServerFact]
    public async Task Each_role_may_what_it_is_for_and_nothing_else()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var connection = (SqlConnection)dialect.Connect();
        await connection.OpenAsync();
        foreach (var batch in Batch().Split(Script).Concat(Batch().Split(Script)).Where(batch => batch.Trim().Length > 0))
        {
            await connection.ExecuteAsync(batch);
        }

        foreach (var role in new[] { "migrate", "run", "read" })
        {
            await connection.ExecuteAsync($"CREATE USER a_{role} WITHOUT LOGIN; ALTER ROLE outcome_api_{role} ADD MEMBER a_{role};");
        }

        (await MayAsync("migrate", "CREATE TABLE made_by_role (id int)")).ShouldBeTrue();
        (await MayAsync("migrate", "ALTER TABLE readiness ADD made_by_role int")).ShouldBeTrue();
        (await MayAsync("run", "UPDATE readiness SET written_at = written_at")).ShouldBeTrue();
        (await MayAsync("run", "SELECT COUNT(*) FROM enrollments")).ShouldBeTrue();
        (await MayAsync("run", "CREATE TABLE made_by_run (id int)")).ShouldBeFalse();
        (await MayAsync("run", "DROP TABLE readiness")).ShouldBeFalse();
        (await MayAsync("read", "SELECT COUNT(*) FROM attainment")).ShouldBeTrue();
        (await MayAsync("read", "SELECT COUNT(*) FROM enrollments")).ShouldBeFalse();
        (await MayAsync("read", "SELECT COUNT(*) FROM data_protection_keys")).ShouldBeFalse();
        (await MayAsync("read", "DELETE FROM attainment")).ShouldBeFalse();

        async Task<bool> MayAsync(string role, string statement)
        {
            try
            {
                await connection.ExecuteAsync($"EXECUTE AS USER = 'a_{role}'; {statement};");
                return true;
            }
            catch (SqlException e) when (e.Number is 229 or 230 or 262 or 3701 or 1088 or 2760 or 4902)
            {
                return false;
            }
            finally
            {
                await connection.ExecuteAsync("REVERT");
            }
        }
    }

    [GeneratedRegex(@"GRANT SELECT ON (?<table>\w+) TO outcome_api_read")]
    private static partial Regex ReadableTable();

    [GeneratedRegex("^(participant|reference|personal|content_of|sha256_of_key|secret)|birth|gender$")]
    private static partial Regex SecretColumn();

    [GeneratedRegex(@"(?m)^GO\s*$")]
    private static partial Regex Batch();
}
