using System.Text;
namespace OutcomeApi.Tests.Support;

/// <summary>What answers should look like.</summary>
public static class HttpAssert
{
    /// <summary>The answer has this status; gives its body.</summary>
    public static async Task<JsonObject> ShouldBeAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The answer is a problem of this status with exactly these errors, as <c>code pointer</c>, in any order.</summary>
    public static async Task<JsonObject> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, params string[] errors)
    {
        var problem = await response.ShouldBeAsync(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        problem["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}".TrimEnd()).Order().ShouldBe(errors.Order());
        foreach (var text in problem["errors"]!.AsArray().SelectMany(e => new[] { e!["message"]!.GetValue<string>(), e["howToFix"]!.GetValue<string>() }))
        {
            text.ShouldNotMatch(@"\{\d\}", "a place in the text that nothing fills");
        }

        return problem;
    }

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, JsonObject body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return client.SendAsync(request);
    }

    /// <summary>Sends a merge patch.</summary>
    public static Task<HttpResponseMessage> PatchAsync(this HttpClient client, string path, JsonObject body, string? ifMatch = null, string? key = null)
    {
        var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/merge-patch+json");
        var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = content };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return client.SendAsync(request);
    }
}
