namespace OutcomeApi.Security;

/// <summary>
/// Lets credentials take turns when they write: only a few requests of one credential are worked on at the same time, and its next ones wait. Whoever
/// sends a single record waits for those few of everybody else, however many the others send.
/// </summary>
public sealed class WritingTurns : IDisposable
{
    /// <summary>Enough to share a commit.</summary>
    private const int AtOnce = 16;

    private readonly CredentialTurns _turns = new(AtOnce, waiting: 2_000, FaultCodes.TooManyRequests, retryAfterSeconds: 5);

    /// <summary>Middleware that gives turns. Register it after authorization, because it counts per credential.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.User.Identity is not CallerIdentity
            ? next(http)
            : _turns.TakeAsync(http, next);

    public void Dispose() => _turns.Dispose();
}
