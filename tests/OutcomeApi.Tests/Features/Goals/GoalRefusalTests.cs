using System.Text;

namespace OutcomeApi.Tests.Features.Goals;

/// <summary>Goal definitions that are not taken, saved or tried out.</summary>
public sealed class GoalRefusalTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const string Goal = "iris2.work-or-studies";

    [Theory]
    [InlineData(Goal, "[]", 400, "type-wrong")]
    [InlineData(Goal, "{}", 422, "goal-invalid /measure, goal-invalid /text")]
    [InlineData("Not-A-Key", """{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" } }""", 422, "goal-invalid")]
    [InlineData(
        Goal,
        """
        { "text": { "sv": "x" }, "measure": "share", "of": { "population": "leavers" }, "colour": "red", "subprojects": ["vsb", "none"],
          "counts": { "any": [{ "exitReason": ["work-unsubsidised", "luck"] }, { "inGoal": "iris2.none" }] }, "targets": [{ "atLeast": "120%" }] }
        """,
        422,
        "goal-invalid /of/population, goal-invalid /colour, goal-invalid /subprojects/1, goal-invalid /counts/any/0/exitReason/1, "
            + "goal-invalid /counts/any/1/inGoal, goal-invalid /targets/0/atLeast")]

    // documented-steps asks who is in this goal: in a circle, of other people, or without anybody in its numerator it could not.
    [InlineData(
        Goal, """{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": { "not": { "inGoal": "iris2.documented-steps" } } }""",
        422, "goal-invalid")]
    [InlineData(Goal, """{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "referrals" } }""", 422, "goal-invalid /of")]
    [InlineData(Goal, """{ "text": { "sv": "x" }, "measure": "milestone", "figure": "placements" }""", 422, "goal-invalid /measure")]
    [InlineData(
        "iris2-insam.steps", """{ "text": { "sv": "x" }, "measure": "share", "of": { "goal": "iris2-insam.work-or-vocational-studies" } }""", 422,
        "goal-invalid")]
    [InlineData("iris2-insam.steps", """{ "text": { "sv": "x" }, "measure": "balance" }""", 422, "goal-invalid /measure")]
    public async Task What_is_wrong_is_refused_all_at_once_and_leaves_nothing(string key, string definition, int status, string errors)
    {
        var before = await api.RowsAtRestAsync();
        foreach (var query in new[] { string.Empty, "?dryRun=true" })
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/goals/{key}{query}")
            {
                Content = new StringContent(definition, Encoding.UTF8, "application/json"),
            };
            if (key != "Not-A-Key")
            {
                request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            }

            await (await api.Secretariat.SendAsync(request)).ShouldBeProblemAsync((HttpStatusCode)status, errors.Split(", "));
        }

        (await api.RowsAtRestAsync()).ShouldBe(before);
    }
}
