using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>
/// Creates an administrator's key if the database has none that is not revoked. Uses the configured bootstrap key, or generates one.
/// </summary>
public sealed record EnsureAdministrator(string? BootstrapKey) : ICommand<AdministratorKey>;

/// <summary>The generated key, which must be shown once; null: there is nothing to show.</summary>
public sealed record AdministratorKey(string? ToShow);

public sealed class EnsureAdministratorHandler(DbSession session, BusinessDay day) : IRequestHandler<EnsureAdministrator, Result<AdministratorKey>>
{
    private const string CountSql = "SELECT COUNT(*) FROM api_keys WHERE role = 'administrator' AND revoked_at IS NULL";

    public async Task<Result<AdministratorKey>> Handle(EnsureAdministrator request, CancellationToken cancellationToken)
    {
        await session.LockAsync("administrator", cancellationToken);
        if (await session.ScalarAsync<int>(CountSql, null, cancellationToken) > 0)
        {
            return new AdministratorKey(null);
        }

        var key = string.IsNullOrEmpty(request.BootstrapKey) ? ApiKey.Create() : request.BootstrapKey;
        var body = new ApiKeyRequest { Name = "First administrator", Role = Code.Format(Role.Administrator) };

        // Calls the handler directly instead of sending the command, so that both run in this command's transaction.
        await new CreateApiKeyHandler(session, day).Handle(new CreateApiKey("bootstrap", body, [], key), cancellationToken);
        return new AdministratorKey(key == request.BootstrapKey ? null : key);
    }
}
