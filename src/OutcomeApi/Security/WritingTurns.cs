namespace OutcomeApi.Security;

/// <summary>
/// Lets credentials take turns when they write: while several write, only a few requests of each are worked on at the same time, and its next ones wait.
/// Whoever sends a single record waits for those few of everybody else, however many the others send. One that writes alone has more, which share a commit.
/// </summary>
public sealed class WritingTurns(TimeProvider clock) : IDisposable
{
    /// <summary>Number of requests of a credential while others write: enough to share a commit.</summary>
    private const int AmongOthers = 16;

    /// <summary>Number of requests of a credential that writes alone.</summary>
    private const int Alone = 64;

    /// <summary>How long a credential counts as writing after its last request.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly CredentialTurns _alone = TurnsOf(Alone);

    private readonly CredentialTurns _amongOthers = TurnsOf(AmongOthers);

    private Writer? _last;

    private Writer? _lastOther;

    /// <summary>Middleware that gives turns. Register it after authorization, because it counts per credential.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.User.Identity is not CallerIdentity)
        {
            return next(http);
        }

        var credential = Caller.From(http).Credential;
        Note(credential);

        // Whether others write is asked again by each of those that had to wait.
        return _alone.TakeAsync(http, taken => OthersWrite(credential) ? _amongOthers.TakeAsync(taken, next) : next(taken));
    }

    public void Dispose()
    {
        _alone.Dispose();
        _amongOthers.Dispose();
    }

    private static CredentialTurns TurnsOf(int atOnce) => new(atOnce, waiting: 2_000, FaultCodes.TooManyRequests, retryAfterSeconds: 5);

    /// <summary>
    /// Remembers the last credential, and the last of another one. Two that come at the same moment may be noted as one; the next request mends that.
    /// </summary>
    private void Note(string credential)
    {
        var last = Volatile.Read(ref _last);
        if (last?.Credential != credential)
        {
            Volatile.Write(ref _lastOther, last);
        }

        Volatile.Write(ref _last, new Writer(credential, clock.GetUtcNow()));
    }

    private bool OthersWrite(string credential)
    {
        return IsOther(Volatile.Read(ref _last)) || IsOther(Volatile.Read(ref _lastOther));

        bool IsOther(Writer? writer) => writer is not null && writer.Credential != credential && clock.GetUtcNow() - writer.At < Remembered;
    }

    private sealed record Writer(string Credential, DateTimeOffset At);
}
