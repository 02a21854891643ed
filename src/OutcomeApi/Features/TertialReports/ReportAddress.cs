using System.Globalization;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Features.TertialReports;

/// <summary>The tertial and the version in the address of a report.</summary>
internal static class ReportAddress
{
    /// <summary>The answer to an address whose tertial can not be read.</summary>
    public static IResult NoTertial(HttpContext http) => Problems.Answer(http, new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1"));

    /// <summary>The answer to an address whose version can not be read.</summary>
    public static IResult NoVersion(HttpContext http) => Problems.Answer(http, new Fault(FaultCodes.TypeWrong, "/version", "a whole number from 1"));

    /// <summary>What is wrong with a subproject that a report has not.</summary>
    public static Fault NoSubproject(IEnumerable<string?> parts) => new(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", parts.OfType<string>()));

    /// <summary>A version's number; null: the text is none.</summary>
    public static int? VersionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 && text[0] != '0' ? version : null;
}
