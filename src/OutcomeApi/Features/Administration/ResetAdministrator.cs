using System.CommandLine;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Creates an administrator's key for somebody who has none any more.</summary>
/// <param name="RevokeOthers">Whether all other administrators' keys are revoked.</param>
public sealed record ResetAdministrator(bool RevokeOthers) : ICommand<NewAdministrator>;

/// <summary>The key, which must be shown once.</summary>
/// <param name="Key">The key.</param>
/// <param name="Revoked">Number of keys that were revoked.</param>
public sealed record NewAdministrator(string Key, int Revoked);

public sealed class ResetAdministratorHandler(DbSession session, KnownKeys known, BusinessDay day)
    : IRequestHandler<ResetAdministrator, Result<NewAdministrator>>
{
    private const string RevokeSql = "UPDATE api_keys SET revoked_at = @Now WHERE role = 'administrator' AND revoked_at IS NULL";

    /// <summary>The credential that the audit log and the new key name: whoever can run commands of the program on its machine.</summary>
    private const string Credential = "command-line";

    public async Task<Result<NewAdministrator>> Handle(ResetAdministrator request, CancellationToken cancellationToken)
    {
        await session.LockAsync("administrator", cancellationToken);
        var revoked = request.RevokeOthers ? await session.ExecuteAsync(RevokeSql, new { day.Now }, cancellationToken) : 0;
        if (revoked > 0)
        {
            session.AfterCommit(known.Forget);
            var revocation = new AuditEntry(new Caller(Credential, Role.Administrator, [], []), "revoke", "api-key") { Count = revoked };
            await AuditLog.WriteAsync(session, revocation, day.Now, cancellationToken);
        }

        // Calls the handler directly instead of sending the command, so that both run in this command's transaction.
        var body = new ApiKeyRequest { Name = "Administrator, reset", Role = Code.Format(Role.Administrator) };
        var created = await new CreateApiKeyHandler(session, day).Handle(new CreateApiKey(Credential, body, []), cancellationToken);
        return new NewAdministrator(created.Value!.Key, revoked);
    }
}

/// <summary>Runs <c>administrator reset</c>: makes a new administrator's key and shows it once.</summary>
public static class AdministratorCommand
{
    public const string Name = "administrator";

    /// <summary>Declares the command.</summary>
    public static Command Declare(OnServices onServices)
    {
        var revokeOthers = new Option<bool>("--revoke-others") { Description = "Revoke the keys of all other administrators." };
        var reset = new Command("reset", "Makes a new administrator's key and shows it once, for whoever is locked out. Other keys go on working.")
        {
            revokeOthers,
        };
        reset.SetAction((arguments, ct) => onServices(services =>
            ResetAsync(services, arguments.GetValue(revokeOthers), arguments.InvocationConfiguration.Output, ct)));
        return new Command(Name, "Looks after the administrators.") { reset };
    }

    /// <summary>Returns the exit code 0: there is a new key.</summary>
    public static async Task<int> ResetAsync(IServiceProvider services, bool revokeOthers, TextWriter output, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var made = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ResetAdministrator(revokeOthers), ct)).Value!;
        if (revokeOthers)
        {
            await output.WriteLineAsync($"Administrators' keys that were revoked: {made.Revoked}");
        }

        await output.WriteLineAsync($"Administrator's API key, shown this once: {made.Key}");
        return 0;
    }
}
