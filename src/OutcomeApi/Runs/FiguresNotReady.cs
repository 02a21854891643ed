using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Runs;

/// <summary>Answers a read of a project that has just been registered: its first run is on its way.</summary>
public static class FiguresNotReady
{
    public static IResult Answer(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Problems.Answer(http, new Fault(FaultCodes.FiguresNotReady, string.Empty));
    }
}
