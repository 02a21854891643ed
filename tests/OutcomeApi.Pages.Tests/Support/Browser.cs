using Microsoft.Playwright;

namespace OutcomeApi.Pages.Tests.Support;

/// <summary>The Chromium of this machine, led by Playwright: one for each test class. Every page is opened in a context of its own, with no cookies.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>How long a page is waited for, in milliseconds.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _driver;
    private IBrowser? _chromium;

    /// <summary>Why tests that need a browser are skipped; null: they are not.</summary>
    public static string? Missing => Installed.Chromium is null ? "Chromium is not installed" : null;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        _driver = await Playwright.CreateAsync();

        // The pages are our own, and in a container there is no sandbox to be had.
        _chromium = await _driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Installed.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A new page without cookies.</summary>
    public async Task<IPage> PageAsync(Look? look = null)
    {
        look ??= new Look();
        var context = await _chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = look.JavaScript,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            ForcedColors = look.ForcedColors ? ForcedColors.Active : ForcedColors.None,
            ReducedMotion = look.ReducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = look.Locale,
            TimezoneId = "Europe/Stockholm",
            ExtraHTTPHeaders = look.Key is null ? [] : [KeyValuePair.Create("Authorization", "Bearer " + look.Key)],
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _driver?.Dispose();
    }
}

/// <summary>A test that needs a browser, and says so where there is none.</summary>
public sealed class InBrowserAttribute : FactAttribute
{
    public InBrowserAttribute([System.Runtime.CompilerServices.CallerMemberName] string test = "") => this.SkipFor(Browser.Missing, test);
}

/// <summary>The same for a test with several cases.</summary>
public sealed class InBrowserTheoryAttribute : TheoryAttribute
{
    public InBrowserTheoryAttribute([System.Runtime.CompilerServices.CallerMemberName] string test = "") => this.SkipFor(Browser.Missing, test);
}
