using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Exits;

/// <summary>Stores exits and checks incoming ones. The key of an exit is the reference of its enrollment.</summary>
public sealed class ExitRecords(BusinessDay day) : RecordTable<Exit>(
    "exit",
    "exits",
    new TableDefinition("exits")
    {
        HangsOnEnrollment = true,
        Key = "e.reference",

        // Without the exit of a registration in error, the enrollment would count in the volumes again.
        StaysWithoutConsent = "r.reason = 'registered-in-error'",
        Columns =
        [
            "exited_on", "reason", "extent", "next_step_starts_on", "next_measure_ready", "documentation_given_to_referrer_on",
            "documentation_given_to_participant_on", "income_sources", "occupation",
        ],
    })
{
    private const string SelectFollowedUpSql = "SELECT followed_up_on FROM follow_ups WHERE enrollment_id = @Id AND voided = 0 ORDER BY followed_up_on";

    // The goals of a project are prepared when it, its goals or the day are new.
    private readonly BoundedMemory<string, (ProjectDefinition Project, DateOnly Today, string Newest, UncountedExits Search)> _searches = new(1000);

    public override int Rank => 2;

    public override string KeyPointer => "/enrollmentReference";

    public override string? KeyOf(Exit registration) => registration.EnrollmentReference;

    /// <summary>
    /// Adds the fault of a second exit. Other content for the same enrollment may be a correction or a second exit. Only the sender knows which, so
    /// both faults are returned.
    /// </summary>
    public override IEnumerable<Fault> Conflict(IReadOnlyList<string> differences, string address) =>
        base.Conflict(differences, address).Append(new Fault(FaultCodes.SecondExit, "/enrollmentReference"));

    public override async Task<Findings> CheckAsync(RegisterView view, Exit registration, Exit? stored, CancellationToken ct)
    {
        var enrollment = await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct);
        var followedUp = enrollment is null || stored is null
            ? []
            : await view.Session.QueryAsync<DateOnly>(SelectFollowedUpSql, new { enrollment.Value.Id }, ct);
        var faults = registration.Faults(view.Project, view.Today, enrollment?.Registration, followedUp.Count == 0 ? null : followedUp[0]);
        var findings = new Findings(faults) { Keys = new { EnrollmentId = enrollment?.Id } };
        if (findings.Faults.Count == 0 && enrollment is not null)
        {
            var belongings = await EnrollmentLookup.BelongingsAsync(view, registration.EnrollmentReference, ct);
            findings.Warnings.AddRange(registration.Warnings(view.Project, view.Today, enrollment.Value.Registration, belongings));
            findings.Warnings.AddRange(await InNoGoalAsync(view, registration, enrollment.Value.Id, belongings.Count > 0, ct));
        }

        return findings;
    }

    /// <summary>
    /// Warns of an exit to work or studies that no goal counts as things stand. Not checked in a batch, because the offer or the step may follow.
    /// </summary>
    private async Task<IEnumerable<Fault>> InNoGoalAsync(
        RegisterView view, Exit registration, long enrollment, bool hasBelongings, CancellationToken ct)
    {
        if (view.IsInBatch || registration is not { Voided: false, ExitedOn: not null, Reason: { } code }
            || !Code.TryParse<ExitReason>(code, out var reason)
            || ExitReasons.GroupOf(reason) is not (OccupationGroup.Work or OccupationGroup.Studies)
            || await ParticipationFacts.WithExitAsync(view.Session, day, view.Project, enrollment, hasBelongings, registration, ct) is not { } ended)
        {
            return [];
        }

        return await WhyOfAsync(view, ended, ct) switch
        {
            null => [],
            UncountedBecause.NoOfferRecorded => [new Fault(FaultCodes.ExitInNoGoal, "/reason", "no job offer is recorded")],
            UncountedBecause.NoStepRecorded => [new Fault(FaultCodes.ExitInNoGoal, "/reason", "no step is recorded")],
            _ => [new Fault(FaultCodes.ExitInNoGoal, "/reason", "no goal counts such an exit")],
        };
    }

    private async Task<UncountedBecause?> WhyOfAsync(RegisterView view, Participation ended, CancellationToken ct)
    {
        var newest = await GoalStore.NewestAsync(view.Session, view.Project.Id, ct);
        if (!_searches.TryFind(view.Project.Id, out var known) || known.Project != view.Project || known.Today != view.Today || known.Newest != newest)
        {
            var goals = new GoalBook([.. (await GoalStore.AllAsync(view.Session, view.Project.Id, ct)).Select(goal => goal.Version)]);
            known = (view.Project, view.Today, newest, new UncountedExits(view.Project.On(view.Today), goals));
            _searches.Remember(view.Project.Id, known);
        }

        // It evaluates one participation at a time.
        lock (known.Search)
        {
            return known.Search.WhyOf(ended);
        }
    }
}
