namespace OutcomeApi.Domain.Projects;

/// <summary>A unit of a referrer (<i>enhet</i>), for example a treatment team.</summary>
/// <param name="Code">The code that registrations state.</param>
/// <param name="Referrer">The code of the referrer that the unit belongs to.</param>
/// <param name="Name">The name of the unit.</param>
/// <param name="IsIntegrated">Whether the unit is an integrated treatment team: the project's staff work in it.</param>
public sealed record ReferrerUnit(string Code, string Referrer, LocalizedText Name, bool IsIntegrated);
