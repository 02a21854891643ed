using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace OutcomeApi.Pages.Tests.Support;

/// <summary>
/// The whole service at a real port, on a database of its own with the demo's register, and the issuer that people sign in with: one for each test class.
/// Its clock begins at noon on 22 November 2026. A key is a way in, too.
/// </summary>
public class PagesFixture : ApiFactory, IAsyncLifetime
{
    /// <summary>When the clock begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    private DemoDatabase _demo = null!;

    public PagesFixture() => UseKestrel(0);

    /// <summary>Where the service is, with a slash at the end.</summary>
    public Uri Address
    {
        get
        {
            var listening = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            return new Uri($"http://127.0.0.1:{new Uri(listening).Port}/");
        }
    }

    /// <summary>The issuer that the service is set up for.</summary>
    public Issuer Issuer { get; private set; } = null!;

    protected override Uri Home => Address;

    // The demo's register is copied as a file.
    protected override bool IsOnServer => false;

    /// <summary>What the service is set to, by the names of its settings.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Pages:SignInWithKey", "true"),
        new("Pages:OpenIdConnect:Authority", Issuer.Authority.ToString()),
        new("Pages:OpenIdConnect:ClientId", Issuer.ClientId),
        new("Pages:OpenIdConnect:ClientSecret", Issuer.ClientSecret),
    ];

    public virtual async Task InitializeAsync()
    {
        _demo = await DemoDatabase.GetAsync();
        _demo.CopyTo(DatabaseFile);
        Clock.Moved = _demo.FilledAt - Clock.GetUtcNow();
        Issuer = await Issuer.StartAsync(Clock);
        StartServer();
        Issuer.Service = Address;
    }

    /// <summary>
    /// The key of a role: registrar, referrer and steering-group of a project or of the part <c>iris2/vsb</c>, secretariat of an association, operator,
    /// administrator.
    /// </summary>
    public string Key(string role, string? reach = null) => _demo.Key(role, reach);

    /// <summary>A client of the API with the key of a role.</summary>
    public HttpClient Client(string role, string? reach = null) => ClientWith(Key(role, reach));

    /// <summary>The address of something that the service serves, from its path.</summary>
    public string At(string path) => new Uri(Address, path.TrimStart('/')).ToString();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseEnvironment("Production");
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new CookiesByTheBrowsersClock(Clock)));
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>
    /// A browser's clock is the machine's: a cookie that the service lets end in a quarter of an hour by its own clock would be over before it is set. The
    /// ends of cookies are moved by as much as the clocks are apart.
    /// </summary>
    private sealed class CookiesByTheBrowsersClock(TimeProvider clock) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                http.Response.OnStarting(() =>
                {
                    var apart = TimeProvider.System.GetUtcNow() - clock.GetUtcNow();
                    var cookies = http.Response.Headers.SetCookie;
                    if (cookies.Count > 0)
                    {
                        http.Response.Headers.SetCookie = new StringValues([.. cookies.Select(cookie => Moved(cookie!, apart))]);
                    }

                    return Task.CompletedTask;
                });
                return rest(http);
            });
            next(app);
        };

        private static string Moved(string cookie, TimeSpan apart)
        {
            var parsed = SetCookieHeaderValue.Parse(cookie);
            parsed.Expires += apart;
            return parsed.ToString();
        }
    }
}
