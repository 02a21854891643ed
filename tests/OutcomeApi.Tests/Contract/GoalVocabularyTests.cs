using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Tests.Contract;

/// <summary>The hand-written schema of goal definitions says what the parser reads.</summary>
public sealed class GoalVocabularyTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task The_schema_knows_the_words_of_conditions()
    {
        var contract = await ServedContract.ReadAsync(api);

        contract.Schemas.Single(s => s.Name == "GoalCondition").Schema["properties"]!.AsObject().Select(p => p.Key)
            .ShouldBe(Condition.Words, ignoreOrder: true);
    }

    [Fact]
    public async Task The_project_files_fit_the_schema()
    {
        var contract = await ServedContract.ReadAsync(api);
        var schema = new JsonObject { ["$ref"] = "#/components/schemas/ProjectFile" };

        ProjectFiles.Ids.SelectMany(id => SchemaCheck.Faults(contract, schema, ProjectFiles.Read(id), id)).ShouldBeEmpty();
    }
}
