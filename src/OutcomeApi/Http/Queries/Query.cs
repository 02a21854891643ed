using System.Globalization;
using System.Reflection;

namespace OutcomeApi.Http.Queries;

/// <summary>A query parameter of an endpoint. The contract documents it. Query parameters that the endpoint does not declare are refused.</summary>
/// <param name="Name">Name in camelCase.</param>
/// <param name="Description">The description in the contract.</param>
/// <param name="Example">An example value for the contract.</param>
public sealed record QueryParameter(string Name, string Description, string? Example = null)
{
    /// <summary>The parameter <c>limit</c> of all paged lists.</summary>
    public static readonly QueryParameter Limit =
        new("limit", "Maximum number of items per page, 1–500.", "20") { Number = (1, 500, 20) };

    /// <summary>The parameter <c>page</c> of all paged lists.</summary>
    public static readonly QueryParameter Page =
        new("page", "Page number. The first page is 1.", "1") { Number = (1, 1_000_000, 1) };

    /// <summary>Minimum, maximum and default of a whole number. Null when the value is not a number.</summary>
    public (int Least, int Most, int Default)? Number { get; init; }

    /// <summary>The allowed codes. Null when the values are not limited to codes.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>Whether the value is a date, for example <c>2026-04-30</c>.</summary>
    public bool IsDate { get; init; }

    /// <summary>Whether the value is a tertial (a third of a year), for example <c>2026-T1</c>.</summary>
    public bool IsTertial { get; init; }
}

/// <summary>Endpoint metadata: the query parameters that an endpoint declares.</summary>
public sealed record QueryParameters(IReadOnlyList<QueryParameter> Known);

/// <summary>Holds the query of a request, read by the parameters that its endpoint declares.</summary>
public sealed class Query
{
    private const string DateForm = "yyyy-MM-dd";

    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>All faults in the query.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>Maximum number of items per page.</summary>
    public int Limit => Number("limit");

    /// <summary>Page number. The first page is 1.</summary>
    public int Page => Number("page");

    /// <summary>Number of items before the page.</summary>
    public int Skip => (Page - 1) * Limit;

    /// <summary>Returns the value of a whole number, or its default when the query does not have it.</summary>
    public int Number(string name) => _numbers[name];

    /// <summary>Returns the value of a text, code, date or tertial as it was sent. Null when the query does not have it.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>Returns the value of a tertial. Null when the query does not have it.</summary>
    public Tertial? Tertial(string name) => Text(name) is { } text ? Domain.Calendar.Tertial.Parse(text) : null;

    /// <summary>Returns the value of a date. Null when the query does not have it.</summary>
    public DateOnly? Date(string name) => Text(name) is { } text ? DateOnly.ParseExact(text, DateForm, CultureInfo.InvariantCulture) : null;

    /// <summary>Reads the query. The framework calls this for every endpoint that has a parameter of this type.</summary>
    public static ValueTask<Query> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(Read(http));

    /// <summary>Reads the query of a request. The first call reads it; later calls for the same request return the same object.</summary>
    public static Query Read(HttpContext http)
    {
        if (http.Features.Get<Query>() is { } known)
        {
            return known;
        }

        var query = ReadNew(http);
        http.Features.Set(query);
        return query;
    }

    private static Query ReadNew(HttpContext http)
    {
        var query = new Query();
        var known = http.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.Known ?? [];
        foreach (var (name, values) in http.Request.Query)
        {
            if (known.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                query.Faults.Add(new Fault(
                    FaultCodes.QueryUnknown,
                    "/" + (name.Length > 100 ? name[..100] : name),
                    known.Count == 0 ? "–" : string.Join(", ", known.Select(p => p.Name))));
            }
            else if (values.Count != 1 || string.IsNullOrEmpty(values[0]))
            {
                query.Faults.Add(new Fault(FaultCodes.TypeWrong, "/" + name, "one value"));
            }
            else
            {
                query.Add(parameter, values[0]!);
            }
        }

        foreach (var parameter in known.Where(p => p.Number is not null))
        {
            query._numbers.TryAdd(parameter.Name, parameter.Number!.Value.Default);
        }

        return query;
    }

    private void Add(QueryParameter parameter, string value)
    {
        if (parameter.Number is var (least, most, _))
        {
            if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                Faults.Add(new Fault(FaultCodes.TypeWrong, "/" + parameter.Name, "a whole number"));
            }
            else if (number < least || number > most)
            {
                Faults.Add(new Fault(
                    FaultCodes.NumberOutOfRange,
                    "/" + parameter.Name,
                    least.ToString(CultureInfo.InvariantCulture),
                    most.ToString(CultureInfo.InvariantCulture)));
            }
            else
            {
                _numbers[parameter.Name] = (int)number;
            }
        }
        else if (parameter.Codes is { } codes && !codes.Contains(value))
        {
            Faults.Add(new Fault(FaultCodes.TypeWrong, "/" + parameter.Name, "one of " + string.Join(", ", codes)));
        }
        else if (parameter.IsTertial && !Domain.Calendar.Tertial.TryParse(value, out _))
        {
            Faults.Add(new Fault(FaultCodes.TypeWrong, "/" + parameter.Name, "a tertial such as 2026-T1"));
        }
        else if (parameter.IsDate && !DateOnly.TryParseExact(value, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Faults.Add(new Fault(FaultCodes.TypeWrong, "/" + parameter.Name, "a date YYYY-MM-DD"));
        }
        else
        {
            _texts[parameter.Name] = value;
        }
    }
}

/// <summary>Refuses requests whose query has faults, for example a parameter that the endpoint does not declare.</summary>
public sealed class QueryFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Query.Read(context.HttpContext).Faults is { Count: > 0 } faults
            ? Problems.Problems.Answer(context.HttpContext, faults)
            : await next(context);
}

/// <summary>Declares query parameters on endpoints.</summary>
public static class QueryParameterExtensions
{
    /// <summary>Declares the query parameters that an endpoint accepts.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithMetadata(new QueryParameters(parameters));
}
