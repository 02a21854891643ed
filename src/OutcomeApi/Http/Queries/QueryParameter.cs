using System.Globalization;

namespace OutcomeApi.Http.Queries;

/// <summary>A query parameter of an endpoint, as the contract documents it. Query parameters that the endpoint does not declare are refused.</summary>
public abstract class QueryParameter(string name, string description, string? example)
{
    /// <summary>The largest position: the largest whole number that every client can represent (2^53 − 1).</summary>
    private const long LastPosition = 9_007_199_254_740_991;

    /// <summary>The parameter <c>limit</c> of all paged lists.</summary>
    public static readonly QueryParameter<int> Limit = OfNumber("limit", "Maximum number of items per page, 1–500.", "20", 1, 500, 20);

    /// <summary>The parameter <c>page</c> of all paged lists.</summary>
    public static readonly QueryParameter<int> Page = OfNumber("page", "Page number. The first page is 1.", "1", 1, 1_000_000, 1);

    /// <summary>Name in camelCase.</summary>
    public string Name { get; } = name;

    /// <summary>The description in the contract.</summary>
    public string Description { get; } = description;

    /// <summary>An example value for the contract.</summary>
    public string? Example { get; } = example;

    /// <summary>Minimum, maximum and default of a whole number. Null when the value is not a number.</summary>
    public (long Least, long Most, long Default)? Number { get; private init; }

    /// <summary>The allowed codes. Null when the values are not limited to codes.</summary>
    public IReadOnlyList<string>? Codes { get; private init; }

    /// <summary>Whether the value is a tertial (a third of a year), for example <c>2026-T1</c>.</summary>
    public bool IsTertial { get; private init; }

    /// <summary>Declares a text. Its value is null when the query does not have it.</summary>
    public static QueryParameter<string?> OfText(string name, string description, string? example = null) => new(name, description, example, text => text);

    /// <summary>Declares a text that is one of several codes. Its value is null when the query does not have it.</summary>
    public static QueryParameter<string?> OfCodes(string name, string description, string example, IReadOnlyList<string> codes) =>
        Of<string?>(name, description, example, codes, code => code);

    /// <summary>Declares a code of an enum. Its value is null when the query does not have it.</summary>
    public static QueryParameter<T?> OfCode<T>(string name, string description, string example)
        where T : struct, Enum => Of<T?>(name, description, example, Code.All<T>(), code => Code.Parse<T>(code));

    /// <summary>Declares a flag, <c>true</c> or <c>false</c>. Its value is null when the query does not have it.</summary>
    public static QueryParameter<bool?> OfFlag(string name, string description, string example) =>
        Of<bool?>(name, description, example, ["true", "false"], code => code == "true");

    /// <summary>Declares a date, for example <c>2026-04-30</c>. Its value is null when the query does not have it.</summary>
    public static QueryParameter<DateOnly?> OfDate(string name, string description, string example) => new(name, description, example, text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : Wrong(name, "a date YYYY-MM-DD"));

    /// <summary>Declares a tertial. Its value is null when the query does not have it.</summary>
    public static QueryParameter<Tertial?> OfTertial(string name, string description, string example) =>
        new(name, description, example, text => Tertial.TryParse(text, out var tertial)
            ? tertial
            : Wrong(name, "a tertial such as 2026-T1"))
        {
            IsTertial = true,
        };

    /// <summary>Declares a whole number. Its value is <paramref name="otherwise"/> when the query does not have it.</summary>
    public static QueryParameter<int> OfNumber(string name, string description, string example, int least, int most, int otherwise) =>
        Of(name, description, example, least, most, otherwise, number => (int)number);

    /// <summary>Declares a position in a feed, from 0 on. Its value is 0 when the query does not have it.</summary>
    public static QueryParameter<long> OfPosition(string name, string description) => Of(name, description, "0", 0, LastPosition, 0, number => number);

    /// <summary>Reads the text of a value: the value, or the fault that it has.</summary>
    public abstract object Read(string text);

    private static QueryParameter<T> Of<T>(string name, string description, string example, long least, long most, T otherwise, Func<long, T> convert)
        where T : notnull =>
        new(name, description, example, text =>
            !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? Wrong(name, "a whole number")
            : number < least || number > most ? new Fault(
                FaultCodes.NumberOutOfRange, "/" + name, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture))
            : convert(number))
        {
            Otherwise = otherwise,
            Number = (least, most, Convert.ToInt64(otherwise, CultureInfo.InvariantCulture)),
        };

    private static QueryParameter<T> Of<T>(string name, string description, string example, IReadOnlyList<string> codes, Func<string, T> parse) =>
        new(name, description, example, text => codes.Contains(text)
            ? parse(text)!
            : Wrong(name, "one of " + string.Join(", ", codes)))
        {
            Codes = codes,
        };

    private static Fault Wrong(string name, string expected) => new(FaultCodes.TypeWrong, "/" + name, expected);
}

/// <summary>A query parameter with values of a type. It is declared once, and read by the declaration.</summary>
/// <param name="name">Name in camelCase.</param>
/// <param name="description">The description in the contract.</param>
/// <param name="example">An example value for the contract.</param>
/// <param name="read">Reads the text of a value: the value, or the fault that it has.</param>
public sealed class QueryParameter<T>(string name, string description, string? example, Func<string, object> read)
    : QueryParameter(name, description, example)
{
    /// <summary>The value when the query does not have the parameter.</summary>
    public T? Otherwise { get; init; }

    public override object Read(string text) => read(text);
}

/// <summary>Endpoint metadata: the query parameters that an endpoint declares.</summary>
public sealed record QueryParameters(IReadOnlyList<QueryParameter> Known);

/// <summary>Declares query parameters on endpoints.</summary>
public static class QueryParameterExtensions
{
    /// <summary>Declares the query parameters that an endpoint accepts.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithMetadata(new QueryParameters(parameters));
}
