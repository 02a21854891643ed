using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OutcomeApi.Domain.Participations;

/// <summary>
/// Converts between an enum member and its code on the wire and in the database: <c>WorkUnsubsidised</c> becomes <c>work-unsubsidised</c>.
/// </summary>
public static class Code
{
    /// <summary>Returns the kebab-case code of an enum member.</summary>
    public static string Format<T>(T member)
        where T : struct, Enum => Table<T>.Codes[member];

    /// <summary>Returns all codes of an enum in the order in which its members are declared.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => Table<T>.Ordered;

    public static bool TryParse<T>([NotNullWhen(true)] string? code, out T member)
        where T : struct, Enum
    {
        member = default;
        return code is not null && Table<T>.Members.TryGetValue(code, out member);
    }

    /// <summary>Returns the enum member of a code that is known to be valid.</summary>
    /// <exception cref="FormatException">
    /// The code does not belong to the enum. Stored codes were checked when they were received, so this is a bug.
    /// </exception>
    public static T Parse<T>(string code)
        where T : struct, Enum =>
        TryParse<T>(code, out var member) ? member : throw new FormatException($"'{code}' is no {typeof(T).Name}.");

    /// <summary>Converts a name to kebab case: <c>SinceStart</c> becomes <c>since-start</c>.</summary>
    public static string Kebab(string name)
    {
        var kebab = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }

    private static class Table<T>
        where T : struct, Enum
    {
        // Not frozen: what is gained when a code is looked up is less than what it takes, for each enum, to make them at every start.
        public static readonly Dictionary<T, string> Codes = Enum.GetValues<T>().ToDictionary(m => m, m => Kebab(m.ToString()));

        public static readonly Dictionary<string, T> Members = Codes.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

        public static readonly IReadOnlyList<string> Ordered = [.. Enum.GetValues<T>().Select(m => Codes[m])];
    }
}
