using System.Collections.Concurrent;

namespace OutcomeApi.Client.Tests;

/// <summary>A request as it arrived.</summary>
internal sealed record Arrived(string Method, string Address, string? Body, string? MediaType, IReadOnlyDictionary<string, string> Headers);

/// <summary>Answers requests by a script, one after the other, and keeps what arrived. The last answer is given for ever.</summary>
internal sealed class ScriptedService(params Func<HttpRequestMessage, HttpResponseMessage>[] script) : HttpMessageHandler
{
    public const string StepJson =
        """
        { "reference": "S-1", "enrollmentReference": "E-1", "kind": "language", "on": "2024-03-01", "voided": false, "version": 1,
          "receivedAt": "2026-11-22T10:15:30Z", "changedAt": "2026-11-22T10:15:30Z", "warnings": [], "_links": { "self": { "href": "https://api.example.se/x" } } }
        """;

    private readonly ConcurrentQueue<Arrived> _arrived = new();

    public IReadOnlyList<Arrived> Requests => [.. _arrived];

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = StepJson, string mediaType = "application/json") =>
        new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) };

    public static HttpResponseMessage Problem(HttpStatusCode status, string code, string pointer = "") => Answer(
        status,
        $$"""
        { "type": "about:blank", "title": "Refused", "status": {{(int)status}}, "detail": "", "instance": "/x", "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
          "errors": [{ "code": "{{code}}", "pointer": "{{pointer}}", "message": "What is wrong.", "howToFix": "What to do." }], "errorsTotal": 1 }
        """,
        "application/problem+json");

    public static HttpResponseMessage NotNow(HttpStatusCode status, int? retryAfter)
    {
        var answer = Problem(status, "database-unavailable");
        if (retryAfter is { } seconds)
        {
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var number = _arrived.Count;
        _arrived.Enqueue(new Arrived(
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            body,
            request.Content?.Headers.ContentType?.MediaType,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value))));
        return script[Math.Min(number, script.Length - 1)](request);
    }
}
