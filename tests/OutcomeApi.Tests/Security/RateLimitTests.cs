using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Security;

/// <summary>So many requests in a minute, and no more: for each credential, and for each address without one.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task A_credential_that_asks_too_often_waits_and_others_do_not()
    {
        using var api = new Limited();
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        using var other = await api.ClientAsync("registrar", ["iris2"]);
        for (var left = 4; left >= 0; left--)
        {
            var answer = await registrar.GetAsync($"{ApiFactory.Base}/projects");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.GetValues("RateLimit").Single().ShouldBe($"\"credential\";r={left}");
            answer.Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"credential\";q=5;w=60");
        }

        var refused = await registrar.GetAsync($"{ApiFactory.Base}/projects");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        var wait = refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        wait.ShouldBeInRange(1, 60);
        refused.Headers.GetValues("RateLimit").Single().ShouldBe($"\"credential\";r=0;t={wait}");
        (await other.GetAsync($"{ApiFactory.Base}/projects")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ok_wrong")]
    public async Task An_address_without_a_valid_credential_waits_and_a_valid_one_there_does_not(string? key)
    {
        using var api = new Limited();
        using var guesser = api.ClientWith(key);
        for (var left = 2; left >= 0; left--)
        {
            var answer = await guesser.GetAsync($"{ApiFactory.Base}/projects");
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.GetValues("RateLimit").Single().ShouldBe($"\"address\";r={left}");
        }

        await (await guesser.GetAsync($"{ApiFactory.Base}/projects")).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        (await registrar.GetAsync($"{ApiFactory.Base}/projects")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_becomes_another_address_by_saying_so()
    {
        using var api = new Limited();
        for (var i = 0; i < 4; i++)
        {
            using var guesser = api.ClientWith("ok_wrong");
            guesser.DefaultRequestHeaders.Add("X-Forwarded-For", $"192.0.2.{i}");
            guesser.DefaultRequestHeaders.Add("X-Real-IP", $"192.0.2.{i}");
            guesser.DefaultRequestHeaders.Add("Forwarded", $"for=192.0.2.{i}");
            (await guesser.GetAsync($"{ApiFactory.Base}/projects")).StatusCode.ShouldBe(i < 3 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests);
        }
    }

    [Fact]
    public async Task The_usual_limits_are_those_of_the_contract()
    {
        using var api = new ApiFactory();
        using var administrator = api.Administrator();
        using var nobody = api.ClientWith(null);
        (await administrator.GetAsync($"{ApiFactory.Base}/api-keys")).Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"credential\";q=60000;w=60");
        (await nobody.GetAsync($"{ApiFactory.Base}/api-info")).Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"address\";q=600;w=60");
    }

    private sealed class Limited : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("RateLimit:PerMinute", "5");
            builder.UseSetting("RateLimit:PerMinuteWithoutCredential", "3");
        }
    }
}
