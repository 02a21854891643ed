using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Referrals;

/// <summary>Stores referrals and checks incoming ones.</summary>
public sealed class ReferralRecords(PersonalNumbers personalNumbers) : RecordTable<Referral>(
    "referral",
    "referrals",
    new TableDefinition("referrals")
    {
        Columns =
        [
            "reference", "participant", "gender", "birth_year", "subproject", "referrer", "referrer_unit", "referred_on", "queued_on", "offered_on", "outcome",
            "closed_on",
        ],
    })
{
    private const string SelectStartsSql =
        "SELECT referral_reference, started_on FROM referral_starts WHERE project_id = @Project AND referral_reference IN @References";

    public override int Rank => 0;

    public override string? KeyOf(Referral registration) => registration.Reference;

    public override bool StatesSubproject => true;

    public override string? SubprojectOf(Referral registration) => registration.Subproject;

    public override Referral Conceal(Referral registration, List<Fault> faults)
    {
        if (registration.PersonalIdentityNumber is not { } number)
        {
            return registration;
        }

        var (reference, fault) = personalNumbers.ReferenceOf(number, protectedIdentity: false);
        if (fault is not null)
        {
            faults.Add(fault);
        }

        return registration with { Participant = reference?.Current, Person = reference, PersonalIdentityNumber = null };
    }

    public override bool IsAboutPerson(Referral registration) => registration is not { Participant: null, BirthYear: null };

    public override Task<Findings> CheckAsync(RegisterView view, Referral registration, Referral? stored, CancellationToken ct) =>
        Task.FromResult(new Findings(registration.Faults(view.Project, view.Today), registration.Warnings(view.Today)));

    /// <summary>Shows a referral that an enrollment names as started, closed on the day of the start.</summary>
    public override async Task<IReadOnlyList<Stored<Referral>>> ShownAsync(
        DbSession session, string project, IReadOnlyList<Stored<Referral>> records, CancellationToken ct)
    {
        var references = records.Select(r => r.Registration.Reference!).ToArray();
        var starts = (await session.QueryAsync<StartRow>(SelectStartsSql, new { Project = project, References = references }, ct))
            .ToDictionary(s => s.ReferralReference, s => s.StartedOn);
        return
        [
            .. records.Select(r => starts.TryGetValue(r.Registration.Reference!, out var startedOn)
                ? r with { Registration = r.Registration with { Outcome = Code.Format(ReferralOutcome.Started), ClosedOn = startedOn } }
                : r)
        ];
    }

    private sealed record StartRow
    {
        public required string ReferralReference { get; init; }

        public required DateOnly StartedOn { get; init; }
    }
}
