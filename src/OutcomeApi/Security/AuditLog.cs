using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Security;

/// <summary>Who read or wrote which person rows, when, and what for. Itself without personal data.</summary>
public static class AuditLog
{
    private const string InsertSql =
        """
        INSERT INTO audit_events (at, credential, role, action, project_id, kind, record_count, change_id, purpose)
        VALUES (@At, @Credential, @Role, @Action, @Project, @Kind, @Count, @Change, @Purpose)
        """;

    /// <param name="session">The session; inside its transaction, so that what was done and that it was done are one.</param>
    /// <param name="caller">Who.</param>
    /// <param name="action">create, correct or read.</param>
    /// <param name="project">In which project.</param>
    /// <param name="kind">What kind of record.</param>
    /// <param name="count">How many.</param>
    /// <param name="change">The entry of the history that was written, if any.</param>
    /// <param name="purpose">What for, where the caller said so.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Cancels.</param>
    public static Task WriteAsync(
        DbSession session, Caller caller, string action, string? project, string kind, int count, long? change, string? purpose, DateTimeOffset at, CancellationToken ct) =>
        session.ExecuteAsync(
            InsertSql,
            new { At = at, caller.Credential, Role = Code.Of(caller.Role), Action = action, Project = project, Kind = kind, Count = count, Change = change, Purpose = purpose },
            ct);
}
