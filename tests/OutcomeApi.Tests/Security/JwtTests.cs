using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Security;

/// <summary>Tokens of a real issuer, whose configuration and keys the service fetches over HTTP.</summary>
public sealed class JwtTests(JwtTests.WithIssuer api) : IClassFixture<JwtTests.WithIssuer>
{
    [Fact]
    public async Task A_token_with_one_role_is_a_credential()
    {
        using var registrar = api.ClientWith(api.Issuer.Token(WithIssuer.Claims("registrar")));
        await (await registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-jwt"))).ShouldBeAsync(HttpStatusCode.Created);
        (await registrar.GetAsync($"{ApiFactory.Base}/projects/uppsala/enrollments")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await registrar.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        api.Scalar<string>("SELECT MAX(recorded_by) FROM record_history WHERE record_key = 'E-jwt'").ShouldBe("jwt:treserva");

        using var secretariat = api.ClientWith(api.Issuer.Token(WithIssuer.Claims("secretariat", ("projects", null), ("associations", "hoganas lund"))));
        (await secretariat.GetAsync($"{api.Address}/attainment?limit=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("another audience")]
    [InlineData("another issuer")]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("without an end")]
    [InlineData("none")]
    [InlineData("HS256 with the public key")]
    [InlineData("a key of somebody else")]
    [InlineData("changed afterwards")]
    [InlineData("two roles")]
    [InlineData("no role")]
    [InlineData("unknown role")]
    [InlineData("nobody")]
    [InlineData("a logout")]
    [InlineData("a part of no project")]
    [InlineData("no parts")]
    [InlineData("parts that are no text")]
    [InlineData("parts that are null")]
    [InlineData("an empty limit")]
    [InlineData("an operator of parts")]
    public async Task A_token_that_is_not_right_is_no_credential(string what)
    {
        var claims = WithIssuer.Claims("registrar");
        var now = api.Clock.GetUtcNow();
        var issuer = api.Issuer;
        var token = what switch
        {
            "another audience" => issuer.Token(claims, audience: "another-api"),
            "another issuer" => issuer.Token(claims, name: "https://issuer.example"),
            "expired" => issuer.Token(claims, expires: now.AddMinutes(-2)),
            "not yet" => issuer.Token(claims, notBefore: now.AddMinutes(2)),
            "without an end" => issuer.Token(claims, expires: DateTimeOffset.MaxValue),
            "none" => issuer.Unsigned(claims),
            "HS256 with the public key" => issuer.SignedWithThePublicKey(claims),
            "a key of somebody else" => issuer.SignedBySomebodyElse(claims),
            "changed afterwards" => Changed(issuer.Token(claims)),
            "two roles" => issuer.Token(WithIssuer.Claims("registrar", ("role", new[] { "registrar", "secretariat" }))),
            "no role" => issuer.Token(WithIssuer.Claims("registrar", ("role", null))),
            "unknown role" => issuer.Token(WithIssuer.Claims("root")),
            "a part of no project" => issuer.Token(WithIssuer.Claims("registrar", ("subprojects", "hoganas"))),
            "no parts" => issuer.Token(WithIssuer.Claims("registrar", ("subprojects", new Dictionary<string, string[]> { ["iris2"] = [] }))),
            "parts that are no text" => issuer.Token(WithIssuer.Claims("registrar", ("subprojects", new Dictionary<string, int[]> { ["iris2"] = [1] }))),
            "parts that are null" => issuer.Token(WithIssuer.Claims("registrar", ("subprojects", new Dictionary<string, string[]?> { ["iris2"] = null }))),
            "an empty limit" => issuer.Token(WithIssuer.Claims("registrar", ("subprojects", string.Empty))),
            "an operator of parts" => issuer.Token(WithIssuer.Claims("operator", ("subprojects", "iris2/usb"))),
            "a logout" => issuer.Token(claims, type: "logout+jwt"),
            _ => issuer.Token(WithIssuer.Claims("registrar", ("sub", null))),
        };
        using var client = api.ClientWith(token);
        await (await client.GetAsync($"{api.Address}/enrollments")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-authenticated");

        using var right = api.ClientWith(issuer.Token(claims));
        (await right.GetAsync($"{api.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK, "only what is said to be wrong is wrong");
    }

    [Fact]
    public async Task A_token_of_parts_reaches_these_parts()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-usb", ("subproject", "usb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-vsb", ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        foreach (var parts in (object[])
            [new Dictionary<string, string[]> { ["iris2"] = ["usb"] }, "iris2/usb iris2/sydost", new[] { "iris2/usb", "iris2/sydost" }])
        {
            using var client = api.ClientWith(api.Issuer.Token(WithIssuer.Claims("registrar", ("subprojects", parts))));
            (await client.GetAsync($"{api.Address}/enrollments/E-usb")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.GetAsync($"{api.Address}/enrollments/E-vsb")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_minute_between_the_clocks_is_forgiven()
    {
        using var late = api.ClientWith(api.Issuer.Token(WithIssuer.Claims("registrar"), expires: api.Clock.GetUtcNow().AddSeconds(-30)));
        (await late.GetAsync($"{api.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var early = api.ClientWith(api.Issuer.Token(WithIssuer.Claims("registrar"), notBefore: api.Clock.GetUtcNow().AddSeconds(30)));
        (await early.GetAsync($"{api.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_fetched_when_it_is_met()
    {
        using var own = new WithIssuer();
        await ((IAsyncLifetime)own).InitializeAsync();
        using var before = own.ClientWith(own.Issuer.Token(WithIssuer.Claims("registrar")));
        (await before.GetAsync($"{own.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);

        own.Issuer.Roll();
        using var after = own.ClientWith(own.Issuer.Token(WithIssuer.Claims("registrar")));
        await Eventually.HoldsAsync(async () => (await after.GetAsync($"{own.Address}/enrollments")).StatusCode == HttpStatusCode.OK);
        (await before.GetAsync($"{own.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "its key is not published any more");

        // API keys do not need the issuer.
        await own.StopIssuerAsync();
        (await own.Registrar.GetAsync($"{own.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("http://issuer.example", "outcome-api", "Security__Jwt__Authority: http://issuer.example is not allowed")]
    [InlineData("ftp://localhost", "outcome-api", "Security__Jwt__Authority: ftp://localhost is not allowed")]
    [InlineData("https://issuer.example", "", "Security__Jwt__Audience: it is not set")]
    public void An_issuer_that_can_not_be_trusted_stops_the_start(string authority, string audience, string says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Security:Jwt:Authority"] = authority,
            ["Security:Jwt:Audience"] = audience,
        }).Build();

        Settings.FaultsOf(configuration).ShouldHaveSingleItem().ShouldStartWith(says);
    }

    [Fact]
    public async Task Without_an_issuer_no_token_is_taken()
    {
        using var without = new Iris2Api();
        await without.InitializeAsync();
        using var client = without.ClientWith(api.Issuer.Token(WithIssuer.Claims("registrar")));
        (await client.GetAsync($"{without.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(parts[1]))!;
        payload["projects"] = new JsonArray("iris2", "uppsala");
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload.ToJsonString())}.{parts[2]}";
    }

    /// <summary>IRIS 2 and an issuer that the service trusts.</summary>
    public sealed class WithIssuer() : ProjectApi("iris2"), IAsyncLifetime
    {
        public Issuer Issuer { get; private set; } = null!;

        public async Task StopIssuerAsync() => await Issuer.DisposeAsync();

        /// <summary>What a token of a role says; a null value leaves a claim out.</summary>
        public static Dictionary<string, object> Claims(string role, params (string Name, object? Value)[] others)
        {
            var claims = new Dictionary<string, object> { ["sub"] = "treserva", ["role"] = role, ["projects"] = new[] { "iris2" } };
            foreach (var (name, value) in others)
            {
                claims.Remove(name);
                if (value is not null)
                {
                    claims[name] = value;
                }
            }

            return claims;
        }

        async Task IAsyncLifetime.InitializeAsync()
        {
            Issuer = await Issuer.StartAsync(Clock);
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await StopIssuerAsync();
            await DisposeAsync();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Security:Jwt:Authority", Issuer.Name);
            builder.UseSetting("Security:Jwt:Audience", Issuer.Audience);
        }
    }

    /// <summary>An issuer of tokens: OpenID configuration and keys over HTTP.</summary>
    public sealed class Issuer : IAsyncDisposable
    {
        public const string Audience = "outcome-api";

        private readonly ConcurrentQueue<RSA> _made = new();
        private readonly TestClock _clock;
        private LoopbackServer _server = null!;
        private RsaSecurityKey _key;

        private Issuer(TestClock clock)
        {
            _clock = clock;
            _key = NewKey();
        }

        public string Name => _server.Address;

        public static async Task<Issuer> StartAsync(TestClock clock)
        {
            var issuer = new Issuer(clock);
            issuer._server = await LoopbackServer.StartAsync(issuer.AnswerAsync);
            return issuer;
        }

        /// <summary>From now on it signs with another key, and publishes that one only.</summary>
        public void Roll() => _key = NewKey();

        public string Token(
            Dictionary<string, object> claims, string? name = null, string audience = Audience, DateTimeOffset? notBefore = null,
            DateTimeOffset? expires = null,
            string? type = null) =>
            Sign(claims, new SigningCredentials(_key, SecurityAlgorithms.RsaSha256), name, audience, notBefore, expires, type);

        public string SignedBySomebodyElse(Dictionary<string, object> claims) =>
            Sign(claims, new SigningCredentials(new RsaSecurityKey(NewKey().Rsa) { KeyId = _key.KeyId }, SecurityAlgorithms.RsaSha256));

        public string SignedWithThePublicKey(Dictionary<string, object> claims) => Sign(
            claims,
            new SigningCredentials(
                new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = _key.KeyId },
                SecurityAlgorithms.HmacSha256));

        public string Unsigned(Dictionary<string, object> claims) => Sign(claims, null);

        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync();
            while (_made.TryDequeue(out var rsa))
            {
                rsa.Dispose();
            }
        }

        private string Sign(
            Dictionary<string, object> claims, SigningCredentials? credentials, string? name = null, string audience = Audience,
            DateTimeOffset? notBefore = null, DateTimeOffset? expires = null,
            string? type = null)
        {
            var end = expires ?? _clock.GetUtcNow().AddMinutes(10);
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = name ?? Name,
                Audience = audience,
                Claims = claims,
                NotBefore = notBefore?.UtcDateTime,
                Expires = end == DateTimeOffset.MaxValue ? null : end.UtcDateTime,
                SigningCredentials = credentials,
                TokenType = type,
            });
        }

        private RsaSecurityKey NewKey()
        {
            var rsa = RSA.Create(2048);
            _made.Enqueue(rsa);
            return new RsaSecurityKey(rsa) { KeyId = Guid.CreateVersion7().ToString() };
        }

        private Task AnswerAsync(HttpContext http)
        {
            var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
            return http.Request.Path.Value switch
            {
                "/.well-known/openid-configuration" => http.Response.WriteAsJsonAsync(new { issuer = Name, jwks_uri = Name + "/keys" }),
                "/keys" => http.Response.WriteAsJsonAsync(new
                {
                    keys = new[]
                    {
                        new { kty = "RSA", use = "sig", kid = _key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) },
                    },
                }),
                _ => Task.FromResult(http.Response.StatusCode = StatusCodes.Status404NotFound),
            };
        }
    }
}
