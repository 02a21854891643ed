using System.Security.Claims;

namespace OutcomeApi.Security;

/// <summary>
/// Caches the holders of API keys for five seconds, so that a caller who sends many requests does not cause a database query for each. Changes of
/// keys on this node take effect at once. A key that is revoked on another node still works on this node until its cache entry expires.
/// </summary>
public sealed class KnownKeys(TimeProvider clock)
{
    /// <summary>How long a key is cached.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    // Only valid keys are cached, so nobody can fill the cache by guessing.
    private readonly BoundedMemory<string, (ClaimsPrincipal Principal, DateTimeOffset Until)> _known = new(10_000);
    private long _state;

    /// <summary>Number of the current state of all keys. Read it before you query the database, and pass it to <see cref="Remember"/>.</summary>
    public long State => Interlocked.Read(ref _state);

    /// <summary>Finds the holder of a key by its hash. Null when the key is not in the cache and must be looked up.</summary>
    public ClaimsPrincipal? Find(string hash) => _known.TryFind(hash, out var known) && clock.GetUtcNow() < known.Until ? known.Principal : null;

    /// <summary>Caches the holder of a key, unless any key has changed since the holder was read.</summary>
    /// <param name="hash">Hash of the key.</param>
    /// <param name="principal">The holder of the key.</param>
    /// <param name="state">The value of <see cref="State"/> before the holder was read.</param>
    public void Remember(string hash, ClaimsPrincipal principal, long state)
    {
        _known.Remember(hash, (principal, clock.GetUtcNow() + RememberedFor));
        if (State != state)
        {
            _known.Forget(hash);
        }
    }

    /// <summary>Empties the cache. Call it when a key has been revoked or replaced.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _state);
        _known.ForgetAll();
    }
}
