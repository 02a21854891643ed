using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Security;

/// <summary>
/// Turns a personal identity number into the reference that is kept: a keyed hash (HMAC-SHA-256), the same for the same person in every project.
/// The keys are configured and never in the database, and the number itself goes no further than here. A reference names the key that made it
/// (<c>pn-2026.hash</c>; <c>pn-hash</c>: the key without an id), so that the key can be changed: see <see cref="PersonReference"/>.
/// </summary>
public sealed class PersonalNumbers(IOptions<PersonalNumberOptions> options)
{
    private const string Prefix = "pn-";

    /// <summary>A hash of 256 bits in base64url.</summary>
    private const int HashLength = 43;

    /// <summary>The reference to keep, or why the number can not be taken.</summary>
    /// <param name="number">The number as it was sent.</param>
    /// <param name="protectedIdentity">The person has protected personal data: no number is taken.</param>
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
    /// What may be kept of a request, to know it again: a hash of what it held that nobody can try numbers against. The first is the one to keep, the
    /// others are those of earlier keys and of the time without one.
    /// </summary>
    /// <param name="sha256">The plain hash.</param>
    public IReadOnlyList<string> SealsOf(string sha256) => [.. options.Value.Keys.Select(key => Convert.ToHexStringLower(Hash(key, sha256))), sha256];

    /// <summary>The keys, the current one first, each with the form of its references as a pattern of SQL's LIKE.</summary>
    public IReadOnlyList<(string? Id, string Pattern)> Keys =>
        [.. options.Value.Keys.Select(key => (key.Id is "" ? null : key.Id, BeginningOf(key.Id) + new string('_', HashLength)))];

    private static string BeginningOf(string? id) => string.IsNullOrEmpty(id) ? Prefix : $"{Prefix}{id}.";

    private static byte[] Hash(HashKey key, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Key!), Encoding.ASCII.GetBytes(text));
}

/// <summary>Section <c>Security</c>.</summary>
public sealed class PersonalNumberOptions : IValidatableObject
{
    /// <summary>The current key for the hashes of personal identity numbers; without it such numbers are not accepted.</summary>
    public string? HashKey { get; set; }

    /// <summary>Its id, which stands in the references that it makes; absent: the key that was there before keys had ids.</summary>
    public string? HashKeyId { get; set; }

    /// <summary>Keys under which people are recognised still: earlier ones, and on the way to a new one the new one.</summary>
    public IList<HashKey> PreviousHashKeys { get; } = [];

    /// <summary>All keys, the current one first; none: no current one.</summary>
    internal IReadOnlyList<HashKey> Keys => string.IsNullOrEmpty(HashKey) ? [] : [new HashKey { Id = HashKeyId, Key = HashKey }, .. PreviousHashKeys];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PreviousHashKeys.Count > 0 && string.IsNullOrEmpty(HashKey))
        {
            yield return new ValidationResult("Security:PreviousHashKeys are of no use without Security:HashKey.");
        }

        if (Keys.Any(key => string.IsNullOrEmpty(key.Key)))
        {
            yield return new ValidationResult("Every one of Security:PreviousHashKeys needs a Key.");
        }

        if (Keys.Any(key => !(key.Id ?? string.Empty).All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || key.Id?.Length > 16))
        {
            yield return new ValidationResult("The id of a hash key is up to 16 of a-z, 0-9 and -.");
        }

        if (Keys.GroupBy(key => key.Id ?? string.Empty).Any(same => same.Count() > 1))
        {
            yield return new ValidationResult("Two of the hash keys have the same id. One of them may go without.");
        }
    }
}

/// <summary>A key for hashes of personal identity numbers.</summary>
public sealed class HashKey
{
    /// <summary>Its id; absent: the key that was there before keys had ids.</summary>
    public string? Id { get; set; }

    /// <summary>The key.</summary>
    public string? Key { get; set; }
}
