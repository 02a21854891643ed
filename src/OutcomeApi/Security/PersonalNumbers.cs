using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Security;

/// <summary>
/// Turns a personal identity number into the reference that is stored. The reference is a keyed hash (HMAC-SHA-256). It is the same for the same
/// person in every project. The keys come from the configuration and are never in the database. The number itself is not passed on.
/// A reference names the key that made it, so that the key can be changed: <c>pn-2026.hash</c> is made with the key <c>2026</c>,
/// <c>pn-hash</c> with the key without an id. See <see cref="PersonReference"/>.
/// </summary>
public sealed class PersonalNumbers(IOptions<PersonalNumberOptions> options)
{
    private const string Prefix = "pn-";

    /// <summary>Length of a 256-bit hash in base64url.</summary>
    private const int HashLength = 43;

    /// <summary>Computes the reference to store, or returns the reason why the number cannot be accepted.</summary>
    /// <param name="number">The number as it was sent.</param>
    /// <param name="protectedIdentity">Whether the person has protected personal data. If so, no number is accepted.</param>
    public (PersonReference? Reference, Fault? Fault) ReferenceOf(string number, bool protectedIdentity)
    {
        if (protectedIdentity)
        {
            return (null, new Fault(FaultCodes.PersonalNumberProtected, "/participant"));
        }

        if (options.Value.Keys.Count == 0)
        {
            return (null, new Fault(FaultCodes.PersonalNumberNotConfigured, "/participant"));
        }

        if (!PersonalIdentityNumber.IsValid(number))
        {
            return (null, new Fault(FaultCodes.PersonalNumberInvalid, "/participant/personalIdentityNumber"));
        }

        var references = options.Value.Keys.Select(key => BeginningOf(key.Id) + Base64Url.EncodeToString(Hash(key, number))).ToArray();
        return (new PersonReference(references[0], references[1..]), null);
    }

    /// <summary>
    /// Computes hashes by which a repeated request can be recognised. The hashes are keyed. A plain hash of a request could be attacked by trying
    /// all possible personal identity numbers. The first hash is the one to store. The others are those of earlier keys, and last the plain
    /// hash of the time before there was a key.
    /// </summary>
    /// <param name="sha256">The plain hash of the request.</param>
    public IReadOnlyList<string> SealsOf(string sha256) => [.. options.Value.Keys.Select(key => Convert.ToHexStringLower(Hash(key, sha256))), sha256];

    /// <summary>The ids of the keys, the current one first. Each has a pattern for SQL's LIKE that matches the references made with it.</summary>
    public IReadOnlyList<(string? Id, string Pattern)> Keys =>
        [.. options.Value.Keys.Select(key => (key.Id is "" ? null : key.Id, BeginningOf(key.Id) + new string('_', HashLength)))];

    private static string BeginningOf(string? id) => string.IsNullOrEmpty(id) ? Prefix : $"{Prefix}{id}.";

    private static byte[] Hash(HashKey key, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Key!), Encoding.ASCII.GetBytes(text));
}

/// <summary>Configuration section <c>Security</c>.</summary>
[Section("Security")]
public sealed class PersonalNumberOptions : IValidatableObject
{
    /// <summary>The current key for hashing personal identity numbers. Without it, such numbers are not accepted.</summary>
    [Secret]
    public string? HashKey { get; set; }

    /// <summary>Id of the current key. It is part of the references made with the key. Absent for a key from before keys had ids.</summary>
    public string? HashKeyId { get; set; }

    /// <summary>
    /// Other keys whose references are still recognised. These are the earlier keys. While the service changes to a new key, the new key is listed here first.
    /// </summary>
    public IList<HashKey> PreviousHashKeys { get; } = [];

    /// <summary>All keys, the current one first. Empty when there is no current key.</summary>
    internal IReadOnlyList<HashKey> Keys => string.IsNullOrEmpty(HashKey) ? [] : [new HashKey { Id = HashKeyId, Key = HashKey }, .. PreviousHashKeys];

    /// <summary>Checks that the keys are complete and have distinct, well-formed ids.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PreviousHashKeys.Count > 0 && string.IsNullOrEmpty(HashKey))
        {
            yield return new ValidationResult("earlier keys are of no use without Security__HashKey.", [nameof(PreviousHashKeys)]);
        }

        if (Keys.Any(key => string.IsNullOrEmpty(key.Key)))
        {
            yield return new ValidationResult("every one of them needs a Key.", [nameof(PreviousHashKeys)]);
        }

        if (Keys.Any(key => !(key.Id ?? string.Empty).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || key.Id?.Length > 16))
        {
            yield return new ValidationResult("the id of a hash key is not allowed. Allowed: up to 16 of a-z, 0-9 and -.", [nameof(HashKeyId)]);
        }

        if (Keys.GroupBy(key => key.Id ?? string.Empty).Any(same => same.Count() > 1))
        {
            yield return new ValidationResult("two of the hash keys have the same id. One of them may go without.", [nameof(HashKeyId)]);
        }
    }
}

/// <summary>A key for hashing personal identity numbers.</summary>
public sealed class HashKey
{
    /// <summary>Id of the key. Absent for a key from before keys had ids.</summary>
    public string? Id { get; set; }

    /// <summary>The secret key itself.</summary>
    [Secret]
    public string? Key { get; set; }
}
