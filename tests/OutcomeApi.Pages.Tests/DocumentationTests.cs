using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests;

/// <summary>The page of the contract, as a developer uses it: paste a key, open an operation, try it out.</summary>
public sealed class DocumentationTests(PagesFixture service, Browser browser) : IClassFixture<PagesFixture>, IClassFixture<Browser>
{
    /// <summary>The writes of a project system, in an order in which what others hang on goes first.</summary>
    private static readonly (string Tag, string Operation)[] Writes =
    [
        ("referrals", "create-referral"), ("enrollments", "create-enrollment"), ("exits", "create-exit"), ("follow-ups", "create-follow-up"),
        ("steps", "create-step"), ("placements", "create-placement"), ("job-offers", "create-job-offer"), ("self-assessments", "create-self-assessment"),
        ("fidelity-reviews", "create-fidelity-review"), ("reported-figures", "create-reported-figure"), ("batches", "send-batch"),
    ];

    [InBrowser]
    public async Task Every_write_can_be_tried_out_twice()
    {
        var page = await OpenAsync();
        await AuthorizeAsync(page);
        var answers = new List<string>();
        foreach (var (tag, operation) in Writes)
        {
            await FilterAsync(page, tag);
            var block = await TryOutAsync(page, tag, operation);
            answers.Add($"{operation} {await ExecuteAsync(page, block)}, then {await ExecuteAsync(page, block)}");
        }

        answers.ShouldBe(Writes.Select(write => $"{write.Operation} {(write.Operation == "send-batch" ? 200 : 201)}, then 200"));
    }

    [InBrowser]
    public async Task A_refusal_is_in_English_on_the_English_page()
    {
        var page = await OpenAsync();
        await AuthorizeAsync(page);
        var block = await TryOutAsync(page, "exits", "create-exit");
        await block.Locator("textarea.body-param__text").FillAsync("""{ "enrollmentReference": "nobody", "exitedOn": "2025-01-31", "reason": "studies" }""");

        (await ExecuteAsync(page, block)).ShouldBe(422);

        (await block.Locator(".live-responses-table").InnerTextAsync()).ShouldContain("The project has no enrollment with that reference.");
    }

    [InBrowser]
    public async Task The_key_stays_for_the_tab_and_no_longer()
    {
        var page = await OpenAsync();
        await AuthorizeAsync(page);

        await page.ReloadAsync();
        var block = await TryOutAsync(page, "enrollments", "list-enrollments");
        (await ExecuteAsync(page, block)).ShouldBe(200);

        (await page.EvaluateAsync<int>("() => localStorage.length")).ShouldBe(0);
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(service.At("/docs"));
        (await ExecuteAsync(other, await TryOutAsync(other, "enrollments", "list-enrollments"))).ShouldBe(401);
    }

    [InBrowser]
    public async Task Operations_are_ordered_filtered_and_linked_to()
    {
        var page = await OpenAsync();

        (await page.Locator(".opblock-tag").First.GetAttributeAsync("data-tag")).ShouldBe("referrals");
        await FilterAsync(page, "exits");
        (await page.Locator(".opblock-tag").CountAsync()).ShouldBe(1);

        await page.GotoAsync(service.At("/docs/index.html#/steps/create-step"));
        await page.ReloadAsync();
        await page.Locator("#operations-steps-create-step .try-out__btn").WaitForAsync();
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await browser.PageAsync(new Look { Locale = "sv-SE" });
        await page.GotoAsync(service.At("/docs"));
        await page.Locator("[id^=operations-]").First.WaitForAsync();
        return page;
    }

    private async Task AuthorizeAsync(IPage page)
    {
        await page.Locator(".auth-wrapper > .authorize").ClickAsync();
        await page.Locator(".auth-container input").FillAsync(service.Key("registrar", "iris2"));
        await page.Locator(".auth-container button.authorize").ClickAsync();
        await page.Locator(".auth-container button.btn-done").ClickAsync();
    }

    /// <summary>Shows the operations of a tag alone.</summary>
    private static Task FilterAsync(IPage page, string tag) => page.Locator(".operation-filter-input").FillAsync(tag);

    private static async Task<ILocator> TryOutAsync(IPage page, string tag, string operation)
    {
        var block = page.Locator($"#operations-{tag}-{operation}");
        await block.Locator(".opblock-summary-control").ClickAsync();
        await block.Locator(".try-out__btn").ClickAsync();
        return block;
    }

    private static async Task<int> ExecuteAsync(IPage page, ILocator block) => (await page.RunAndWaitForResponseAsync(
        () => block.Locator("button.execute").ClickAsync(), response => response.Url.Contains("/projects/iris2/", StringComparison.Ordinal))).Status;
}
