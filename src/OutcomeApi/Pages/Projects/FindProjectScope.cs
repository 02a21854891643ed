using OutcomeApi.Domain.Projects;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Projects;

/// <summary>Finds what a page of a project is about: its part, its tertial, and the run that its figures are read from.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Part">The part that the address names. Null: the whole project, or the first part that the caller reaches.</param>
/// <param name="Tertial">The tertial that the address names. Null: the latest one of the run.</param>
public sealed record FindProjectScope(Caller Caller, string Project, string? Part, string? Tertial) : IRequest<Result<ProjectScope>>;

/// <summary>What a page of a project is about.</summary>
public sealed record ProjectScope
{
    public required Caller Caller { get; init; }

    public required ProjectDefinition Project { get; init; }

    /// <summary>Version of the project's file, which holds the names that pages show.</summary>
    public required int ProjectVersion { get; init; }

    /// <summary>Id of the subproject. Null for the whole project.</summary>
    public required string? Part { get; init; }

    public required Tertial Tertial { get; init; }

    /// <summary>The reports of all tertials that the run holds, oldest first: which version is certified, or null while the report is open.</summary>
    public required IReadOnlyList<(Tertial Tertial, int? CertifiedVersion)> Reports { get; init; }

    /// <summary>The run, and what else the report of the tertial depends on.</summary>
    public required ReportHead Head { get; init; }

    public required bool UpToDate { get; init; }

    /// <summary>Threshold of the steering group view. Null for readers who see exact figures.</summary>
    public required int? K { get; init; }

    /// <summary>The day that the figures treat as today.</summary>
    public DateOnly AsOf => Head.AsOf!.Value;

    /// <summary>The parts of the project that the reader reaches. Null stands for the whole project.</summary>
    public IReadOnlyList<string?> PartsInReach
    {
        get
        {
            var parts = Project.Subprojects.Select(part => part.Id).Where(part => Caller.ReachesPart(Project.Id, part));
            return Caller.PartsOf(Project.Id) is null ? [null, .. parts] : [.. parts];
        }
    }

    /// <summary>Everything that the page depends on, apart from its address and its reader.</summary>
    public string State =>
        $"{Head.PublicId} {UpToDate} {K} {ProjectVersion} {Head.CommentVersion} {Head.AssociationVersion} "
        + string.Join(',', Reports.Select(report => report.CertifiedVersion));
}

public sealed class FindProjectScopeHandler(DbSession session, ProjectStore projects, RunHeads runs, ReportHeads heads)
    : IRequestHandler<FindProjectScope, Result<ProjectScope>>
{
    public async Task<Result<ProjectScope>> Handle(FindProjectScope request, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(session, request.Project, cancellationToken) is not { } stored)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var project = stored.Definition;
        string[] parts = [.. project.Subprojects.Select(part => part.Id)];
        var named = request.Part ?? (request.Caller.PartsOf(project.Id) is { } reached ? parts.FirstOrDefault(reached.Contains) : null);
        var asked = AskedPart.From(request.Caller, project.Id, named, parts);
        if (!asked.IsSuccess)
        {
            return asked.Faults.ToList();
        }

        if (request.Tertial is not null && !Tertial.TryParse(request.Tertial, out _))
        {
            return new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1");
        }

        var run = await runs.FindAsync(session, project.Id, cancellationToken);
        if (run.AsOf is not { } asOf)
        {
            return new Fault(FaultCodes.FiguresNotReady, string.Empty);
        }

        Tertial[] begun = [.. project.Period.TertialsBegunBy(asOf)];
        var tertial = request.Tertial is null ? begun.LastOrDefault() : Tertial.Parse(request.Tertial);
        if (!begun.Contains(tertial))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var reports = new List<(Tertial Tertial, ReportHead Head)>();
        foreach (var one in begun)
        {
            reports.Add((one, await heads.FindAsync(session, project.Id, one, cancellationToken)));
        }

        var head = reports.Single(report => report.Tertial == tertial).Head;
        return new ProjectScope
        {
            Caller = request.Caller,
            Project = project,
            ProjectVersion = stored.Version,
            Part = asked.Value.Subproject,
            Tertial = tertial,
            Reports = [.. reports.Select(report => (report.Tertial, report.Head.CertifiedVersion))],
            Head = head,
            UpToDate = head.IsUpToDate(runs.Today),
            K = runs.ThresholdFor(request.Caller.Role == Role.SteeringGroup, head),
        };
    }
}
