namespace OutcomeApi.Contract.Document;

/// <summary>Names components that are shared. One that is named already is never taken for another.</summary>
internal static class FreeNames
{
    /// <summary>Returns the first of the wished names that no component has, or else the last of them with a number.</summary>
    public static string Find<T>(IDictionary<string, T>? components, params string[] wished) => wished
        .Concat(Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{wished[^1]}-{number}"))
        .First(name => components?.ContainsKey(name) != true);
}
