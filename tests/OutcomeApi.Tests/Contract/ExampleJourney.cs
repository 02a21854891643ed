using System.Globalization;

namespace OutcomeApi.Tests.Contract;

/// <summary>Sends the documented examples to the service, and holds every answer against the document.</summary>
public sealed class ExampleJourney(ApiFactory api, ServedContract contract)
{
    /// <summary>What others hang on goes first.</summary>
    private static readonly string[] First = ["put-project", "create-referral", "create-enrollment", "create-exit", "put-report-comment"];

    /// <summary>The ids that the service gave, by the path of their collection.</summary>
    private readonly Dictionary<string, string> _ids = [];

    /// <summary>When it is an operation's turn: what others hang on, other POSTs, corrections, reading, and what ends something.</summary>
    public static int Turn(ServedContract.Operation operation) => Array.IndexOf(First, operation.Id) is >= 0 and var turn ? turn : operation.Method switch
    {
        "POST" when operation.Id == "create-erasure" => First.Length + 4,
        "POST" => First.Length,
        "PUT" => First.Length + 1,
        "GET" => First.Length + 2,
        _ => First.Length + 3,
    };

    /// <summary>Sends an operation's example; gives what is not as documented.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(ServedContract.Operation operation)
    {
        using var client = await ClientForAsync(operation);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), ApiFactory.Base + Fill(operation));
        if (operation.Body is { } body)
        {
            request.Content = JsonContent.Create(body);
            if (operation.Method == "PATCH")
            {
                request.Content.Headers.ContentType = new("application/merge-patch+json");
                request.Headers.TryAddWithoutValidation("If-Match", "*");
            }

            if (operation.Method == "PUT" && Turn(operation) >= First.Length)
            {
                request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            }
        }

        using var response = await client.SendAsync(request);
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || !operation.Answers.TryGetValue(status, out var documented))
        {
            return [$"{operation} answers {status}: {text}"];
        }

        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var answer = isJson ? JsonNode.Parse(text) : null;
        if (answer?["id"] is { } id)
        {
            _ids[operation.Path] = id.GetValue<string>();
        }

        var headers = response.Headers.Select(h => h.Key).ToArray();
        var missing = documented["headers"]!.AsObject()
            .Select(h => h.Key).Except(headers, StringComparer.OrdinalIgnoreCase).Select(name => $"{operation} {status} lacks the header {name}");
        return documented["content"]?["application/json"]?["schema"] is { } schema
            ? [.. missing, .. SchemaCheck.Faults(contract, schema, answer, $"{operation} {status}")]
            : [.. missing];
    }

    /// <summary>A client of the first role that is allowed.</summary>
    private async Task<HttpClient> ClientForAsync(ServedContract.Operation operation)
    {
        if (operation.Json["security"]!.AsArray().Count == 0)
        {
            return api.ClientWith(null);
        }

        var roles = operation.Json["description"]!.GetValue<string>();
        var role = roles[(roles.LastIndexOf("Roles: ", StringComparison.Ordinal) + "Roles: ".Length)..].TrimEnd('.').Split(", ")[0];
        return await api.ClientAsync(role, ["iris2"], ["lund"]);
    }

    private string Fill(ServedContract.Operation operation)
    {
        var collection = operation.Path.Split(["/{id}", "/{linkId}"], StringSplitOptions.None)[0];
        return operation.Parameters.Where(p => p["in"]!.GetValue<string>() == "path").Aggregate(operation.Path, (path, parameter) =>
        {
            var name = parameter["name"]!.GetValue<string>();
            return path.Replace(
                "{" + name + "}",
                name is "id" or "linkId" && _ids.TryGetValue(collection, out var id) ? id : parameter["example"]!.ToString(),
                StringComparison.Ordinal);
        });
    }
}
