using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;

namespace OutcomeApi.Tests.Http;

/// <summary>What is kept of answers, for whom, and what is asked only once.</summary>
public sealed class KeptAnswersTests
{
    [Fact]
    public async Task A_body_is_made_once_for_one_state_and_address()
    {
        using var answers = Answers("*");
        var made = 0;
        var first = await AskAsync(answers, "one", () => ++made);
        var again = await AskAsync(answers, "one", () => ++made);

        (first.Status, first.Body).ShouldBe((200, "1"));
        (again.Status, again.Body, again.Tag).ShouldBe((200, "1", first.Tag));
        (await AskAsync(answers, "two", () => ++made)).Tag.ShouldNotBe(first.Tag);
        (await AskAsync(answers, "one", () => ++made, query: "?page=2")).Tag.ShouldNotBe(first.Tag);
        made.ShouldBe(3);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("\"other\", {0}")]
    [InlineData("W/{0}")]
    [InlineData("*")]
    public async Task Whoever_has_it_gets_304_and_no_body_is_made(string header)
    {
        using var answers = Answers("*");
        var tag = (await AskAsync(answers, "one", () => 1)).Tag!;
        using var fresh = Answers("*");
        var answer = await AskAsync(
            fresh, "one", Task<Result<AnswerBody>> () => throw new InvalidOperationException("No body is wanted."),
            ifNoneMatch: string.Format(null, header, tag));

        (answer.Status, answer.Body, answer.Tag).ShouldBe((304, string.Empty, tag));
        (await AskAsync(fresh, "two", () => 2, ifNoneMatch: tag)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("*", "localhost", true)]
    [InlineData("*", "127.0.0.1", true)]
    [InlineData("*", "made-up.example", false)]
    [InlineData("outcome.example", "outcome.example", true)]
    [InlineData("outcome.example", "localhost", false)]
    [InlineData("*.example", "outcome.example", true)]
    [InlineData("*.example", "example", false)]
    public async Task Nothing_is_kept_for_a_host_that_is_not_ours(string allowed, string host, bool isKept)
    {
        using var answers = Answers(allowed);
        var made = 0;
        for (var i = 0; i < 3; i++)
        {
            (await AskAsync(answers, "one", () => ++made, host)).Status.ShouldBe(200);
        }

        made.ShouldBe(isKept ? 1 : 3);
    }

    [Fact]
    public async Task Many_who_ask_at_the_same_time_wait_for_one_body()
    {
        using var answers = Answers("*");
        var made = 0;
        var gate = new TaskCompletionSource();
        var asked = Enumerable.Range(0, 50).Select(_ => AskAsync(
            answers,
            "one",
            async () =>
            {
                made++;
                await gate.Task;
                return AnswerBody.Json(made);
            })).ToArray();
        gate.SetResult();

        (await Task.WhenAll(asked)).Select(answer => answer.Body).Distinct().ShouldBe(["1"]);
        made.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_refused_has_no_tag_and_is_not_kept()
    {
        using var answers = Answers("*");
        var made = 0;
        Task<Result<AnswerBody>> Refuse()
        {
            made++;
            return Task.FromResult<Result<AnswerBody>>(new Fault(FaultCodes.UnknownCode, "/goal", "a"));
        }

        for (var i = 0; i < 2; i++)
        {
            var answer = await AskAsync(answers, "one", Refuse);
            (answer.Status, answer.Tag).ShouldBe((422, null));
        }

        made.ShouldBe(2);
    }

    private static KeptAnswers Answers(string allowedHosts) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("AllowedHosts", allowedHosts)]).Build());

    private static Task<Answer> AskAsync(
        KeptAnswers answers, string state, Func<int> make, string host = "localhost", string query = "", string? ifNoneMatch = null) =>
        AskAsync(answers, state, () => Task.FromResult<Result<AnswerBody>>(AnswerBody.Json(make())), host, query, ifNoneMatch);

    private static async Task<Answer> AskAsync(
        KeptAnswers answers, string state, Func<Task<Result<AnswerBody>>> make, string host = "localhost", string query = "", string? ifNoneMatch = null)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path, http.Request.QueryString) =
            ("GET", "https", new HostString(host), "/figures", new QueryString(query));
        http.Request.Headers.IfNoneMatch = ifNoneMatch;
        await (await answers.AnswerAsync(http, state, make)).ExecuteAsync(http);
        return new Answer(
            http.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()),
            http.Response.Headers.ETag.Count == 0 ? null : http.Response.Headers.ETag.ToString());
    }

    private sealed record Answer(int Status, string Body, string? Tag);
}
