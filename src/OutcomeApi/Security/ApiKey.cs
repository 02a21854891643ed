using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OutcomeApi.Security;

/// <summary>Creates and hashes API keys. A key is <c>ok_</c> followed by 32 random bytes in base64url. Only its SHA-256 is stored.</summary>
public static class ApiKey
{
    /// <summary>The beginning of every API key. It distinguishes keys from tokens.</summary>
    public const string Prefix = "ok_";

    /// <summary>What a whole key looks like, as a regular expression.</summary>
    public const string Form = "ok_[A-Za-z0-9_-]{43}";

    /// <summary>What a whole key looks like, in words.</summary>
    public const string FormInWords = "ok_ and then 43 of A-Z, a-z, 0-9, - and _";

    /// <summary>Creates a key from 32 cryptographically random bytes.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Returns whether a key that is not revoked works now: until its last day is over, and until the overlap with its successor has passed.</summary>
    public static bool Works(DateOnly? expiresOn, DateTimeOffset? worksUntil, BusinessDay day) => !(expiresOn < day.Today) && !(worksUntil <= day.Now);

    /// <summary>Returns the SHA-256 of a key in lower-case hexadecimal. The key has 256 random bits, so a slow password hash would not make it safer.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
