using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Features.TertialReports;

/// <summary>The tertial in the address of a report.</summary>
internal static class ReportAddress
{
    /// <summary>The answer to an address whose tertial can not be read.</summary>
    public static IResult NoTertial(HttpContext http) => Problems.Of(http, new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1"));
}
