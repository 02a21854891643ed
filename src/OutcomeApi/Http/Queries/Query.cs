using System.Globalization;
using System.Reflection;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http.Queries;

/// <summary>A query parameter that an endpoint knows. The contract documents it, and others are refused.</summary>
/// <param name="Name">camelCase name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">An example value.</param>
public sealed record QueryParameter(string Name, string Description, string? Example = null)
{
    public static readonly QueryParameter Limit =
        new("limit", "How many items a page holds, 1–500.", "20") { Number = (1, 500, 20) };

    public static readonly QueryParameter Page =
        new("page", "Which page, from 1.", "1") { Number = (1, 1_000_000, 1) };

    /// <summary>Least, most and default of a whole number; null for a text.</summary>
    public (int Least, int Most, int Default)? Number { get; init; }

    /// <summary>The codes that are allowed; null for any text.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>The value is a date, <c>2026-04-30</c>.</summary>
    public bool IsDate { get; init; }

    /// <summary>The value is a tertial, <c>2026-T1</c>.</summary>
    public bool IsTertial { get; init; }
}

/// <summary>The query parameters of an endpoint, as metadata.</summary>
public sealed record QueryParameters(IReadOnlyList<QueryParameter> Known);

/// <summary>A request's query, read by what its endpoint knows.</summary>
public sealed class Query
{
    private const string DateForm = "yyyy-MM-dd";

    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>Every fault in the query.</summary>
    public List<Fault> Faults { get; } = [];

    public int Limit => Number("limit");

    public int Page => Number("page");

    public int Skip => (Page - 1) * Limit;

    /// <summary>A whole number, or its default.</summary>
    public int Number(string name) => _numbers[name];

    public string? Text(string name) => _texts.GetValueOrDefault(name);

    public Tertial? Tertial(string name) => Text(name) is { } text ? Domain.Calendar.Tertial.Parse(text) : null;

    public DateOnly? Date(string name) => Text(name) is { } text ? DateOnly.ParseExact(text, DateForm, CultureInfo.InvariantCulture) : null;

    public static ValueTask<Query> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(Read(http));

    /// <summary>Reads a request's query.</summary>
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
                    FaultCodes.QueryUnknown, "/" + (name.Length > 100 ? name[..100] : name), known.Count == 0 ? "–" : string.Join(", ", known.Select(p => p.Name))));
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
                    FaultCodes.NumberOutOfRange, "/" + parameter.Name, least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)));
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

/// <summary>Refuses queries that the endpoint does not know.</summary>
public sealed class QueryFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Query.Read(context.HttpContext).Faults is { Count: > 0 } faults
            ? Problems.Problems.Answer(context.HttpContext, faults)
            : await next(context);
}

/// <summary>Declares query parameters.</summary>
public static class QueryParameterExtensions
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithMetadata(new QueryParameters(parameters));
}
