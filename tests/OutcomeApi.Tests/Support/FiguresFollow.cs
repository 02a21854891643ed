using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Support;

/// <summary>
/// Reads reports and data quality when the job engine has counted what was registered before, as a reader does who has just registered something and
/// wants to see it. Attainment is read as it is, except that a project's first run is waited for.
/// </summary>
public sealed partial class FiguresFollow : DelegatingHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var ofRun = request.Method == HttpMethod.Get && request.Headers.Authorization is not null ? OfRun().Match(path) : Match.Empty;
        if (!ofRun.Success)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReadyAsync(request, ofRun, cancellationToken) && !patience.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Is the project's run there and, unless attainment is asked for, has it seen everything? Whoever may not see it need not wait.</summary>
    private async Task<bool> IsReadyAsync(HttpRequestMessage request, Match ofRun, CancellationToken ct)
    {
        var asked = ofRun.Groups["what"].Value == "projects" ? $"{ofRun.Groups["owner"].Value}/attainment?limit=1" : ofRun.Value;
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, asked))
        {
            Headers = { Authorization = request.Headers.Authorization },
        };
        question.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await base.SendAsync(question, ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable => false,
            HttpStatusCode.OK => request.RequestUri!.AbsolutePath.EndsWith("/attainment", StringComparison.Ordinal)
                || (await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["upToDate"]?.GetValue<bool>() != false,
            _ => true,
        };
    }

    [GeneratedRegex("^(?<owner>.*/(?<what>projects|associations)/[^/]+)/(attainment$|tertial-reports/[^/]+(/versions/[^/]+/changes)?$|data-quality)")]
    private static partial Regex OfRun();
}
