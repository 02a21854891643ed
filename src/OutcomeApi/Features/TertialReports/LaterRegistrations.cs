using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports;

/// <summary>A row of the history of a project's records.</summary>
public sealed record RegistrationRow
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    public required string RecordKey { get; init; }

    public required int Version { get; init; }

    public required string Content { get; init; }

    public string? Correction { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string RecordedBy { get; init; }

    public string? SenderName { get; init; }

    public LaterRegistrationItem Show() => new()
    {
        Position = Id,
        Record = Kind,
        Version = Version,
        Correction = Correction,
        ReceivedAt = RecordedAt,
        Sender = RecordedBy,
        SenderName = SenderName,
    };
}

/// <summary>The registrations of a project received between two data cut-offs, with the participations and referrals that they affect.</summary>
internal sealed record LaterRegistrations(IReadOnlyList<RegistrationRow> Rows, IReadOnlyList<LaterRegistration> Facts)
{
    private const int KeysAtOnce = 500;

    private const string SelectLaterSql =
        """
        SELECT h.id, h.kind, h.record_key, h.version, h.content, h.correction, h.recorded_at, h.recorded_by, k.name AS sender_name
        FROM record_history h
        LEFT JOIN api_keys k ON k.public_id = h.recorded_by
        WHERE h.project_id = @Project AND h.id > @After AND h.id <= @UpTo AND h.version > 0
        ORDER BY h.id
        """;

    // Selects the versions of enrollments (with their exits) or referrals: the one that the earlier report was computed from, and all later ones.
    // The old version is needed because a correction also affects the cell that the record used to count in.
    private const string SelectStatedSql =
        """
        SELECT h.id, h.kind, h.record_key, h.version, h.content, h.recorded_at, h.recorded_by
        FROM record_history h
        WHERE h.project_id = @Project AND h.kind IN @Kinds AND h.record_key IN @Keys AND h.id <= @UpTo AND h.version > 0
          AND (h.id > @After OR h.version = (
            SELECT MAX(o.version) FROM record_history o
            WHERE o.project_id = h.project_id AND o.kind = h.kind AND o.record_key = h.record_key AND o.id <= @After))
        """;

    /// <summary>Loads the registrations between two data cut-offs.</summary>
    /// <param name="session">Database session.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="after">Data cut-off of the earlier report (exclusive).</param>
    /// <param name="upTo">Data cut-off of the later report (inclusive).</param>
    /// <param name="ct">Cancels the queries.</param>
    public static async Task<LaterRegistrations> LoadAsync(DbSession session, string project, long after, long upTo, CancellationToken ct)
    {
        var rows = await session.QueryAsync<RegistrationRow>(SelectLaterSql, new { Project = project, After = after, UpTo = upTo }, ct);
        var enrollments = await StatedAsync(["enrollment", "exit"], rows.Select(EnrollmentOf));
        var referrals = await StatedAsync(["referral"], rows.Where(row => row.Kind == "referral").Select(row => row.RecordKey));
        return new LaterRegistrations(rows, [.. rows.Select(row => new LaterRegistration(row.Id, row.Kind, [.. FactsOf(row)]))]);

        async Task<ILookup<string, RegistrationRow>> StatedAsync(string[] kinds, IEnumerable<string?> keys)
        {
            var stated = new List<RegistrationRow>();
            foreach (var some in keys.OfType<string>().Distinct().Chunk(KeysAtOnce))
            {
                stated.AddRange(await session.QueryAsync<RegistrationRow>(
                    SelectStatedSql, new { Project = project, Kinds = kinds, Keys = some, After = after, UpTo = upTo }, ct));
            }

            return stated.ToLookup(row => row.RecordKey);
        }

        IEnumerable<TouchedFact> FactsOf(RegistrationRow row) => row.Kind switch
        {
            "referral" => referrals[row.RecordKey].Select(ReferralOf),
            _ when EnrollmentOf(row) is { } enrollment =>
                ParticipationsOf(enrollments[enrollment], after, row.Kind is "enrollment" or "exit" ? null : Json(row).Day("on")),
            _ => [],
        };
    }

    /// <summary>Finds the key of the enrollment that a record is or belongs to. Returns null when the record belongs to no enrollment.</summary>
    private static string? EnrollmentOf(RegistrationRow row) => row.Kind switch
    {
        "enrollment" or "exit" => row.RecordKey,
        "follow-up" or "step" or "job-offer" or "placement" or "self-assessment" => Json(row).Text("enrollmentReference"),
        _ => null,
    };

    private static TouchedFact ReferralOf(RegistrationRow row)
    {
        var stated = Json(row);
        return new TouchedFact
        {
            Gender = stated.Gender(),
            Subproject = stated.Text("subproject"),
            From = stated.Day("referredOn") ?? DateOnly.MinValue,
            To = stated.Day("closedOn"),
        };
    }

    /// <summary>
    /// Combines every version of an enrollment with every version of its exit. "No exit" is one of the combinations unless an exit was already
    /// registered at the earlier cut-off. A voided exit counts as no exit.
    /// </summary>
    private static IEnumerable<TouchedFact> ParticipationsOf(IEnumerable<RegistrationRow> stated, long after, DateOnly? happenedOn)
    {
        var rows = stated.ToArray();
        var exits = rows.Where(row => row.Kind == "exit").ToArray();
        var exitDays = exits.Select(row => Json(row)).Select(exit => exit.IsVoided() ? null : exit.Day("exitedOn")).ToList();
        if (exits.All(row => row.Id > after))
        {
            exitDays.Add(null);
        }

        return from row in rows.Where(row => row.Kind == "enrollment")
               let enrollment = Json(row)
               from exitedOn in exitDays.Distinct()
               let days = new[] { enrollment.Day("referredOn"), enrollment.Day("startedOn"), happenedOn }
               select new TouchedFact
               {
                   Gender = enrollment.Gender(),
                   Subproject = enrollment.Text("subproject"),
                   From = days.Min() ?? DateOnly.MinValue,
                   To = exitedOn,
                   ExitedOn = exitedOn,
                   On = happenedOn,
               };
    }

    private static JsonElement Json(RegistrationRow row) => JsonElement.Parse(row.Content);
}

/// <summary>Reads members of registered content. A member that is missing or has another form is null (false for <c>voided</c>).</summary>
internal static class StatedMembers
{
    public static string? Text(this JsonElement stated, string member) =>
        stated.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static DateOnly? Day(this JsonElement stated, string member) =>
        DateOnly.TryParseExact(stated.Text(member), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static bool IsVoided(this JsonElement stated) => stated.TryGetProperty("voided", out var value) && value.ValueKind == JsonValueKind.True;

    public static Gender? Gender(this JsonElement stated) => Code.TryParse<Gender>(stated.Text("gender"), out var gender) ? gender : null;
}
