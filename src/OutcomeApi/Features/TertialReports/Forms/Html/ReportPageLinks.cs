using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms.Html;

/// <summary>Links from a report that is part of a site. A report that is downloaded or stored has none.</summary>
/// <param name="Tertials">Reports of the other tertials.</param>
/// <param name="Versions">The open report and its certified versions, and what has changed since the certification.</param>
/// <param name="Forms">The same report in the other formats.</param>
/// <param name="Explanation">Returns the address that explains a figure of a goal. Null when the reader may not see it.</param>
/// <param name="Section">Returns the address of the page with a single section. Null stands for the report itself.</param>
public sealed record ReportPageLinks(
    IReadOnlyList<PageLink> Tertials,
    IReadOnlyList<PageLink> Versions,
    IReadOnlyList<PageLink> Forms,
    Func<DocumentGoal, string?> Explanation,
    Func<ReportSection?, string> Section);

/// <summary>A link of a page.</summary>
/// <param name="Text">Visible text.</param>
/// <param name="Address">Address that it leads to.</param>
/// <param name="IsCurrent">True when it leads to the page that is shown.</param>
public sealed record PageLink(string Text, string Address, bool IsCurrent = false);
