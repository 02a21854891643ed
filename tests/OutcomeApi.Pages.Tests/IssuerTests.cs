using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace OutcomeApi.Pages.Tests;

/// <summary>The issuer that the pages are tried against does what OpenID Connect asks for, and refuses what it must refuse.</summary>
public sealed partial class IssuerTests : IClassFixture<IssuerTests.Running>, IDisposable
{
    private const string Verifier = "a-verifier-that-only-this-client-knows-until-it-asks-for-the-token";

    private static readonly Uri Service = new("http://127.0.0.1:5080/");

    private readonly Issuer _issuer;
    private readonly HttpClient _browser;

    public IssuerTests(Running running)
    {
        _issuer = running.Issuer;
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _issuer.Authority };
    }

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Who_signs_in_gets_a_signed_token_with_role_and_reach()
    {
        var token = await TokenAsync(Issuer.Viktor);

        token.Issuer.ShouldBe(_issuer.Authority.ToString());
        token.Subject.ShouldBe("viktor");
        token.GetClaim("name").Value.ShouldBe("Viktor Del");
        token.GetClaim("nonce").Value.ShouldBe("n-1");
        Values(token, "role").ShouldBe(["steering-group"]);
        Values(token, "subprojects").ShouldBe(["iris2/vsb", "iris2/hoganas"]);
        Values(token, "projects").ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_has_what_the_issuer_states_of_them()
    {
        var stina = await TokenAsync(Issuer.Stina);
        (Values(stina, "role").Single(), Values(stina, "projects").Single()).ShouldBe(("steering-group", "iris2"));

        Values(await TokenAsync(Issuer.Siv), "associations").ShouldBe(["lund", "finsam-malmo"]);
        Values(await TokenAsync(Issuer.Ragna), "referrers").ShouldBe(["municipality"]);
        Values(await TokenAsync(Issuer.Nils), "role").ShouldBeEmpty();

        var added = new IssuerUser("Olle Operatör", "olle", new Dictionary<string, string[]> { ["role"] = ["operator"] });
        _issuer.Add(added);
        Values(await TokenAsync(added), "role").ShouldBe(["operator"]);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_asked_for_again()
    {
        using var again = await SubmitAsync(await FormAsync(), "Ingen & Alls");

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync()).ShouldContain("Ingen heter Ingen &amp; Alls.");
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_the_verifier_and_the_secret()
    {
        var code = await CodeAsync(Issuer.Stina);

        (await ExchangeAsync(code, verifier: Verifier + "x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ExchangeAsync(code, secret: "guessed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ExchangeAsync(code)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:5080/elsewhere")]
    [InlineData("client_id", "another")]
    [InlineData("code_challenge", null)]
    public async Task A_request_of_somebody_else_gets_no_form(string parameter, string? value)
    {
        using var answer = await _browser.GetAsync(Request((parameter, value)));

        answer.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (answer.Headers.Location?.Query ?? string.Empty).ShouldNotContain("code=");
    }

    [Fact]
    public async Task Who_signs_out_is_sent_back()
    {
        var token = await TokenAsync(Issuer.Stina);
        using var answer = await _browser.GetAsync(Query("connect/end-session", new()
        {
            ["id_token_hint"] = token.EncodedToken,
            ["post_logout_redirect_uri"] = new Uri(Service, "logga-ut/svar").ToString(),
            ["state"] = "s-2",
        }));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("http://127.0.0.1:5080/logga-ut/svar?state=s-2");
        _issuer.Ended.ShouldContain("stina");

        using var elsewhere = await _browser.GetAsync(Query("connect/end-session", new() { ["post_logout_redirect_uri"] = "https://elsewhere.example/" }));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static IReadOnlyList<string> Values(JsonWebToken token, string claim) => [.. token.Claims.Where(c => c.Type == claim).Select(c => c.Value)];

    private static string Query(string path, Dictionary<string, string?> parameters) => path + "?"
        + string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));

    /// <summary>Where a client sends the browser, with one parameter changed.</summary>
    private static string Request((string Name, string? Value)? changed = null)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = Issuer.ClientId,
            ["redirect_uri"] = new Uri(Service, "logga-in/svar").ToString(),
            ["response_type"] = "code",
            ["response_mode"] = "query",
            ["scope"] = "openid profile",
            ["state"] = "s-1",
            ["nonce"] = "n-1",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (changed is { } change)
        {
            parameters[change.Name] = change.Value;
        }

        return Query("connect/authorize", parameters);
    }

    private async Task<string> FormAsync()
    {
        using var answer = await _browser.GetAsync(Request());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends the form as a browser does: what is hidden in it, and the name.</summary>
    private Task<HttpResponseMessage> SubmitAsync(string form, string name)
    {
        var fields = Hidden().Matches(form).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        fields["name"] = name;
        return _browser.PostAsync(Action().Match(form).Groups[1].Value, new FormUrlEncodedContent(fields));
    }

    private async Task<string> CodeAsync(IssuerUser user)
    {
        using var answer = await SubmitAsync(await FormAsync(), user.Name);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe("http://127.0.0.1:5080/logga-in/svar");
        var back = answer.Headers.Location.Query.TrimStart('?').Split('&').Select(part => part.Split('=')).ToDictionary(
            part => part[0], part => Uri.UnescapeDataString(part[1]));
        back["state"].ShouldBe("s-1");
        return back["code"];
    }

    private Task<HttpResponseMessage> ExchangeAsync(string code, string verifier = Verifier, string secret = Issuer.ClientSecret) => _browser.PostAsync(
        "connect/token",
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = new Uri(Service, "logga-in/svar").ToString(),
            ["client_id"] = Issuer.ClientId,
            ["client_secret"] = secret,
            ["code_verifier"] = verifier,
        }));

    /// <summary>The ID token of somebody who signs in, checked against the keys that the issuer publishes.</summary>
    private async Task<JsonWebToken> TokenAsync(IssuerUser user)
    {
        using var answer = await ExchangeAsync(await CodeAsync(user));
        var written = (await answer.ShouldBeAsync(HttpStatusCode.OK))["id_token"]!.GetValue<string>();
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(
            new Uri(_issuer.Authority, ".well-known/openid-configuration").ToString(),
            new HttpDocumentRetriever(_browser) { RequireHttps = false },
            CancellationToken.None);
        configuration.CodeChallengeMethodsSupported.ShouldContain("S256");
        var checkedToken = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(written, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = Issuer.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        });
        checkedToken.IsValid.ShouldBeTrue(checkedToken.Exception?.Message);
        return (JsonWebToken)checkedToken.SecurityToken;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">")]
    private static partial Regex Action();

    /// <summary>An issuer of a service that does not run.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public Issuer Issuer { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Issuer = await Issuer.StartAsync();
            Issuer.Service = Service;
        }

        public async Task DisposeAsync() => await Issuer.DisposeAsync();
    }
}
