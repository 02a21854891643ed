using System.Globalization;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Checks the version and subproject in the address of a report.</summary>
internal static class ReportAddress
{
    /// <summary>Creates the response to an address whose version is invalid.</summary>
    public static IResult NoVersion(HttpContext http) =>
        Problems.Answer(http, new Fault(FaultCodes.TypeWrong, "/version", "a whole number from 1"));

    /// <summary>Creates the fault for a subproject that the report does not have. The fault lists the known subprojects.</summary>
    public static Fault NoSubproject(IEnumerable<string?> parts) =>
        new(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", parts.OfType<string>()));

    /// <summary>
    /// Parses a version number: digits without a leading zero, for example <c>2</c>. Returns null when the text is not a version number.
    /// </summary>
    public static int? VersionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 && text[0] != '0' ? version : null;
}
