using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OutcomeApi.SampleSenders;

/// <summary>Gives a record a new reference each time that it is sent, so that a broken connection makes two of one.</summary>
internal sealed class DoublingHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException) when (request.Method == HttpMethod.Post && request.Content is ByteArrayContent)
        {
            var body = JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            body["reference"] = $"{body["reference"]}-2";
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            request.Headers.Remove("Idempotency-Key");
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>Asks again at once when it is told to wait.</summary>
internal sealed class HammeringHandler : DelegatingHandler
{
    private const int MostTimes = 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var time = 1; ; time++)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests) || time == MostTimes)
            {
                return answer;
            }

            answer.Dispose();
        }
    }
}
