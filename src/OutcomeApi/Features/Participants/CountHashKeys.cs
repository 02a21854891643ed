using System.Globalization;
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

public sealed class CountHashKeysHandler(DbSession session, PersonalNumbers personalNumbers) : IRequestHandler<CountHashKeys, HashKeyCounts>
{
    private const string CountRowsSql =
        """
        SELECT COUNT(*)
        FROM (
            SELECT participant FROM enrollments
            UNION ALL
            SELECT participant FROM referrals
        ) people
        WHERE participant LIKE @Pattern
        """;

    private const string CountVersionsSql = "SELECT COUNT(*) FROM record_history WHERE kind IN ('enrollment', 'referral') AND content LIKE @Pattern";

    public async Task<HashKeyCounts> Handle(CountHashKeys request, CancellationToken cancellationToken)
    {
        var keys = new List<HashKeyCount>();
        foreach (var (id, pattern) in personalNumbers.Keys)
        {
            keys.Add(new HashKeyCount(
                id,
                await session.ScalarAsync<int>(CountRowsSql, new { Pattern = pattern }, cancellationToken),
                await session.ScalarAsync<int>(CountVersionsSql, new { Pattern = $"%\"participant\":\"{pattern}\"%" }, cancellationToken)));
        }

        var all = await session.ScalarAsync<int>(CountRowsSql, new { Pattern = "pn-%" }, cancellationToken);
        return new HashKeyCounts(keys, all - keys.Sum(key => key.Rows));
    }
}

/// <summary>Runs <c>hash-keys</c>, given as an argument of the program: prints the counts of each key.</summary>
public static class HashKeysCommand
{
    public const string Name = "hash-keys";

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
