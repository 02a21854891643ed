using OutcomeApi.Http.Problems;

namespace OutcomeApi.Runs;

/// <summary>Answers a read of a newly registered project whose first run has not been computed yet.</summary>
public static class FiguresNotReady
{
    public static IResult Answer(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Problems.Answer(http, new Fault(FaultCodes.FiguresNotReady, string.Empty));
    }
}
