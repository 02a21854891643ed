using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OutcomeApi.Tests.Contract;

/// <summary>Nothing of the interface is left out of the document, and nothing in the document is left unexplained.</summary>
public sealed class CompletenessTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task Every_endpoint_below_the_base_is_in_the_document()
    {
        var mapped = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(ApiFactory.Base + "/", StringComparison.Ordinal)
                && !e.RoutePattern.RawText.EndsWith("/openapi.json", StringComparison.Ordinal))
            .SelectMany(e =>
                e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText![ApiFactory.Base.Length..].TrimEnd('/')}"))
            .ToArray();

        mapped.ShouldNotBeEmpty();
        var contract = await ServedContract.ReadAsync(api);
        contract.Operations.Select(o => o.ToString()).Order().ShouldBe(mapped.Order());
    }

    [Fact]
    public async Task Every_operation_is_explained()
    {
        var contract = await ServedContract.ReadAsync(api);
        var tags = contract.Document["tags"]!.AsArray().Where(t => HasText(t!["description"])).Select(t => t!["name"]!.GetValue<string>()).ToArray();

        Offenders(contract, o => HasText(o.Json["operationId"])).ShouldBeEmpty();
        Offenders(contract, o => HasText(o.Json["summary"]) && HasText(o.Json["description"])).ShouldBeEmpty();
        Offenders(contract, o =>
            o.Json["security"] is JsonArray { Count: 0 } || o.Json["description"]!.GetValue<string>().Contains("Roles: ", StringComparison.Ordinal))
            .ShouldBeEmpty();
        Offenders(contract, o => o.Json["tags"]!.AsArray().Single() is { } tag && tags.Contains(tag.GetValue<string>()))
            .ShouldBeEmpty("a tag needs a description");
        contract.Operations.GroupBy(o => o.Id).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_parameter_is_explained_and_the_trace_can_be_sent()
    {
        var contract = await ServedContract.ReadAsync(api);

        Offenders(contract, o => o.Parameters.Any(p => p["name"]!.GetValue<string>() == "traceparent")).ShouldBeEmpty();
        contract.Operations
            .SelectMany(o => o.Parameters.Where(p => !HasText(p["description"]) || (p["in"]!.GetValue<string>() == "path" && p["example"] is null))
                .Select(p => $"{o} {p["name"]}"))
            .ShouldBeEmpty("path parameters are explained in Contract/Operations/PathParameters.cs; a record's key also needs the record's example");
    }

    [Fact]
    public async Task Every_answer_is_explained_and_returns_the_trace()
    {
        var contract = await ServedContract.ReadAsync(api);

        contract.Operations
            .SelectMany(o => o.Answers.Where(a => !HasText(a.Value["description"]) || a.Value["headers"]?["traceparent"] is null).Select(a => $"{o} {a.Key}"))
            .ShouldBeEmpty();
        contract.Operations
            .SelectMany(o => o.Answers.Where(a => a.Key[0] > '3' && a.Value["content"]?["application/problem+json"] is null).Select(a => $"{o} {a.Key}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_member_is_explained()
    {
        var contract = await ServedContract.ReadAsync(api);

        contract.Schemas.Where(s => !HasText(s.Schema["description"])).Select(s => s.Name).ShouldBeEmpty();
        (from schema in contract.Schemas
         from member in schema.Schema["properties"]?.AsObject() ?? []
         where !HasText(member.Value!["description"])
         select $"{schema.Name}.{member.Key}").ShouldBeEmpty("a docstring on the member is its description");
    }

    [Fact]
    public async Task Numbers_are_numbers()
    {
        var contract = await ServedContract.ReadAsync(api);

        (from schema in contract.Schemas
         from member in schema.Schema["properties"]?.AsObject() ?? []
         where member.Value!["type"] is JsonArray types && types.Select(t => t!.GetValue<string>()).Except(["null"]).Count() > 1
         select $"{schema.Name}.{member.Key}").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_sent_is_closed()
    {
        var contract = await ServedContract.ReadAsync(api);
        var bodies = contract.Operations.Where(o => o.Json["requestBody"] is not null).ToArray();

        bodies.ShouldNotBeEmpty();
        bodies.Where(o => contract.Resolve(o.Sent!["schema"]!)["additionalProperties"] is not JsonValue closed
            || closed.GetValue<bool>())
            .Select(o => o.ToString()).ShouldBeEmpty();
    }

    private static IEnumerable<string> Offenders(ServedContract contract, Func<ServedContract.Operation, bool> rule) =>
        contract.Operations.Where(o => !rule(o)).Select(o => o.ToString());

    private static bool HasText(JsonNode? node) => node is JsonValue && !string.IsNullOrWhiteSpace(node.GetValue<string>());
}
