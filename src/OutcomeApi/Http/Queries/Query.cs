using System.Reflection;

namespace OutcomeApi.Http.Queries;

/// <summary>Holds the query of a request, read by the parameters that its endpoint declares.</summary>
public sealed class Query
{
    private readonly Dictionary<QueryParameter, object> _values = [];
    private readonly IReadOnlyList<QueryParameter> _known;

    private Query(HttpContext http)
    {
        _known = http.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.Known ?? [];
        foreach (var (name, values) in http.Request.Query)
        {
            if (_known.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                Faults.Add(new Fault(
                    FaultCodes.QueryUnknown,
                    "/" + (name.Length > 100 ? name[..100] : name),
                    _known.Count == 0 ? "–" : string.Join(", ", _known.Select(p => p.Name))));
            }
            else if (values.Count != 1 || string.IsNullOrEmpty(values[0]))
            {
                Faults.Add(new Fault(FaultCodes.TypeWrong, "/" + name, "one value"));
            }
            else if (parameter.Read(values[0]!) is var read && read is Fault fault)
            {
                Faults.Add(fault);
            }
            else
            {
                _values[parameter] = read;
            }
        }
    }

    /// <summary>All faults in the query.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>Maximum number of items per page.</summary>
    public int Limit => Value(QueryParameter.Limit);

    /// <summary>Page number. The first page is 1.</summary>
    public int Page => Value(QueryParameter.Page);

    /// <summary>Number of items before the page.</summary>
    public int Skip => (Page - 1) * Limit;

    /// <summary>Reads the query. The framework calls this for every endpoint that has a parameter of this type.</summary>
    public static ValueTask<Query> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult(Read(http));

    /// <summary>Reads the query of a request. The first call reads it; later calls for the same request return the same object.</summary>
    public static Query Read(HttpContext http)
    {
        if (http.Features.Get<Query>() is { } known)
        {
            return known;
        }

        var query = new Query(http);
        http.Features.Set(query);
        return query;
    }

    /// <summary>Returns the value of a parameter. Without one, or with one that has a fault, it is the parameter's default.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not declare the parameter.</exception>
    public T? Value<T>(QueryParameter<T> parameter) =>
        _values.TryGetValue(parameter, out var value) ? (T)value
        : _known.Contains(parameter) ? parameter.Otherwise
        : throw new InvalidOperationException($"The endpoint does not declare the query parameter {parameter.Name}.");
}

/// <summary>Refuses requests whose query has faults, for example a parameter that the endpoint does not declare.</summary>
public sealed class QueryFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Query.Read(context.HttpContext).Faults is { Count: > 0 } faults
            ? Problems.Problems.Answer(context.HttpContext, faults)
            : await next(context);
}
