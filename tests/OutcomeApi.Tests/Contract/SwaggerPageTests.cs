namespace OutcomeApi.Tests.Contract;

/// <summary>The page to read the contract at.</summary>
public sealed class SwaggerPageTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task The_page_shows_the_document()
    {
        using var anybody = api.ClientWith(null);
        var page = await anybody.GetAsync("/docs/index.html");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await anybody.GetStringAsync("/docs/index.js")).ShouldContain($"{ApiFactory.Base}/openapi.json");
    }
}
