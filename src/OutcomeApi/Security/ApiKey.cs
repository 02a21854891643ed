using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OutcomeApi.Security;

/// <summary>An API key: <c>ok_</c> and 32 random bytes. Only its SHA-256 is ever kept.</summary>
public static class ApiKey
{
    public const string Prefix = "ok_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key has 256 random bits, so a plain hash is as good as a slow one.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
