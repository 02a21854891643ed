using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Counts people of another or unknown gender as women or as men in what steering groups see. They are always few, so each of them could be
/// found by subtraction. Therefore everyone gets one of the two rows, about half each. The row is the same in all tables and on all days,
/// and is chosen by a hash that nobody can compute without the key.
/// </summary>
public sealed class TwoRows
{
    private readonly byte[] _key;

    /// <param name="key">The key of HMAC-SHA-256: 32 random bytes, made once per database and stored in it.</param>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public TwoRows(byte[] key)
    {
        if (key.Length != HMACSHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A key has 32 bytes.", nameof(key));
        }

        _key = [.. key];
    }

    /// <summary>
    /// Chooses the row that a person is counted in. It is <see cref="Gender.Woman"/> or <see cref="Gender.Man"/>. Women and men keep their
    /// own.
    /// </summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="kind">What the reference names: an enrollment, or a referral that has led to none.</param>
    /// <param name="reference">The sender's reference of it.</param>
    /// <param name="gender">The gender as registered.</param>
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
    /// Encodes each part as its length in bytes (32 bits, big-endian) followed by its UTF-8 bytes. Without the lengths, two different
    /// triples could give the same bytes.
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
