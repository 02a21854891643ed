using System.CommandLine;
using System.Globalization;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>
/// Counts the references made with each key for hashing personal identity numbers. An earlier key can be retired when its counts are zero.
/// </summary>
public sealed record CountHashKeys : IRequest<HashKeyCounts>;

/// <summary>The counts of all hash keys.</summary>
/// <param name="Keys">The configured keys, the current one first.</param>
/// <param name="OtherRows">
/// Number of rows whose reference looks like the hash of a number but was made with no configured key. Such a row cannot be found by its number.
/// </param>
public sealed record HashKeyCounts(IReadOnlyList<HashKeyCount> Keys, int OtherRows);

/// <summary>The counts of one hash key.</summary>
/// <param name="Id">The id of the key; null: the key without an id.</param>
/// <param name="Rows">Number of referrals and enrollments.</param>
/// <param name="Versions">Number of versions of referrals and enrollments in the history.</param>
public sealed record HashKeyCount(string? Id, int Rows, int Versions);

public sealed class CountHashKeysHandler(DbSession session, RecordTables tables, PersonalNumbers personalNumbers)
    : IRequestHandler<CountHashKeys, HashKeyCounts>
{
    private const string CountVersionsSql = "SELECT COUNT(*) FROM record_history WHERE kind IN @Kinds AND content LIKE @Pattern";

    public async Task<HashKeyCounts> Handle(CountHashKeys request, CancellationToken cancellationToken)
    {
        string[] kinds = [.. tables.NamingPeople.Select(table => table.Name)];
        var keys = new List<HashKeyCount>();
        foreach (var (id, pattern) in personalNumbers.Keys)
        {
            keys.Add(new HashKeyCount(
                id,
                await CountRowsAsync(pattern, cancellationToken),
                await session.ScalarAsync<int>(CountVersionsSql, new { Kinds = kinds, Pattern = $"%\"participant\":\"{pattern}\"%" }, cancellationToken)));
        }

        return new HashKeyCounts(keys, await CountRowsAsync("pn-%", cancellationToken) - keys.Sum(key => key.Rows));
    }

    private async Task<int> CountRowsAsync(string pattern, CancellationToken ct)
    {
        var count = 0;
        foreach (var table in tables.NamingPeople)
        {
            count += await session.ScalarAsync<int>(table.Statements.CountPeopleSql!, new { Pattern = pattern }, ct);
        }

        return count;
    }
}

/// <summary>Runs <c>hash-keys</c>: prints the counts of each key.</summary>
public static class HashKeysCommand
{
    public const string Name = "hash-keys";

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var command = new Command(Name, "Counts what rests on each key of the hashes of personal identity numbers.");
        command.SetAction((arguments, _) => onServices(async services =>
        {
            await RunAsync(services, arguments.InvocationConfiguration.Output);
            return 0;
        }));
        return command;
    }

    public static async Task RunAsync(IServiceProvider services, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var counts = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CountHashKeys());
        foreach (var (key, isCurrent) in counts.Keys.Select((key, position) => (key, position == 0)))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{(isCurrent ? "current" : "earlier")} key {key.Id ?? "(without an id)"}: "
                + $"{key.Rows} referrals and enrollments, {key.Versions} versions in the history"));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"of no configured key: {counts.OtherRows}. They are not recognised by a number."));
    }
}
