using System.Net.Http.Headers;
using System.Text;
using OutcomeApi.Http.Bodies;

namespace OutcomeApi.Tests.Http;

/// <summary>What HTTP asks of any service.</summary>
public sealed class ProtocolTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Theory]
    [InlineData("PUT", "/projects/iris2/enrollments", "GET, POST")]
    [InlineData("DELETE", "/projects/iris2/exits", "GET, POST")]
    [InlineData("PATCH", "/projects/iris2/steps", "GET, POST")]
    [InlineData("POST", "/projects/iris2/job-offers/O-1", "GET, PATCH, PUT")]
    [InlineData("DELETE", "/projects/iris2/enrollments/E-1", "GET, PATCH, PUT")]
    [InlineData("POST", "/projects/iris2", "GET, PUT")]
    [InlineData("POST", "/projects", "GET")]
    [InlineData("POST", "/projects/iris2/attainment", "GET")]
    [InlineData("GET", "/computations", "POST")]
    [InlineData("PUT", "/api-keys", "GET, POST")]
    [InlineData("POST", "/api-info", "GET")]
    [InlineData("TRACE", "/api-info", "GET")]
    public async Task A_wrong_method_answers_405_with_the_right_ones(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), ApiFactory.Base + path);
        var answer = await api.Registrar.SendAsync(request);

        await answer.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        answer.Content.Headers.Allow.Order().ShouldBe(allowed.Split(", "));
    }

    [Fact]
    public async Task Head_answers_as_get_does_but_for_the_body()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("head"))).ShouldBeAsync(HttpStatusCode.Created);
        foreach (var (path, status) in new[]
        {
            ("enrollments/head", HttpStatusCode.OK), ("enrollments", HttpStatusCode.OK), ("enrollments/none", HttpStatusCode.NotFound),
            ("enrollments?x=1", HttpStatusCode.BadRequest),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, $"{api.Address}/{path}");
            var head = await api.Registrar.SendAsync(request);
            var get = await api.Registrar.GetAsync($"{api.Address}/{path}");

            head.StatusCode.ShouldBe(status);
            get.StatusCode.ShouldBe(status);
            head.Headers.ETag.ShouldBe(get.Headers.ETag);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.Created)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.Created)]
    [InlineData("Application/JSON;charset=\"UTF-8\"", HttpStatusCode.Created)]
    [InlineData("application/json; charset=iso-8859-1", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/xml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-ndjson", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/merge-patch+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("nonsense", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_is_json_in_utf8(string? type, HttpStatusCode status)
    {
        var reference = "type-" + Math.Abs(type?.Sum(c => c * 7) ?? 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/enrollments")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(TestData.Enrollment(reference).ToJsonString())),
        };
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var answer = await api.Registrar.SendAsync(request);

        if (status == HttpStatusCode.Created)
        {
            await answer.ShouldBeAsync(status);
            answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        }
        else
        {
            var problem = await answer.ShouldBeProblemAsync(status, "media-type-unsupported");
            problem["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain("application/json");
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("*/*", HttpStatusCode.OK)]
    [InlineData("application/*", HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    [InlineData("APPLICATION/JSON", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("text/html, application/json;q=0.1", HttpStatusCode.OK)]
    [InlineData("text/html, */*;q=0.1", HttpStatusCode.OK)]
    [InlineData("application/problem+json, application/json", HttpStatusCode.OK)]
    [InlineData("text/html", HttpStatusCode.NotAcceptable)]
    [InlineData("text/*, image/png", HttpStatusCode.NotAcceptable)]
    [InlineData("application/xml", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0", HttpStatusCode.NotAcceptable)]
    public async Task An_answer_is_json(string? accept, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/enrollments");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var answer = await api.Registrar.SendAsync(request);

        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(status == HttpStatusCode.OK ? "application/json" : "application/problem+json");
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Created)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(5_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_a_limit(int beyond, HttpStatusCode status)
    {
        var json = Encoding.UTF8.GetBytes(TestData.Enrollment("large").ToJsonString());
        var body = new byte[MaxBytesAttribute.Usual + beyond];
        body.AsSpan().Fill((byte)' ');
        json.CopyTo(body, 0);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var answer = await api.Registrar.PostAsync($"{api.Address}/enrollments", content);

        var text = (await answer.ShouldBeAsync(status)).ToJsonString();
        text.Contains("1000000", StringComparison.Ordinal).ShouldBe(status != HttpStatusCode.Created);
    }

    /// <summary>Not valid UTF-8: a continuation that does not continue, a lone byte, an overlong slash, half a surrogate pair, a cut-off character.</summary>
    [Theory]
    [InlineData("C328")]
    [InlineData("FF")]
    [InlineData("C0AF")]
    [InlineData("EDA080")]
    [InlineData("E282")]
    public async Task Bytes_that_are_no_text_are_refused(string hex)
    {
        foreach (var (before, after) in new[] { ("{\"participant\":\"", "\"}"), ("{\"", "\":1}"), ("{\"nonsense\":{\"deeper\":[\"", "\"]}}"), ("{}", "") })
        {
            using var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(before), .. Convert.FromHexString(hex), .. Encoding.UTF8.GetBytes(after)]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            await (await api.Registrar.PostAsync($"{api.Address}/enrollments", content)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
        }
    }

    [Theory]
    [InlineData(32, "field-unknown /deep")]
    [InlineData(33, "body-too-deep")]
    [InlineData(100_000, "body-too-deep")]
    public async Task Nesting_has_a_limit(int levels, string error)
    {
        // The body itself is a level.
        var body = "{\"deep\":" + new string('[', levels - 1) + "1" + new string(']', levels - 1) + "}";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var problem = await (await api.Registrar.PostAsync($"{api.Address}/exits", content)).ShouldBeAsync(HttpStatusCode.BadRequest);
        problem["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}".TrimEnd()).ShouldContain(error);
    }

    [Fact]
    public async Task A_text_comes_back_letter_by_letter()
    {
        const string Name = "Göta Ångström \U0001F600 \"citat\" \\ / <b> \u2028 é e\u0301";
        using var administrator = api.Administrator();
        var created = await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", new { name = Name, role = "operator" }))
            .ShouldBeAsync(HttpStatusCode.Created);
        created["name"]!.GetValue<string>().ShouldBe(Name);
        var list = await administrator.GetStringAsync($"{ApiFactory.Base}/api-keys?limit=500");
        list.ShouldContain("Göta Ångström");
    }

    [Fact]
    public async Task The_trace_that_the_caller_began_goes_on_and_is_returned()
    {
        const string TraceId = "0af7651916cd43dd8448eb211c80319c";
        foreach (var (path, status) in new[]
        {
            ("/enrollments", HttpStatusCode.OK), ("/enrollments/nobody", HttpStatusCode.NotFound), ("/no-such-thing", HttpStatusCode.NotFound),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, api.Address + path)
            {
                Headers = { { "traceparent", $"00-{TraceId}-b7ad6b7169203331-01" } },
            };
            var answer = await api.Registrar.SendAsync(request);

            var body = await answer.ShouldBeAsync(status);
            answer.Headers.GetValues("traceparent").Single().ShouldMatch($"^00-{TraceId}-[0-9a-f]{{16}}-0[01]$");
            answer.Headers.GetValues("traceparent").Single().ShouldNotContain("b7ad6b7169203331");
            if (status != HttpStatusCode.OK)
            {
                body["traceId"]!.GetValue<string>().ShouldBe(TraceId);
            }
        }
    }

    [Fact]
    public async Task Without_a_trace_one_is_begun()
    {
        var first = await api.Registrar.GetAsync($"{api.Address}/enrollments");
        var second = await api.Registrar.GetAsync($"{api.Address}/enrollments");
        first.Headers.GetValues("traceparent").Single().ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$");
        first.Headers.GetValues("traceparent").Single()[3..35].ShouldNotBe(second.Headers.GetValues("traceparent").Single()[3..35]);
    }

    [Fact]
    public async Task Answers_are_not_kept_by_caches_and_name_no_server()
    {
        var answer = await api.Registrar.GetAsync($"{api.Address}/enrollments");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task The_interface_says_what_it_is()
    {
        using var nobody = api.ClientWith(null);
        var info = await (await nobody.GetAsync($"{ApiFactory.Base}/api-info")).ShouldBeAsync(HttpStatusCode.OK);

        info.Select(m => m.Key).ShouldBe(["apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"]);
        info["apiVersion"]!.GetValue<string>().ShouldMatch(@"^\d+\.\d+\.\d+$");
        info["apiReleased"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\d$");
        new Uri(info["apiDocumentation"]!.GetValue<string>()).IsAbsoluteUri.ShouldBeTrue();
        info["apiStatus"]!.GetValue<string>().ShouldBe("active");

        (await nobody.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await nobody.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await nobody.GetAsync("/docs/index.html")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await nobody.GetAsync($"{ApiFactory.Base}/openapi.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
