using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Pages.Projects;

/// <summary>Addresses of the pages of a project.</summary>
internal static class ProjectPaths
{
    /// <summary>Address of the page of a project or of one of its parts, for a tertial.</summary>
    public static string Page(string project, string? part, Tertial? tertial) =>
        Paths.Project(project) + QueryOf([("del", part), ("tertial", tertial?.ToString())]);

    /// <summary>Address of the page that tells who is in a figure, for one gender or for all together.</summary>
    public static string Why(string project, AttainmentItem item, string gender) =>
        $"{Paths.Project(project)}/varfor/{item.Goal}/{item.Tertial}"
        + QueryOf([("fonster", item.Window), ("kon", gender == "total" ? null : gender), ("del", item.Subproject)]);

    /// <summary>Address of the page that tells what would change a figure.</summary>
    public static string WhatIf(string project) => Paths.Project(project) + "/tank-om";

    /// <summary>Address of the page of a tertial report.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="part">Id of the part. Null for the whole project.</param>
    /// <param name="version">Number of a certified version, or 0 for the current figures. Null for the newest certified version, if there is one.</param>
    /// <param name="section">The only section to show. Null for the report.</param>
    public static string Report(string project, Tertial tertial, string? part, int? version, ReportSection? section = null) =>
        Paths.Report(project, tertial.ToString()) + QueryOf(
            [("del", part), ("version", Text(version)), ("avsnitt", section is null ? null : Code.Format(section.Value))]);

    /// <summary>Address of the page with the changes since a certified version of a report.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="version">Number of the certified version.</param>
    /// <param name="page">Number of the page. Null for the first one.</param>
    public static string Changes(string project, Tertial tertial, int version, int? page = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{Paths.Report(project, tertial.ToString())}/versioner/{version}/andringar")
        + QueryOf([("sida", Text(page))]);

    /// <summary>Address of a tertial report as a file.</summary>
    public static string Download(string project, Tertial tertial, string? part, string format, bool isCurrent) =>
        Paths.Report(project, tertial.ToString()) + "/fil" + QueryOf([("format", format), ("subproject", part), ("view", isCurrent ? "current" : null)]);

    /// <summary>Lists the pages above those that are about a single question: the first page, and the page of the project.</summary>
    public static IReadOnlyList<(string Text, string Address)> TrailTo(ProjectScope scope, PageFrame frame) =>
        [(frame.In("Start", "Start"), "/"), (new GoalTexts(frame.Texts).NameOf(scope), Page(scope.Project.Id, scope.Part, scope.Tertial))];

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string QueryOf(IEnumerable<(string Name, string? Value)> parameters) => new QueryBuilder(
        parameters.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!))).ToString();
}
