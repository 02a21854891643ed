using System.Globalization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Holds a project's facts and applies the changes of a simulation to them, one after the other.</summary>
/// <param name="facts">The facts before any change.</param>
/// <param name="caller">
/// Who asks. A steering group is not told how many follow-ups are available: a change that asks for too many answers those that exist, without a fault.
/// </param>
public sealed class ChangedFacts(ProjectFacts facts, Caller caller)
{
    private readonly HashSet<string> _changedGoals = [];

    /// <summary>The facts after the changes made so far.</summary>
    public ProjectFacts Facts { get; private set; } = facts;

    /// <summary>Keys of the redefined goals, and of all goals that refer to them.</summary>
    public IReadOnlySet<string> RedefinedGoals =>
        _changedGoals.SelectMany(key => GoalBook.Dependents(key, Facts.Goals.Select(g => g.Version))).ToHashSet();

    /// <summary>Applies a change as far as possible.</summary>
    /// <param name="change">The change to apply.</param>
    /// <param name="at">JSON Pointer to the change in the request.</param>
    /// <returns>All faults of the change; empty if there are none.</returns>
    public IReadOnlyList<Fault> Make(SimulationChange change, string at) => change switch
    {
        { FollowUps: { } followUps, Exits: null, Goal: null } => Answer(followUps, at + "/followUps"),
        { FollowUps: null, Exits: { } exits, Goal: null } => Add(exits, at + "/exits"),
        { FollowUps: null, Exits: null, Goal: { } goal } => Define(goal, at + "/goal"),
        _ => [new Fault(FaultCodes.TypeWrong, at, "exactly one of followUps, exits, goal")],
    };

    private List<Fault> Answer(SimulatedFollowUps change, string at)
    {
        var faults = NotUsed(change.Answer, Facts.Project.FollowUpAnswers, at + "/answer");
        var used = Facts.Project.FollowUpMonths;
        var months = change.Months ?? Facts.Project.UsualFollowUpMonths ?? 0;
        if (!used.Contains(months))
        {
            var pointer = change.Months is null ? at : at + "/months";
            faults.Add(new Fault(FaultCodes.CodeNotUsed, pointer, used.Count == 0 ? "–" : string.Join(", ", used)));
        }

        Tertial? tertial = null;
        if (change.Tertial is not null)
        {
            if (Tertial.TryParse(change.Tertial, out var read))
            {
                tertial = read;
            }
            else
            {
                faults.Add(new Fault(FaultCodes.TypeWrong, at + "/tertial", "a tertial such as 2026-T1"));
            }
        }

        if (faults.Count > 0 || change is not { Count: { } count, Answer: { } answer })
        {
            return faults;
        }

        var (participations, available) = WhatIf.Answer(
            Facts.Facts.Participations,
            new AnsweredFollowUps(
                change.Referrer is null ? null : Code.Parse<Referrer>(change.Referrer),
                change.Gender is null ? null : Code.Parse<Gender>(change.Gender),
                tertial,
                count,
                Code.Parse<FollowUpAnswer>(answer),
                months),
            Facts.Project.Period,
            Facts.AsOf);
        Facts = With(participations);
        if (available < count && caller.Role != Role.SteeringGroup)
        {
            faults.Add(new Fault(FaultCodes.FollowUpsTooFew, at + "/count", available.ToString(CultureInfo.InvariantCulture)));
        }

        return faults;
    }

    private List<Fault> Add(SimulatedExits change, string at)
    {
        var project = Facts.Project;
        var faults = NotUsed(change.Reason, project.ExitReasons, at + "/reason");
        if ((change.Subproject is not null && project.SubprojectOf(change.Subproject) is null) || !caller.ReachesPart(project.Id, change.Subproject))
        {
            var known = caller.PartsOf(project.Id) ?? project.Subprojects.Select(s => s.Id);
            faults.Add(new Fault(FaultCodes.SubprojectUnknown, at + "/subproject", string.Join(", ", known)));
        }

        // Figures exist only for tertials that have begun, so a later exit would appear in none of them.
        var last = Tertial.Containing(Facts.AsOf).LastDay;
        last = project.Period.EndsOn < last ? project.Period.EndsOn : last;
        if (change.On is { } day && (day < project.Period.StartsOn || day > last))
        {
            faults.Add(new Fault(FaultCodes.NumberOutOfRange, at + "/on", Show(project.Period.StartsOn), Show(last)));
        }

        if (faults.Count == 0 && change is { Count: { } count, Gender: { } gender, Reason: { } reason, On: { } on })
        {
            var exits = new AddedExits(count, Code.Parse<Gender>(gender), Code.Parse<ExitReason>(reason), change.Subproject, on);
            Facts = With(WhatIf.Add(Facts.Facts.Participations, exits, project.Period, project.FollowUpMonths));
        }

        return faults;
    }

    private List<Fault> Define(SimulatedGoal change, string at)
    {
        if (change is not { Key: { } key, Definition: { } sent })
        {
            return [];
        }

        if (!GoalParser.IsKey(key))
        {
            return [new Fault(FaultCodes.GoalInvalid, at + "/key", "a key of lower-case words joined by dots and hyphens")];
        }

        if (!_changedGoals.Add(key))
        {
            return [new Fault(FaultCodes.GoalInvalid, at + "/key", "each goal once")];
        }

        if (ProjectMeasure.FaultsOf(key, sent, Facts.Goals, at + "/definition").ToArray() is { Length: > 0 } tooLarge)
        {
            return [.. tooLarge];
        }

        var (definition, faults) = GoalParser.ParseOne(key, sent, GoalStore.Stated(Facts.Goals), Facts.Project);
        if (definition is not null && faults.Count == 0)
        {
            StoredGoal[] goals = [.. Facts.Goals, GoalStore.Next(Facts.Goals, definition, sent, Facts.Project.Period.StartsOn)];
            if (ProjectMeasure.FaultsOf(Facts.Project, goals.Select(goal => goal.Version.Definition), at + "/definition").ToArray() is { Length: > 0 } tooMuch)
            {
                return [.. tooMuch];
            }

            Facts = Facts with { Goals = goals };
        }

        return [.. faults.Select(f => f.Below(at + "/definition"))];
    }

    private ProjectFacts With(IReadOnlyList<Participation> participations) => Facts with { Facts = Facts.Facts with { Participations = participations } };

    private static List<Fault> NotUsed(string? code, IReadOnlyList<string> used, string pointer) =>
        code is null || used.Contains(code) ? [] : [new Fault(FaultCodes.CodeNotUsed, pointer, string.Join(", ", used))];

    private static string Show(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
