using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Compares a certified version of a report with the current figures or with another version, and finds the registrations behind each difference.
/// </summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Tertial">Tertial of the report.</param>
/// <param name="Version">Number of the certified version.</param>
/// <param name="To">Version to compare with. Null for the current figures.</param>
/// <param name="Skip">Number of changed cells to skip.</param>
/// <param name="Take">Maximum number of changed cells to return.</param>
public sealed record ListVersionChanges(string Project, Tertial Tertial, int Version, int? To, int Skip, int Take) : IRequest<Result<VersionChanges>>
{
    private static readonly QueryParameter<int> Other =
        QueryParameter.OfNumber("to", "Version to compare with; 0 compares with the current figures.", "2", 0, 1_000_000, 0);

    private static readonly string[] Columns =
    [
        "subproject", "section", "window", "from", "to", "partial", "key", "figure", "gender", "was", "is", "byTimeOnly", "registrations",
    ];

    /// <summary>Maps <c>GET /projects/{project}/tertial-reports/{tertial}/versions/{version}/changes</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions/{version}/changes", (
                string project, Tertial tertial, string version, Query query, HttpContext http, IMediator mediator) =>
                CsvAnswer.WriteAsync(http, query, async isCsv =>
                {
                    if (ReportAddress.VersionOf(version) is not { } number)
                    {
                        return ReportAddress.NoVersion(http);
                    }

                    var to = query.Value(Other) is var other and > 0 ? other : (int?)null;
                    var (skip, take) = isCsv ? (0, int.MaxValue) : (query.Skip, query.Limit);
                    var result = await mediator.Send(new ListVersionChanges(project, tertial, number, to, skip, take), http.RequestAborted);
                    if (isCsv && result.IsSuccess)
                    {
                        return TableOf($"{project}-{tertial}-v{number}-changes", result.Value);
                    }

                    return Reply.Ok(http, result, changes =>
                    {
                        var meta = PageMeta.From(query, changes.Cells.Count, changes.TotalCells);
                        return VersionChangesAnswer.From(changes, number, to, meta, PageLinks.From(http, meta));
                    });
                }))
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("list-report-version-changes")
            .MayTakeLong()
            .WithSummary("List the changes since a certified version.")
            .WithDescription(
                "Returns every cell whose figure differs between the version and the current figures (or the version given in to), "
                + "with the figure before and after. Also returns the goals whose verdict differs, "
                + "and the registrations received after the version's data cut-off that may have changed these cells. "
                + "The response does not contain record references. Registrars find a registration by its position in the feed of changes.\n\n"
                + "With `format=csv`, or `Accept: text/csv`, it returns all changed cells as a table, a row for each, with the columns subproject, section, "
                + "window, from, to, partial, key, figure, gender, was, is, byTimeOnly and registrations (positions, with spaces between them).")
            .WithCsv(Other, QueryParameter.Limit, QueryParameter.Page)
            .Produces<VersionChangesAnswer>();

    private static CsvTable TableOf(string fileName, VersionChanges changes) => new(
        fileName,
        Columns,
        changes.Cells.Select(CellChange.From).Select(cell => (IReadOnlyList<object?>)
        [
            cell.Subproject, cell.Section, cell.Window, cell.Cohort.From, cell.Cohort.To, cell.Cohort.Partial, cell.Key, cell.Figure, cell.Gender, cell.Was,
            cell.Is, cell.ByTimeOnly, string.Join(' ', cell.Registrations),
        ]));
}

/// <summary>A page of changed cells with the registrations that may have changed them.</summary>
public sealed record VersionChanges(
    IReadOnlyList<CellWithCauses> Cells,
    int TotalCells,
    IReadOnlyList<VerdictChange> Verdicts,
    bool CommentChanged,
    IReadOnlyList<RegistrationRow> Registrations);

/// <summary>A changed cell and the registrations that may have changed it.</summary>
/// <param name="Cell">The changed cell.</param>
/// <param name="ByTimeOnly">True when no registration changed the cell: only the passing of time did.</param>
/// <param name="Positions">Positions of the registrations that may have changed the cell.</param>
public sealed record CellWithCauses(ChangedCell Cell, bool ByTimeOnly, IReadOnlyList<long> Positions);

/// <summary>
/// Computes the current figures, and the figures as of the version's day, from all registrations. No stored run links a figure to the registrations
/// behind it, so the figures must be recomputed.
/// </summary>
public sealed class ListVersionChangesHandler(DbSession session, ReportReader reports) : IRequestHandler<ListVersionChanges, Result<VersionChanges>>
{
    public async Task<Result<VersionChanges>> Handle(ListVersionChanges request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        CertifiedReports? from, to;
        RegisteredReport? current;
        LaterRegistrations later;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            from = await CertifiedReports.FindAsync(session, request.Project, request.Tertial, request.Version, Audience.Exact, ct);
            to = request.To is { } other ? await CertifiedReports.FindAsync(session, request.Project, request.Tertial, other, Audience.Exact, ct) : null;
            current = request.To is null ? await reports.ReadAsync(request.Project, request.Tertial, ct) : null;
            if (from is null || (to is null && current is null))
            {
                return new Fault(FaultCodes.NotFound, string.Empty);
            }

            later = await LaterRegistrations.LoadAsync(
                session, request.Project, from.Certification.DataCutOff, to?.Certification.DataCutOff ?? current!.CutOff, ct);
        }

        var restatement = Restatement.Compute(from, part => to is null ? current!.Exact(part) : to.For(Role.Secretariat, part));

        // Recomputes today's registrations as of the version's day. A cell that shows no difference there has changed only because time has passed.
        var onThatDay = current is null
            ? []
            : Restatement.Compute(from, part => current.Exact(part, from.Certification.AsOf)).Cells.Select(Identity).ToHashSet();
        var cells = restatement.Cells.Skip(request.Skip).Take(request.Take)
            .Select(cell => (Cell: cell, ByTimeOnly: current is not null && !onThatDay.Contains(Identity(cell))))
            .ToArray();
        var page = cells
            .Select(c => new CellWithCauses(
                c.Cell, c.ByTimeOnly, c.ByTimeOnly ? [] : [.. later.Facts.Where(r => r.IsBehind(c.Cell)).Select(r => r.Position)]))
            .ToArray();
        var behind = page.SelectMany(c => c.Positions).ToHashSet();
        return new VersionChanges(
            page,
            restatement.Cells.Count,
            [.. restatement.Verdicts.Select(VerdictChange.From)],
            restatement.CommentChanged,
            [.. later.Rows.Where(row => behind.Contains(row.Id))]);
    }

    private static (string?, ReportSection, Window, string, Figure, GenderGroup) Identity(ChangedCell cell) =>
        (cell.Subproject, cell.Section, cell.Window, cell.Row.Key, cell.Row.Figure, cell.Group);
}

/// <summary>A page of the changes since a certified version.</summary>
public sealed record VersionChangesAnswer
{
    /// <summary>Number of the certified version.</summary>
    public required int Version { get; init; }

    /// <summary>Version that it is compared with. Null for the current figures.</summary>
    public required int? To { get; init; }

    /// <summary>True when the project's comment on the tertial has changed.</summary>
    public required bool CommentChanged { get; init; }

    /// <summary>Goals whose verdict has changed, or that stand otherwise.</summary>
    public required IReadOnlyList<VerdictChange> Verdicts { get; init; }

    /// <summary>Changed cells on this page.</summary>
    public required IReadOnlyList<CellChange> Items { get; init; }

    /// <summary>Registrations that may have changed the cells on this page, in the order in which they were received.</summary>
    public required IReadOnlyList<LaterRegistrationItem> Registrations { get; init; }

    /// <summary>Position of the page in the list of changed cells.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and its neighbours.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }

    internal static VersionChangesAnswer From(VersionChanges changes, int version, int? to, PageMeta meta, PageLinks links) => new()
    {
        Version = version,
        To = to,
        CommentChanged = changes.CommentChanged,
        Verdicts = changes.Verdicts,
        Items = [.. changes.Cells.Select(CellChange.From)],
        Registrations = [.. changes.Registrations.Select(row => row.Show())],
        Meta = meta,
        Links = links,
    };
}

/// <summary>A goal whose verdict has changed, or that stands otherwise.</summary>
public sealed record VerdictChange
{
    /// <summary>Key of the goal.</summary>
    public required string Goal { get; init; }

    /// <summary>Id of the subproject. Null for the project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Window of the figure: tertial, year-to-date or since-start.</summary>
    [CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>Verdict in the certified version.</summary>
    [CodeOf(typeof(Domain.Goals.Verdict))]
    public required string Was { get; init; }

    /// <summary>Verdict in the current figures, or in the version compared with.</summary>
    [CodeOf(typeof(Domain.Goals.Verdict))]
    public required string Is { get; init; }

    /// <summary>How the goal stood in the certified version. Null without a target, and if it was certified before version 0.2.</summary>
    [CodeOf(typeof(Domain.Goals.Standing))]
    public required string? StandingWas { get; init; }

    /// <summary>How the goal stands in the current figures, or in the version compared with. Null without a target.</summary>
    [CodeOf(typeof(Domain.Goals.Standing))]
    public required string? StandingIs { get; init; }

    internal static VerdictChange From(ChangedVerdict changed) => new()
    {
        Goal = changed.Is.Goal,
        Subproject = changed.Is.Subproject,
        Window = changed.Is.Window,
        Was = changed.Was.Verdict!,
        Is = changed.Is.Verdict!,
        StandingWas = changed.Was.Standing,
        StandingIs = changed.Is.Standing,
    };
}

/// <summary>A cell whose figure has changed.</summary>
public sealed record CellChange
{
    /// <summary>Id of the subproject whose report the cell is in. Null for the project's report.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Section of the report.</summary>
    [CodeOf(typeof(ReportSection))]
    public required string Section { get; init; }

    /// <summary>Window of the figure: tertial, year-to-date or since-start.</summary>
    [CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>Days that the table covers.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>
    /// Key of the row in the report. For goals: the goal key, with a colon and the subproject if there is one. Goals that measure waiting have
    /// further rows with the suffixes <c>/longest</c>, <c>/still-queued</c> and <c>/still-queued-longest</c>.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>What the cell holds, for example count, numerator or days.</summary>
    [CodeOf(typeof(Figure))]
    public required string Figure { get; init; }

    /// <summary>Whom the cell is about: woman, man, other-or-unknown, other, unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>Figure in the certified version. Null when there was none.</summary>
    public required decimal? Was { get; init; }

    /// <summary>Figure in the current figures, or in the version compared with. Null when there is none.</summary>
    public required decimal? Is { get; init; }

    /// <summary>
    /// True when no registration changed the figure, only the passing of time. Example: a follow-up became due. Always false in a comparison of two
    /// versions.
    /// </summary>
    public required bool ByTimeOnly { get; init; }

    /// <summary>Positions of the registrations that may have changed the cell. Empty when byTimeOnly is true.</summary>
    public required IReadOnlyList<long> Registrations { get; init; }

    internal static CellChange From(CellWithCauses changed) => new()
    {
        Subproject = changed.Cell.Subproject,
        Section = Code.Format(changed.Cell.Section),
        Window = Code.Format(changed.Cell.Window),
        Cohort = CohortDates.FromCohort(changed.Cell.Cohort),
        Key = changed.Cell.Row.Key,
        Figure = Code.Format(changed.Cell.Row.Figure),
        Gender = Code.Format(changed.Cell.Group),
        Was = changed.Cell.Was,
        Is = changed.Cell.Is,
        ByTimeOnly = changed.ByTimeOnly,
        Registrations = changed.Positions,
    };
}

/// <summary>A registration received after a version's data cut-off.</summary>
public sealed record LaterRegistrationItem
{
    /// <summary>Position of the registration in the history of the project's records.</summary>
    public required long Position { get; init; }

    /// <summary>Kind of record, for example enrollment. project or goal when a definition was changed.</summary>
    public required string Record { get; init; }

    /// <summary>Version of the record that the registration created: 1 for a new record.</summary>
    public required int Version { get; init; }

    /// <summary>Reason for the correction. Null when the sender stated none.</summary>
    public required string? Correction { get; init; }

    /// <summary>When the registration was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Id of the credential that sent the registration.</summary>
    public required string Sender { get; init; }

    /// <summary>Name of the credential. Null when the credential is not an API key of the service.</summary>
    public required string? SenderName { get; init; }
}
