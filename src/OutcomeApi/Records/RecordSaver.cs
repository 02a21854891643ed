using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>
/// Saves records, in the same way for every kind. It loads what is stored, compares and checks. Then it writes the row, its history and the
/// audit event in the session's one transaction, and requests new figures after the commit. Single calls and batches both use it.
/// </summary>
public sealed class RecordSaver<T>(
    DbSession session, RecordTable<T> kind, ProjectStore projects, Idempotency idempotency, FigureUpdates updates, ScrubRequests scrubs,
    BusinessDay day, Measurements measurements)
    where T : Registration
{
    /// <summary>Saves a record, or returns every fault that prevents it. A refused record is not written.</summary>
    public async Task<Result<Saved<T>>> SaveAsync(SaveRecord<T> request, CancellationToken ct)
    {
        var result = await SaveOrRefuseAsync(request, ct);
        if (result.IsSuccess)
        {
            var outcome = Code.Format(result.Value.Outcome);
            session.AfterCommit(() => measurements.RecordSent(kind.Name, outcome));
        }
        else
        {
            measurements.RecordSent(kind.Name, "refused");
        }

        return result;
    }

    private async Task<Result<Saved<T>>> SaveOrRefuseAsync(SaveRecord<T> request, CancellationToken ct)
    {
        await session.LockAsync("project:" + request.Project, ct);
        var project = (await projects.FindAsync(session, request.Project, ct))!.Definition;
        var faults = request.FormFaults.ToList();
        var registration = kind.Prepare(request.Registration, faults);
        if (registration.Person is { } person)
        {
            await EarlierReferences.RenewAsync(session, person, ct);
        }

        var key = request.Sending.PutTo ?? kind.KeyOf(registration);

        // A record outside the caller's reach is treated as if it were not stored. The check below then answers as it would in that case.
        var stored = key is not null && await kind.IsReachedAsync(session, request.Caller, request.Project, key, ct)
            ? await kind.FindAsync(session, request.Project, key, ct)
            : null;

        if (request.Sending.Idempotent is { } idempotent && faults.Count == 0)
        {
            var (fault, earlier) = await idempotency.FindAsync(session, request.Caller, idempotent, ct);
            if (fault is not null)
            {
                return fault;
            }

            if (earlier is not null && stored is not null)
            {
                return await ShowAsync(request, stored, earlier == StatusCodes.Status201Created ? SaveOutcome.Created : SaveOutcome.Unchanged, [], ct);
            }
        }

        if (request.Sending.PutTo is null)
        {
            if (stored is not null && faults.Count == 0)
            {
                var differences = Content.Differences(stored.Registration, registration);
                if (differences.Count == 0)
                {
                    await RememberAsync(request, SaveOutcome.Unchanged, key!, ct);
                    return await ShowAsync(request, stored, SaveOutcome.Unchanged, [], ct);
                }

                if (!request.Sending.MayCorrect)
                {
                    return kind.Conflict(differences, $"PUT {Addresses.Base}{AddressOf(request.Project, key!)}").ToList();
                }
            }
        }
        else
        {
            if (EntityTagCondition.Fault(request.Sending.IfMatch, stored?.Row.Version) is { } stale)
            {
                return stale;
            }

            if (kind.KeyOf(registration) is { } stated && stated != request.Sending.PutTo)
            {
                faults.Add(new Fault(FaultCodes.ReferenceDiffers, kind.KeyPointer));
            }

            if (stored is not null && faults.Count == 0 && Content.Differences(stored.Registration, registration).Count == 0)
            {
                return await ShowAsync(request, stored, SaveOutcome.Unchanged, [], ct);
            }
        }

        var history = new RecordHistory(session, request.Project, request.Caller.Credential, day.Now);
        var findings = await kind.CheckAsync(new RegisterView(session, project, day.Today, history, request.Caller), registration, stored?.Registration, ct);

        // A member that could not be read is not checked as well, so that one mistake does not give two faults. A member that could be read may
        // have several faults.
        var unread = faults.Select(f => f.Pointer).ToHashSet();
        if (unread.Overlaps(kind.JudgedTogether))
        {
            unread.UnionWith(kind.JudgedTogether);
        }

        faults.AddRange(findings.Faults.Where(f => !unread.Contains(f.Pointer) && !unread.Any(p => p.StartsWith(f.Pointer + "/", StringComparison.Ordinal))));
        if (faults.Count > 0)
        {
            return faults;
        }

        var version = (stored?.Row.Version ?? 0) + 1;
        if (stored is null)
        {
            await kind.InsertAsync(session, request.Project, registration, findings.Keys, day.Now, ct);
        }
        else
        {
            await kind.UpdateAsync(session, stored.Row.Id, version, registration, findings.Keys, day.Now, ct);
        }

        if (findings.AfterSave is { } afterSave)
        {
            await afterSave(ct);
            if (findings.Forgets)
            {
                await scrubs.RequestAsync(session, ct);
            }
        }

        await history.WriteAsync(kind.Name, key!, version, registration, request.Registration.Correction, ct);
        var change = await updates.AskAsync(request.Project, ct);
        var outcome = stored is null ? SaveOutcome.Created : SaveOutcome.Corrected;
        await AuditLog.WriteAsync(
            session,
            request.Caller,
            outcome == SaveOutcome.Created ? "create" : "correct",
            request.Project,
            kind.Name,
            1,
            change,
            request.Sending.Purpose,
            day.Now,
            ct);
        await RememberAsync(request, outcome, key!, ct);
        return await ShowAsync(request, (await kind.FindAsync(session, request.Project, key, ct))!, outcome, findings.Warnings, ct);
    }

    private async Task<Saved<T>> ShowAsync(
        SaveRecord<T> request, Stored<T> stored, SaveOutcome outcome, IReadOnlyList<Fault> warnings, CancellationToken ct) =>
        new((await kind.ShownAsync(session, request.Project, [stored], ct))[0], outcome, warnings);

    private async Task RememberAsync(SaveRecord<T> request, SaveOutcome outcome, string key, CancellationToken ct)
    {
        if (request.Sending.Idempotent is { } idempotent)
        {
            var status = outcome == SaveOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            await idempotency.RememberAsync(session, request.Caller, idempotent, status, AddressOf(request.Project, key), day.Now, ct);
        }
    }

    private string AddressOf(string project, string key) => $"/projects/{project}/{kind.Collection}/{key}";
}
