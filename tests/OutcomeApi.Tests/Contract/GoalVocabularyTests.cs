using OutcomeApi.Domain.Goals.Vocabulary;

namespace OutcomeApi.Tests.Contract;

/// <summary>The contract and the page about goals know every word of conditions, and say the same of it.</summary>
public sealed class GoalVocabularyTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task The_schema_knows_the_words_of_conditions()
    {
        var contract = await ServedContract.ReadAsync(api);

        contract.Schemas.Single(s => s.Name == "GoalCondition").Schema["properties"]!.AsObject().Select(p => p.Key)
            .ShouldBe(GoalVocabulary.Words.Select(word => word.Name));
    }

    [Fact]
    public void The_page_has_a_row_for_every_word_with_the_description_of_the_contract()
    {
        var rows = Repository.Read("docs/goals.md").Split('\n').Select(line => line.Split(" | ")).Where(cells => cells.Length == 3).ToArray();
        GoalVocabulary.Words
            .Where(word => rows.Count(cells => cells[0] == $"| `{word.Name}`" && cells[2] == word.Form.Description + " |") != 1)
            .Select(word => word.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task The_project_files_fit_the_schema()
    {
        var contract = await ServedContract.ReadAsync(api);
        var schema = new JsonObject { ["$ref"] = "#/components/schemas/ProjectFile" };

        ProjectFiles.Ids.SelectMany(id => SchemaCheck.Faults(contract, schema, ProjectFiles.Read(id), id)).ShouldBeEmpty();
    }
}
