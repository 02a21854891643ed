using System.Runtime.CompilerServices;

namespace OutcomeApi.Client;

/// <summary>Which figures are asked for. What is not stated means all.</summary>
public sealed record AttainmentQuery
{
    /// <summary>First tertial, for example <c>2024-T1</c>.</summary>
    public string? From { get; init; }

    /// <summary>Last tertial.</summary>
    public string? To { get; init; }

    /// <summary><c>tertial</c>, <c>year-to-date</c> or <c>since-start</c>.</summary>
    public string? Window { get; init; }

    public string? Gender { get; init; }

    public string? Subproject { get; init; }

    /// <summary>Key of a goal.</summary>
    public string? Goal { get; init; }
}

/// <content>What is read and not written: changes, work lists, codes, projects, figures and reports.</content>
public sealed partial class OutcomeApiClient
{
    /// <summary>
    /// Reads what has changed after a position, oldest first, to the newest. Keep the position of the last change that you have dealt with, and ask again from
    /// there. A register that was restored from a backup answers 410 <c>feed-restarted</c>; the error says where to go on.
    /// </summary>
    public async IAsyncEnumerable<Change> ListChangesAsync(
        string project, long since = 0, [EnumeratorCancellation] CancellationToken ct = default)
    {
        while (true)
        {
            var page = await GetAsync<Page<Change>>(Of(project, "changes") + Query(("since", since), ("limit", MostOnPage)), ct);
            foreach (var change in page.Items)
            {
                since = change.Position;
                yield return change;
            }

            if (page.Items.Count < MostOnPage)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads the work list of follow-ups: those that are due and overdue, by due date.</summary>
    public IAsyncEnumerable<DueFollowUp> ListDueFollowUpsAsync(
        string project, DateOnly? asOf = null, string? referrer = null, CancellationToken ct = default) =>
        ListAsync<DueFollowUp>(
            page => Of(project, "follow-ups/due") + Query(("asOf", asOf), ("referrer", referrer), ("limit", MostOnPage), ("page", page)), ct);

    /// <summary>Reads how many follow-ups each organisation has to report on.</summary>
    public Task<DueFollowUpCounts> GetDueFollowUpCountsAsync(string project, DateOnly? asOf = null, CancellationToken ct = default) =>
        GetAsync<DueFollowUpCounts>(Of(project, "follow-ups/due-counts") + Query(("asOf", asOf)), ct);

    /// <summary>Reads the work list of self-assessments.</summary>
    public IAsyncEnumerable<DueSelfAssessment> ListDueSelfAssessmentsAsync(string project, DateOnly? asOf = null, CancellationToken ct = default) =>
        ListAsync<DueSelfAssessment>(
            page => Of(project, "self-assessments/due") + Query(("asOf", asOf), ("limit", MostOnPage), ("page", page)), ct);

    /// <summary>Reads a code list that is the same for all projects, for example <c>genders</c>.</summary>
    public Task<CodeList> GetCodeListAsync(string name, CancellationToken ct = default) => GetAsync<CodeList>($"code-lists/{Uri.EscapeDataString(name)}", ct);

    /// <summary>Reads a project's own codes: <c>exit-reasons</c>, <c>follow-up-answers</c>, <c>step-kinds</c> or <c>referrer-units</c>.</summary>
    public Task<CodeList> GetProjectCodeListAsync(string project, string name, CancellationToken ct = default) =>
        GetAsync<CodeList>(Of(project, Uri.EscapeDataString(name)), ct);

    /// <summary>Reads the scales of fidelity reviews.</summary>
    public async Task<IReadOnlyList<FidelityScale>> GetFidelityScalesAsync(CancellationToken ct = default) =>
        (await GetAsync<Page<FidelityScale>>("code-lists/fidelity-scales", ct)).Items;

    /// <summary>Reads the instruments of self-assessments.</summary>
    public async Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken ct = default) =>
        (await GetAsync<Page<Instrument>>("code-lists/instruments", ct)).Items;

    /// <summary>Reads the projects that the key reaches.</summary>
    public IAsyncEnumerable<ProjectSummary> ListProjectsAsync(CancellationToken ct = default) =>
        ListAsync<ProjectSummary>(page => "projects" + Query(("limit", MostOnPage), ("page", page)), ct);

    public Task<Project> GetProjectAsync(string project, CancellationToken ct = default) =>
        GetAsync<Project>($"projects/{Uri.EscapeDataString(project)}", ct);

    /// <summary>Reads goal attainment. All pages come from one computation and are put together.</summary>
    public async Task<AttainmentPage> GetAttainmentAsync(string project, AttainmentQuery? query = null, CancellationToken ct = default)
    {
        query ??= new AttainmentQuery();
        var items = new List<AttainmentItem>();
        string? computation = null;
        for (var number = 1; ; number++)
        {
            var page = await GetAsync<AttainmentPage>(
                Of(project, "attainment") + Query(
                    ("from", query.From),
                    ("to", query.To),
                    ("window", query.Window),
                    ("gender", query.Gender),
                    ("subproject", query.Subproject),
                    ("goal", query.Goal),
                    ("computation", computation),
                    ("limit", MostOnPage),
                    ("page", number)),
                ct);
            items.AddRange(page.Items);
            computation = page.Computation;
            if (number >= page.Meta.TotalPages)
            {
                return page with { Items = items };
            }
        }
    }

    /// <summary>Reads the report of a tertial, for example <c>2025-T3</c>.</summary>
    /// <param name="subproject">Id of a subproject. Null: the whole project.</param>
    public Task<TertialReport> GetTertialReportAsync(string project, string tertial, string? subproject = null, CancellationToken ct = default) =>
        GetAsync<TertialReport>(Of(project, $"tertial-reports/{Uri.EscapeDataString(tertial)}") + Query(("subproject", subproject)), ct);
}
