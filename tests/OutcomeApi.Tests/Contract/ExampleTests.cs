namespace OutcomeApi.Tests.Contract;

/// <summary>The examples are true: they fit their schemas, and the service takes and gives what they show.</summary>
public sealed class ExampleTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task Every_body_has_an_example_that_fits_its_schema()
    {
        var contract = await ServedContract.ReadAsync(api);
        var bodies = contract.Operations.SelectMany(o => o.JsonBodies).ToArray();

        bodies.ShouldNotBeEmpty();
        bodies.Where(b => contract.ExampleOf(b.Media) is null).Select(b => b.Where)
            .ShouldBeEmpty("an example is a file in Contract/Examples, named after the schema");
        bodies.SelectMany(b => SchemaCheck.Faults(contract, b.Media["schema"]!, contract.ExampleOf(b.Media), b.Where)).ShouldBeEmpty();
    }

    /// <summary>A correction's reason stands with corrections only; a goal that is a share reads no figure; a patch names what it changes.</summary>
    [Fact]
    public async Task Every_member_of_a_body_is_in_its_example()
    {
        var contract = await ServedContract.ReadAsync(api);
        var bodies = contract.Operations.Where(o => o.Body is not null && o.Method != "PATCH").ToArray();

        bodies.ShouldNotBeEmpty();
        string[] ofOtherMeasures = ["figure", "between", "baselineYear", "followUpMonths"];
        (from operation in bodies
         from member in contract.Resolve(operation.Sent!["schema"]!)["properties"]!.AsObject()
         where !operation.Body!.ContainsKey(member.Key) && member.Key != "correction" && !(operation.Id == "put-goal" && ofOtherMeasures.Contains(member.Key))
         select $"{operation}: {member.Key}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_answers_its_example_as_documented()
    {
        var contract = await ServedContract.ReadAsync(api);
        var journey = new ExampleJourney(api, contract);
        var faults = new List<string>();
        foreach (var operation in contract.Operations.OrderBy(ExampleJourney.Turn))
        {
            faults.AddRange(await journey.TakeAsync(operation));
        }

        faults.ShouldBeEmpty();
    }
}
