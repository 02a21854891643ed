using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OutcomeApi.Domain.Registrations;

/// <summary>
/// The base of everything that a sender states about one event. Any member may be absent until the registration has been checked. The
/// attributes define what is required, and the contract documents the same attributes.
/// </summary>
public abstract record Registration
{
    /// <summary>
    /// True takes the record back. It then counts nowhere, but its history is kept. Taking back an exit reopens the enrollment.
    /// </summary>
    public bool Voided { get; init; }

    /// <summary>The reason for a correction. It belongs to the change and is not part of the record's content.</summary>
    [CodeOf(typeof(Correction))]
    public string? Correction { get; init; }

    /// <summary>The references that belong to the personal identity number that was sent. They are not stored with the record.</summary>
    [JsonIgnore]
    public PersonReference? Person { get; init; }

    /// <summary>Returns the registration in the form in which it is compared and stored.</summary>
    public virtual Registration Normalised() => this;
}

/// <summary>
/// The references that a personal identity number has. After the key of the hashes is changed, a person keeps the reference of an earlier
/// key until the number is sent again. Everything stored about the person then gets the current reference.
/// </summary>
/// <param name="Current">The reference to keep.</param>
/// <param name="Earlier">The references made with earlier keys.</param>
public sealed record PersonReference(string Current, IReadOnlyList<string> Earlier);

/// <summary>What a person lives by or does, as a group and a percentage of full time.</summary>
public sealed record Occupation
{
    /// <summary>The occupation group.</summary>
    [Required]
    [CodeOf(typeof(OccupationGroup))]
    public string? Group { get; init; }

    /// <summary>The extent in percent of full time (1–100).</summary>
    [Range(1, 100)]
    public int? Extent { get; init; }
}

/// <summary>Marks a value that is a code from the list of an enum, see <see cref="Code"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CodeOfAttribute(Type list) : Attribute
{
    /// <summary>The enum whose members are the codes.</summary>
    public Type List { get; } = list;

    /// <summary>True if a project may have codes of its own beside those of the list. The code is then checked against the project.</summary>
    public bool OrOwn { get; init; }
}

/// <summary>
/// Marks a value that is an identifier chosen by the sender: 1–64 characters of <c>[A-Za-z0-9._-]</c>. One or two dots alone are refused.
/// In an address they mean the current and the parent folder, so such a record could never be read.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferenceAttribute : Attribute
{
    /// <summary>The greatest length of an identifier, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The form of an identifier, as a regular expression.</summary>
    public const string Pattern = @"^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$";

    public static bool IsReference(string text) =>
        text.Length is > 0 and <= MaxLength && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

/// <summary>Marks a list whose order has no meaning. Sending a value twice is the same as sending it once.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SetAttribute : Attribute;

/// <summary>Marks a value, or a collection of values, that is a rating: a whole number from 1 to 5.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RatingAttribute() : RangeAttribute(1, 5);

/// <summary>Marks a value that the service computes and shows in its answers. A sender may send it back, but it is not read.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ComputedAttribute : Attribute;

/// <summary>
/// Marks a value that may be sent as an object <c>{"personalIdentityNumber": "…"}</c> in place of the text. The number is put into the
/// member of that name, which is never stored.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrPersonalNumberAttribute : Attribute;
