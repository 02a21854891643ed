using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Extensions;

namespace OutcomeApi.Pages;

/// <summary>Addresses of pages.</summary>
public static partial class Paths
{
    /// <summary>Address of the page of a project.</summary>
    public static string Project(string project) => $"/projekt/{project}";

    /// <summary>Address of the page of a tertial report.</summary>
    public static string Report(string project, string tertial) => $"/projekt/{project}/rapporter/{tertial}";

    /// <summary>Address of the board of an association.</summary>
    public static string Association(string association) => $"/forbund/{association}";

    /// <summary>
    /// Returns the page that somebody wants who asks for an address with a browser: the address itself if it is a page, the page of a report if it is a
    /// report of the API, and else the first page.
    /// </summary>
    public static string PageOf(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            return "/";
        }

        return !request.Path.StartsWithSegments(Addresses.Base) ? request.GetEncodedPathAndQuery()
            : ReportOfApi().Match(request.Path.Value!) is { Success: true, Groups: var found } ? Report(found["project"].Value, found["tertial"].Value)
            : "/";
    }

    [GeneratedRegex("^" + Addresses.Base + "/projects/(?<project>[A-Za-z0-9._-]+)/tertial-reports/(?<tertial>[0-9]{4}-T[1-3])$")]
    private static partial Regex ReportOfApi();
}
