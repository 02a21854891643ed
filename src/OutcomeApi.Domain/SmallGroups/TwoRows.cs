using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Counts people of another or unknown gender with the women or with the men, in what steering groups see. They are always few, and each
/// could be had by subtraction; so every one of them gets one of the two rows, about half each, the same in all tables and on all days,
/// by a hash that nobody without the key can compute.
/// </summary>
public sealed class TwoRows
{
    private readonly byte[] _key;

    /// <param name="key">The key of HMAC-SHA-256: 32 random bytes, made once per database and kept in it.</param>
    /// <exception cref="ArgumentException">The key has not 32 bytes.</exception>
    public TwoRows(byte[] key)
    {
        if (key.Length != HMACSHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A key has 32 bytes.", nameof(key));
        }

        _key = [.. key];
    }

    /// <summary>
    /// Gives the row that a person is counted in: <see cref="Gender.Woman"/> or <see cref="Gender.Man"/>, which is that of all women and
    /// men.
    /// </summary>
    /// <param name="project">The project's code.</param>
    /// <param name="kind">What the reference names: an enrollment, or a referral that has none.</param>
    /// <param name="reference">The sender's reference of it.</param>
    /// <param name="gender">As registered.</param>
    public Gender Of(string project, string kind, string reference, Gender gender)
    {
        if (gender is Gender.Woman or Gender.Man)
        {
            return gender;
        }

        var hash = HMACSHA256.HashData(_key, Encode(project, kind, reference));
        return (hash[0] & 0x80) == 0 ? Gender.Woman : Gender.Man;
    }

    /// <summary>
    /// Writes each part as its length in bytes (32 bits, big-endian) and its UTF-8, so that no two triples have the same bytes.
    /// </summary>
    private static byte[] Encode(params ReadOnlySpan<string> parts)
    {
        var bytes = new List<byte>();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var text = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
            bytes.AddRange(length);
            bytes.AddRange(text);
        }

        return [.. bytes];
    }
}
