using System.Security.Claims;
using OutcomeApi.Data;

namespace OutcomeApi.Security;

/// <summary>
/// Remembers for some seconds whose key a hash is, so that a reader who asks often does not make the database look each time. What happens to keys on this node is
/// seen at once; a key that is revoked on another node works here for the seconds that are left.
/// </summary>
public sealed class KnownKeys(TimeProvider clock)
{
    /// <summary>For how long a key is remembered.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    // Only valid keys are remembered, so nobody can fill this by guessing.
    private readonly BoundedMemory<string, (ClaimsPrincipal Principal, DateTimeOffset Until)> _known = new(10_000);
    private long _state;

    /// <summary>Names the state of the keys that is about to be read; see <see cref="Remember"/>.</summary>
    public long State => Interlocked.Read(ref _state);

    /// <summary>Finds whose key a hash is; null: look it up.</summary>
    public ClaimsPrincipal? Find(string hash) => _known.TryFind(hash, out var known) && clock.GetUtcNow() < known.Until ? known.Principal : null;

    /// <summary>Remembers whose key a hash is, unless keys have changed since it was read.</summary>
    /// <param name="hash">The key's hash.</param>
    /// <param name="principal">GenderGroup has it.</param>
    /// <param name="state">The state in which it was read.</param>
    public void Remember(string hash, ClaimsPrincipal principal, long state)
    {
        _known.Remember(hash, (principal, clock.GetUtcNow() + RememberedFor));
        if (State != state)
        {
            _known.Forget(hash);
        }
    }

    /// <summary>Forgets everything: a key has been revoked or replaced.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _state);
        _known.ForgetAll();
    }
}
