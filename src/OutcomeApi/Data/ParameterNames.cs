using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OutcomeApi.Data;

/// <summary>Finds the parameters of statements whose values are given in order.</summary>
public static partial class ParameterNames
{
    private static readonly ConcurrentDictionary<string, string[]> Known = new(StringComparer.Ordinal);

    /// <summary>Returns the names of a statement's parameters, with their sign, in the order in which it first names them.</summary>
    public static IReadOnlyList<string> Of(string sql) => Known.GetOrAdd(sql, text => [.. Name().Matches(text).Select(match => match.Value).Distinct()]);

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Name();
}
