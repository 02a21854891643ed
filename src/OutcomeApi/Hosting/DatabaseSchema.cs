using Microsoft.Extensions.Options;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Jobs;

namespace OutcomeApi.Hosting;

/// <summary>The schema of everything that the program keeps in its database: the register, and on SQL Server the tables of the jobs.</summary>
public sealed class DatabaseSchema(Migrator migrator, JobTables jobs, IOptions<DatabaseOptions> options)
{
    /// <summary>What stands for the tables of the jobs beside the names of migrations.</summary>
    private const string JobTablesName = "tables of the jobs";

    /// <summary>Does what waits. Nodes of the version before go on working meanwhile and afterwards.</summary>
    /// <returns>What has been done.</returns>
    /// <exception cref="InvalidOperationException">
    /// The database is newer than this program or too old for it, or it is not set as the service needs it.
    /// </exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct) => ListOf(await migrator.MigrateAsync(ct), await jobs.MakeAsync(ct));

    /// <summary>Finds what waits, and changes nothing.</summary>
    /// <inheritdoc cref="MigrateAsync" path="/exception"/>
    public async Task<IReadOnlyList<string>> FindPendingAsync(CancellationToken ct) =>
        ListOf(await migrator.FindPendingAsync(ct), await jobs.AreMissingAsync(ct));

    /// <summary>Does what waits when the program starts, or refuses the start where that is left to somebody else.</summary>
    /// <exception cref="InvalidOperationException">Something waits and is left to somebody else; or as with <see cref="MigrateAsync"/>.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (options.Value.MigrateAtStart)
        {
            await MigrateAsync(ct);
        }
        else if (await FindPendingAsync(ct) is { Count: > 0 } waits)
        {
            throw new InvalidOperationException(
                $"The database is not up to date: {string.Join(", ", waits)}. Run \"OutcomeApi migrate\" with an account that may change the schema.");
        }
    }

    private static IReadOnlyList<string> ListOf(IReadOnlyList<string> migrations, bool jobTables) => jobTables ? [.. migrations, JobTablesName] : migrations;
}
