using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Security;

/// <summary>
/// Turns a personal identity number into the reference that is kept: a keyed hash (HMAC-SHA-256), the same for the same person in every project.
/// The key is configured and never in the database, and the number itself goes no further than here.
/// </summary>
public sealed class PersonalNumbers(IOptions<PersonalNumberOptions> options)
{
    private const string Prefix = "pn-";

    /// <summary>The reference to keep, or why the number can not be taken.</summary>
    /// <param name="number">The number as it was sent.</param>
    /// <param name="protectedIdentity">The person has protected personal data: no number is taken.</param>
    public (string? Reference, Fault? Fault) ReferenceOf(string number, bool protectedIdentity)
    {
        if (protectedIdentity)
        {
            return (null, new Fault(FaultCodes.PersonalNumberProtected, "/participant"));
        }

        if (string.IsNullOrEmpty(options.Value.HashKey))
        {
            return (null, new Fault(FaultCodes.PersonalNumberNotConfigured, "/participant"));
        }

        if (!PersonalIdentityNumber.IsValid(number))
        {
            return (null, new Fault(FaultCodes.PersonalNumberInvalid, "/participant/personalIdentityNumber"));
        }

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.HashKey), Encoding.ASCII.GetBytes(number));
        return (Prefix + Base64Url.EncodeToString(hash), null);
    }
}

/// <summary>Section <c>Security</c>.</summary>
public sealed class PersonalNumberOptions
{
    /// <summary>Key for the hashes of personal identity numbers; without it such numbers are not accepted.</summary>
    public string? HashKey { get; set; }
}
