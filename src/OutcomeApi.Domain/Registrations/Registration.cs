using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>
/// What a sender states about one event. All members may be absent until the registration has been checked; the attributes say what is required
/// and are also what the contract documents.
/// </summary>
public abstract record Registration
{
    /// <summary>True takes the record back: it counts nowhere, and its history stays. Voiding an exit reopens the enrollment.</summary>
    public bool Voided { get; init; }

    /// <summary>Why a correction is made. Belongs to the change, not to the content.</summary>
    [CodeOf(typeof(Correction))]
    public string? Correction { get; init; }

    /// <summary>The references of the person whose personal identity number was sent. Never stored.</summary>
    [JsonIgnore]
    public PersonReference? Person { get; init; }

    /// <summary>The same registration in the form in which it is compared and stored.</summary>
    public virtual Registration Normalised() => this;
}

/// <summary>
/// The references that a personal identity number has. When the key of their hashes is changed, a person is known by an earlier one until the number is
/// sent again; then what is stored gets the current one.
/// </summary>
/// <param name="Current">The one to keep.</param>
/// <param name="Earlier">Those of earlier keys.</param>
public sealed record PersonReference(string Current, IReadOnlyList<string> Earlier);

/// <summary>What a person lives by or does, as a group and a share of full time.</summary>
public sealed record Occupation
{
    /// <summary>Occupation group.</summary>
    [Required]
    [CodeOf(typeof(OccupationGroup))]
    public string? Group { get; init; }

    /// <summary>Percent of full time, 1–100.</summary>
    [Range(1, 100)]
    public int? Extent { get; init; }
}

/// <summary>The value is a code of an enum's list, see <see cref="Code"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CodeOfAttribute(Type list) : Attribute
{
    /// <summary>The enum whose members are the codes.</summary>
    public Type List { get; } = list;
}

/// <summary>
/// The value is an identifier that the sender chose: 1–64 of <c>[A-Za-z0-9._-]</c>. One or two dots alone are none: in an address they mean this folder
/// and the one above, so such a record could never be read.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferenceAttribute : Attribute
{
    /// <summary>Longest identifier.</summary>
    public const int MaxLength = 64;

    /// <summary>The form of an identifier, as a regular expression.</summary>
    public const string Pattern = @"^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$";

    public static bool IsReference(string text) =>
        text.Length is > 0 and <= MaxLength && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

/// <summary>The order in which the values of a list are sent has no meaning, and neither has sending one twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SetAttribute : Attribute;

/// <summary>The value, or each of the values, is a rating: a whole number from 1 to 5.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RatingAttribute() : RangeAttribute(1, 5);

/// <summary>The service works the value out and shows it in answers. It may be sent back, and is not read.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ComputedAttribute : Attribute;

/// <summary>
/// In place of the text an object <c>{"personalIdentityNumber": "…"}</c> may be sent. The number is put into the member of that name, which is
/// never stored.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrPersonalNumberAttribute : Attribute;
