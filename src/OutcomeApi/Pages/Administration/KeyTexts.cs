using System.Text.Json;
using OutcomeApi.Features.Administration;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>How the pages speak of API keys.</summary>
internal static class KeyTexts
{
    /// <summary>Names a role.</summary>
    public static string Of(PageFrame frame, Role role) => role switch
    {
        Role.Registrar => frame.In("Registrerare", "Registrar"),
        Role.Referrer => frame.In("Remittent", "Referrer"),
        Role.Secretariat => frame.In("Kansli", "Secretariat"),
        Role.SteeringGroup => frame.In("Styrgrupp", "Steering group"),
        Role.Operator => frame.In("Driftansvarig", "Operator"),
        Role.Administrator => frame.In("Administratör", "Administrator"),
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>Lists what a key reaches.</summary>
    public static IEnumerable<string> ReachOf(PageFrame frame, ApiKeyRow key)
    {
        string[] projects = [.. List(key.Projects)], associations = [.. List(key.Associations)], parts = [.. List(key.Subprojects)];
        if (projects.Length > 0)
        {
            yield return frame.In("projekt ", "projects ") + string.Join(", ", projects);
        }

        if (parts.Length > 0)
        {
            yield return frame.In("delprojekt ", "subprojects ") + string.Join(", ", parts);
        }

        if (associations.Length > 0)
        {
            yield return frame.In("förbund ", "associations ") + string.Join(", ", associations);
        }

        if (List(key.Referrers) is { Count: > 0 } referrers)
        {
            yield return frame.In("anvisade av ", "referred by ") + string.Join(", ", referrers.Select(code => NameOfReferrer(frame, code)));
        }
    }

    /// <summary>Names an organisation that refers people.</summary>
    public static string NameOfReferrer(PageFrame frame, string code) =>
        frame.Texts.Of(CodeLists.All["referrers"].FirstOrDefault(entry => entry.Code == code)?.Text, code);

    /// <summary>Says whether a key works, and until when or since when not.</summary>
    public static string StateOf(PageFrame frame, ShownKey shown) => shown.Key switch
    {
        { RevokedAt: { } revoked } => frame.In("återkallad ", "revoked ") + frame.Texts.Of(revoked),
        { WorksUntil: { } until } when shown.Works => frame.In("utbytt, gäller till ", "replaced, works until ") + frame.Texts.Of(until),
        { WorksUntil: { } until } => frame.In("utbytt, gällde till ", "replaced, worked until ") + frame.Texts.Of(until),
        _ when !shown.Works => frame.In("har gått ut", "expired"),
        _ => frame.In("gäller", "works"),
    };

    private static IReadOnlyList<string> List(string? stored) => stored is null ? [] : JsonSerializer.Deserialize<string[]>(stored)!;
}
