using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>What has changed between a certified version of a report and the current figures, or another version, and the registrations behind it.</summary>
/// <param name="Project">The project.</param>
/// <param name="Tertial">The tertial.</param>
/// <param name="Version">The version.</param>
/// <param name="To">The other version; null: the current figures.</param>
/// <param name="Skip">Cells to skip.</param>
/// <param name="Take">Cells to show.</param>
public sealed record ListVersionChanges(string Project, Tertial Tertial, int Version, int? To, int Skip, int Take) : IRequest<Result<VersionChanges>>
{
    /// <summary><c>GET /projects/{project}/tertial-reports/{tertial}/versions/{version}/changes</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapGet("/{tertial}/versions/{version}/changes", async (string project, string tertial, string version, Query query, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                if (ReportAddress.VersionOf(version) is not { } number)
                {
                    return ReportAddress.NoVersion(http);
                }

                var to = query.Number("to") is var other and > 0 ? other : (int?)null;
                var result = await mediator.Send(new ListVersionChanges(project, wanted, number, to, query.Skip, query.Limit), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                var meta = PageMeta.From(query, result.Value.Cells.Count, result.Value.TotalCells);
                return Results.Json(VersionChangesAnswer.From(result.Value, number, to, meta, PageLinks.From(http, meta)), Json.Options);
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("list-report-version-changes")
            .MayTakeLong()
            .WithSummary("Lists what has changed since a certified version.")
            .WithDescription(
                "Every cell whose figure differs between the version and the current figures (or the version named in to), what it was and what it is, the goals whose verdict differs, and the registrations received after the version's data cut-off "
                + "that touch the cell's cohort. References of records are not shown here: registrars find a registration in the feed of changes at its position.")
            .WithQuery(
                new QueryParameter("to", "Compare with this version; 0: with the current figures.", "2") { Number = (0, 1_000_000, 0) },
                QueryParameter.Limit,
                QueryParameter.Page)
            .Produces<VersionChangesAnswer>();
}

/// <summary>A page of changed cells with the registrations behind them.</summary>
public sealed record VersionChanges(
    IReadOnlyList<CellWithCauses> Cells, int TotalCells, IReadOnlyList<VerdictChange> Verdicts, bool CommentChanged, IReadOnlyList<RegistrationRow> Registrations);

/// <summary>A changed cell and what is behind it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="ByTimeOnly">Without any registration it would be the same today: only the day has changed.</param>
/// <param name="Positions">The registrations that touch it.</param>
public sealed record CellWithCauses(ChangedCell Cell, bool ByTimeOnly, IReadOnlyList<long> Positions);

/// <summary>Computes the current figures, and those of the version's day, from what is registered: which registration has changed what stands in no run.</summary>
public sealed class ListVersionChangesHandler(DbSession session, ReportReader reports) : IRequestHandler<ListVersionChanges, Result<VersionChanges>>
{
    public async Task<Result<VersionChanges>> Handle(ListVersionChanges request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.BeginSnapshotAsync(ct);
        await session.LockAsync("project:" + request.Project, ct);
        var from = await CertifiedReports.FindAsync(session, request.Project, request.Tertial, request.Version, Audience.Exact, ct);
        var to = request.To is { } other ? await CertifiedReports.FindAsync(session, request.Project, request.Tertial, other, Audience.Exact, ct) : null;
        var current = request.To is null ? await reports.ReadAsync(request.Project, request.Tertial, ct) : null;
        if (from is null || (to is null && current is null))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var restatement = Restatement.Compute(from, part => to is null ? current!.Exact(part) : to.For(Role.Secretariat, part));

        // The same registrations seen on the day of the version: what is as it was then differs only because time has passed.
        var onThatDay = current is null
            ? []
            : Restatement.Compute(from, part => current.Exact(part, from.Certification.AsOf)).Cells.Select(Identity).ToHashSet();
        var cells = restatement.Cells.Skip(request.Skip).Take(request.Take).Select(cell => (Cell: cell, ByTimeOnly: current is not null && !onThatDay.Contains(Identity(cell)))).ToArray();
        var later = await LaterRegistrations.LoadAsync(
            session, request.Project, from.Certification.DataCutOff, to?.Certification.DataCutOff ?? current!.CutOff, ct);
        await session.EndAsync();

        var page = cells.Select(c => new CellWithCauses(c.Cell, c.ByTimeOnly, c.ByTimeOnly ? [] : [.. later.Facts.Where(r => r.IsBehind(c.Cell)).Select(r => r.Position)])).ToArray();
        var behind = page.SelectMany(c => c.Positions).ToHashSet();
        return new VersionChanges(
            page,
            restatement.Cells.Count,
            [.. restatement.Verdicts.Select(v => new VerdictChange { Goal = v.Goal, Subproject = v.Subproject, Window = v.Window, Was = v.Was, Is = v.Is })],
            restatement.CommentChanged,
            [.. later.Rows.Where(row => behind.Contains(row.Id))]);
    }

    private static (string?, ReportSection, Window, string, Figure, GenderGroup) Identity(ChangedCell cell) =>
        (cell.Subproject, cell.Section, cell.Window, cell.Row.Key, cell.Row.Figure, cell.Group);
}

/// <summary>What has changed since a certified version.</summary>
public sealed record VersionChangesAnswer
{
    /// <summary>The version that is compared.</summary>
    public required int Version { get; init; }

    /// <summary>The version it is compared with; null: the current figures.</summary>
    public required int? To { get; init; }

    /// <summary>The project says something else about the tertial.</summary>
    public required bool CommentChanged { get; init; }

    /// <summary>Goals that have come to something else.</summary>
    public required IReadOnlyList<VerdictChange> Verdicts { get; init; }

    /// <summary>The changed cells of this page.</summary>
    public required IReadOnlyList<CellChange> Items { get; init; }

    /// <summary>The registrations behind the cells of this page, in the order in which they were received.</summary>
    public required IReadOnlyList<LaterRegistrationItem> Registrations { get; init; }

    /// <summary>Where the page stands in the list of cells.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
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

/// <summary>A goal that has come to something else.</summary>
public sealed record VerdictChange
{
    /// <summary>The goal's key.</summary>
    public required string Goal { get; init; }

    /// <summary>Id of the subproject; null: the project, or several pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>tertial, year-to-date or since-start.</summary>
    [CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The verdict before.</summary>
    [CodeOf(typeof(Domain.Goals.Verdict))]
    public required string Was { get; init; }

    /// <summary>The verdict now.</summary>
    [CodeOf(typeof(Domain.Goals.Verdict))]
    public required string Is { get; init; }
}

/// <summary>A cell whose figure is another than it was.</summary>
public sealed record CellChange
{
    /// <summary>Id of the subproject whose report it is in; null: the project's.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Section of the report.</summary>
    [CodeOf(typeof(ReportSection))]
    public required string Section { get; init; }

    /// <summary>tertial, year-to-date or since-start.</summary>
    [CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The days that the table is about.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>The row: its key in the report; of a goal its key, and the subproject after a colon.</summary>
    public required string Key { get; init; }

    /// <summary>What the cell says: count, numerator, days …</summary>
    [CodeOf(typeof(Figure))]
    public required string Figure { get; init; }

    /// <summary>woman, man, other-or-unknown, other, unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>The figure before; null: there was none.</summary>
    public required decimal? Was { get; init; }

    /// <summary>The figure now; null: there is none.</summary>
    public required decimal? Is { get; init; }

    /// <summary>No registration is behind it: follow-ups, for instance, become due as days pass.</summary>
    public required bool ByTimeOnly { get; init; }

    /// <summary>Positions of the registrations that touch the cell.</summary>
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

/// <summary>A registration that was received after a version's data cut-off.</summary>
public sealed record LaterRegistrationItem
{
    /// <summary>Position in the history of the project's records.</summary>
    public required long Position { get; init; }

    /// <summary>Kind of record; project or goal when a definition was changed.</summary>
    public required string Record { get; init; }

    /// <summary>The version of the record that it made: 1 for a new one.</summary>
    public required int Version { get; init; }

    /// <summary>Why it corrects, where the sender said so.</summary>
    public required string? Correction { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Id of the credential that sent it.</summary>
    public required string Sender { get; init; }

    /// <summary>Name of the credential; null when it is no API key of the service.</summary>
    public required string? SenderName { get; init; }
}
