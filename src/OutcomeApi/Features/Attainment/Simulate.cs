using System.Globalization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Computes a what-if scenario without storing anything.</summary>
/// <param name="Caller">Who asks. Those who may not see every number must learn nothing by which a person could be recognised.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Body">The changes to simulate, and which figures to show.</param>
/// <param name="FormFaults">The faults found when the body was read.</param>
public sealed record Simulate(Caller Caller, string Project, SimulationRequest Body, IReadOnlyList<Fault> FormFaults) : IRequest<Result<SimulatedFigures>>
{
    /// <summary>Whether the caller may see every number.</summary>
    public bool IsExact => Caller.Role != Role.SteeringGroup;

    /// <summary>Maps <c>POST /projects/{project}/simulations</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapPost("/simulations", async (string project, Body<SimulationRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var request = new Simulate(Caller.From(http), project, body.Value, body.Faults);
                var result = await mediator.Send(request, http.RequestAborted);
                return Reply.Ok(http, result, figures => Simulation.From(request, figures, http.LanguageOf()));
            })
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .WithTags("attainment")
            .WithName("simulate")
            .MayTakeLong()
            .IsCostly()
            .WithSummary("Compute a what-if scenario.")
            .WithDescription(
                """
                Shows how the figures would change if unanswered follow-ups were answered, if there were more exits, or if a goal were defined differently.
                For example: would the goal be reached if ten more women exited to work? The changes are applied one after the other to the register as it
                is now, and computed by the same engine as all figures. Nothing is stored. The answer lists the figures that would change, before and after,
                and counts the others. Use goal, tertial and window to narrow it down. All changes together add or change at most 1,000 people.

                After the change, steering groups see a row only if they see it before the change and its group is large enough. They see a verdict only if
                they see the rows that decide it. Made-up women and men keep their stated gender. Of a redefined goal, and of the goals that refer to it,
                steering groups see only totals, and those only when each number, and the difference between numerator and denominator, is large enough.
                """)
            .Produces<Simulation>();
}

/// <summary>The figures before and after the changes, and what a steering group sees of them.</summary>
public sealed record SimulatedFigures(
    Timeline Time, IReadOnlyList<GoalFigure> Before, IReadOnlyList<GoalFigure> After, SimulatedViews? Views);

public sealed class SimulateHandler(DbSession session, ProjectStore projects, BusinessDay day, RunHeads runs, TwoRowsKey twoRows)
    : IRequestHandler<Simulate, Result<SimulatedFigures>>
{
    private const int MostChanges = 20;

    /// <summary>Maximum number of people that all changes together add or change.</summary>
    public const int MostPeople = 1_000;

    public async Task<Result<SimulatedFigures>> Handle(Simulate request, CancellationToken cancellationToken)
    {
        ProjectFacts facts;
        int k;
        await using (await session.SnapshotAsync(request.Project, cancellationToken))
        {
            facts = (await ProjectFacts.LoadAsync(session, projects, day, request.Project, cancellationToken)).For(request.Caller);
            k = runs.ThresholdOf(await runs.ReadAsync(session, request.Project, cancellationToken));
        }

        var rows = await twoRows.LoadAsync(session, cancellationToken);

        var faults = request.FormFaults.Concat(FaultsOf(request.Body, facts)).ToList();
        var changed = new ChangedFacts(facts, request.Caller);
        foreach (var (change, at) in (PeopleIn(request.Body) > MostPeople ? [] : request.Body.Changes ?? []).Take(MostChanges)
            .Select((c, i) => (c, string.Create(CultureInfo.InvariantCulture, $"/changes/{i}"))))
        {
            faults.AddRange(changed.Make(change, at).Where(f => request.FormFaults.All(form => !IsAt(form, f))));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        // Stops before each computation if the caller has disconnected: nobody would read the result.
        cancellationToken.ThrowIfCancellationRequested();
        var before = facts.Compute();
        cancellationToken.ThrowIfCancellationRequested();
        var after = changed.Facts.Compute();
        return new SimulatedFigures(
            facts.Time,
            before,
            after,
            request.IsExact ? null : SimulatedViews.From(InTwoRows(facts, before), InTwoRows(changed.Facts, after), changed.RedefinedGoals, k));

        IReadOnlyList<GoalFigure> InTwoRows(ProjectFacts exact, IReadOnlyList<GoalFigure> figures) => exact.InTwoRows(rows).ComputeUnlessSame(exact, figures);
    }

    /// <summary>Checks whether a member that could not be read lies at or below the fault's address. Such a member is not judged a second time.</summary>
    private static bool IsAt(Fault form, Fault fault) =>
        form.Pointer == fault.Pointer || form.Pointer.StartsWith(fault.Pointer + "/", StringComparison.Ordinal);

    private static long PeopleIn(SimulationRequest body) => (body.Changes ?? []).Sum(c => (long)(c.Exits?.Count ?? 0) + (c.FollowUps?.Count ?? 0));

    private static IEnumerable<Fault> FaultsOf(SimulationRequest body, ProjectFacts facts)
    {
        if (body.Changes is { Count: 0 or > MostChanges })
        {
            yield return new Fault(FaultCodes.TypeWrong, "/changes", $"a list of 1–{MostChanges} changes");
        }

        if (PeopleIn(body) > MostPeople)
        {
            yield return new Fault(FaultCodes.TypeWrong, "/changes", $"at most {MostPeople} people in all changes together");
        }

        var keys = facts.Goals.Select(g => g.Version.Key).Concat((body.Changes ?? []).Select(c => c.Goal?.Key).OfType<string>()).Distinct().ToArray();
        if (body.Goal is { } goal && !keys.Contains(goal))
        {
            yield return new Fault(FaultCodes.UnknownCode, "/goal", string.Join(", ", facts.Goals.Select(g => g.Version.Key).Distinct()));
        }

        if (body.Tertial is not null && !Tertial.TryParse(body.Tertial, out _))
        {
            yield return new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1");
        }
    }
}
