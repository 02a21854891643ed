using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Security;

/// <summary>
/// A block of sealed audit events. Its hash covers its events and the hash of the block before it, so nobody can change, remove or insert a sealed event
/// without breaking the chain of blocks. Only the oldest blocks are removed, after their retention time.
/// </summary>
/// <remarks>
/// The block with the number 0 holds the events of programs before 0.2. These form a chain of their own: the hash of each covers the hash of the event
/// before it, and the hash of the block is that of its last event.
/// </remarks>
public sealed record AuditBlock
{
    /// <summary>The columns that a block is read from.</summary>
    internal const string Columns = "id, events, sha256, sealed_at";

    /// <summary>Number of the block with the events of earlier programs.</summary>
    public const long Earlier = 0;

    /// <summary>Number of the block. Blocks are numbered without gaps.</summary>
    public required long Id { get; init; }

    /// <summary>Number of events.</summary>
    public required long Events { get; init; }

    /// <summary>Hash of the block. Null for a block 0 whose events are older than their chain.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>When the block was sealed.</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>
    /// Computes the hash of a block: the SHA-256 of lines that end with a line feed. The first line is the hash of the block before it, or empty. Each
    /// further line is an event, in the order of ids: a JSON list of strings, its id and its values.
    /// </summary>
    /// <param name="previous">Hash of the block before it. Null when there is none.</param>
    /// <param name="events">The events of the block, in the order of their ids.</param>
    public static string HashOf(string? previous, IEnumerable<AuditRow> events)
    {
        // Line by line: a block may have some thousand events.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(previous + "\n"));
        foreach (var row in events)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes((string?[])[row.Id.ToString(CultureInfo.InvariantCulture), .. row.Values]));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
