namespace OutcomeApi.Features.TertialReports.Forms.Html;

/// <summary>Links from a report that is part of a site. A report that is downloaded or stored has none.</summary>
/// <param name="Tertials">Reports of the other tertials.</param>
/// <param name="Versions">The open report and its certified versions.</param>
/// <param name="Changes">Changes since the certification. Null when there is nothing to compare.</param>
/// <param name="Forms">The same report in the other formats.</param>
/// <param name="Explanation">Returns the address that explains a figure of a goal. Null when the reader may not see it.</param>
public sealed record ReportPageLinks(
    IReadOnlyList<PageLink> Tertials,
    IReadOnlyList<PageLink> Versions,
    PageLink? Changes,
    IReadOnlyList<PageLink> Forms,
    Func<DocumentGoal, string?> Explanation);

/// <summary>A link of a page.</summary>
/// <param name="Text">Visible text.</param>
/// <param name="Address">Address that it leads to.</param>
/// <param name="IsCurrent">True when it leads to the page that is shown.</param>
public sealed record PageLink(string Text, string Address, bool IsCurrent = false);
