using System.Text.Json;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>
/// Saves records, in the same way for every kind. It loads what is stored, compares and checks. Then it writes the row, its history and the
/// audit event in the session's one transaction, and requests new figures after the commit. Single calls and batches both use it.
/// </summary>
public sealed class RecordSaver<T>(
    DbSession session, RecordTable<T> kind, RecordTables tables, ProjectStore projects, Idempotency idempotency, FigureUpdates updates,
    ScrubRequests scrubs, BusinessDay day, Measurements measurements)
    where T : Registration, new()
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

    /// <summary>
    /// Saves several records in the session's transaction, in their order, and returns what became of each. What they need of the register is read
    /// together, and what is new is written together.
    /// </summary>
    public async Task<IReadOnlyList<IntakeAnswer>> SaveAllAsync(Caller caller, string project, IReadOnlyList<SentRegistration> records, CancellationToken ct)
    {
        var stated = records.Select(record => (T)record.Registration).ToArray();
        var keys = stated.Select(kind.KeyOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        await session.LockInProjectAsync(project, keys.Select(kind.LockOf).Concat(RecordTable<T>.LocksAround(stated)), ct);
        var definition = (await projects.FindAsync(session, project, ct))!.Definition;
        var ahead = await ReadAheadAsync(project, stated, ct);
        var history = new RecordHistory(session, project, caller.Credential, day.Now);
        var view = new RegisterView(session, definition, day.Today, history, caller, tables) { IsInBatch = true, Ahead = ahead };
        var isWhole = caller.PartsOf(project) is null;
        var fresh = new List<FreshRecord>();
        var people = new HashSet<string>(StringComparer.Ordinal);
        var answers = new List<IntakeAnswer>();
        foreach (var (sent, registration) in records.Zip(stated))
        {
            var key = kind.KeyOf(registration);
            var participant = kind.ParticipantOf(registration);
            var isFresh = isWhole && (key is null || !ahead.IsTaken(key)) && registration.Person is null or { Earlier.Count: 0 };
            if (!isFresh || (participant is not null && !people.Add(participant)))
            {
                // It is compared with what is stored, so what comes before it must be.
                await WriteFreshAsync(caller, project, history, fresh, ct);
            }

            if (!isFresh)
            {
                var sending = new Sending { MayCorrect = registration.Correction is not null, IsInBatch = true };
                answers.Add(IntakeAnswer.From(await SaveAsync(new SaveRecord<T>(caller, project, registration, sent.Faults, sending), ct)));
                continue;
            }

            var faults = sent.Faults.ToList();
            var prepared = kind.Prepare(registration, faults);
            var findings = await CheckAsync(view, prepared, null, faults, ct);
            if (faults.Count > 0)
            {
                measurements.RecordSent(kind.Name, "refused");
                answers.Add(new IntakeAnswer(null, faults, []));
                continue;
            }

            fresh.Add(new FreshRecord(key!, prepared, findings.Keys, Content.Write(prepared), registration.Correction));
            ahead.Add(key!, participant);
            if (findings.AfterSave is { } afterSave)
            {
                await WriteFreshAsync(caller, project, history, fresh, ct);
                await afterSave(ct);
            }

            answers.Add(new IntakeAnswer(SaveOutcome.Created, [], findings.Warnings));
        }

        await WriteFreshAsync(caller, project, history, fresh, ct);
        return answers;
    }

    private Task<RecordsAhead> ReadAheadAsync(string project, T[] registrations, CancellationToken ct)
    {
        var keys = Distinct(kind.KeyOf);
        var enrollments = Distinct(kind.EnrollmentOf);
        return RecordsAhead.ReadAsync(
            session, kind, project, keys, kind.HasOwnReference ? keys : enrollments, enrollments,
            kind.HasOwnReference ? Distinct(kind.ParticipantOf) : [], ct);

        string[] Distinct(Func<T, string?> valueOf) => [.. registrations.Select(valueOf).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Writes the rows of new records, their history and their audit events, and forgets them.</summary>
    private async Task WriteFreshAsync(Caller caller, string project, RecordHistory history, List<FreshRecord> fresh, CancellationToken ct)
    {
        if (fresh.Count == 0)
        {
            return;
        }

        await kind.InsertAsync(session, project, [.. fresh.Select(record => (record.Registration, record.Keys))], history.Now, ct);
        var changes = await history.WriteFirstAsync(kind.Name, [.. fresh.Select(record => (record.Key, record.Content, record.Correction))], ct);
        var entries = fresh.Select(record => new AuditEntry(caller, "create", kind.Name) { Project = project, Change = changes[record.Key] });
        await AuditLog.WriteAllAsync(session, entries, history.Now, ct);
        updates.Ask(project);
        var count = fresh.Count;
        session.AfterCommit(() => measurements.RecordSent(kind.Name, Code.Format(SaveOutcome.Created), count));
        fresh.Clear();
    }

    private async Task<Result<Saved<T>>> SaveOrRefuseAsync(SaveRecord<T> request, CancellationToken ct)
    {
        var sent = await ReadAsync(request, ct);
        return await RefuseTakenAsync(sent, ct)
            ?? await RefuseErasedAsync(sent, ct)
            ?? await ReplayAsync(sent, ct)
            ?? (request.Sending.PutTo is null ? await ResendAsync(sent, ct) : await RePutAsync(sent, ct))
            ?? await WriteAsync(sent, ct);
    }

    private async Task<Sent> ReadAsync(SaveRecord<T> request, CancellationToken ct)
    {
        var faults = request.FormFaults.ToList();
        var registration = kind.Prepare(await StatedAsync(request, faults, ct), faults);
        var key = request.Sending.PutTo ?? kind.KeyOf(registration);
        await LockAsync(request, key, ct);
        var project = (await projects.FindAsync(session, request.Project, ct))!.Definition;
        if (registration.Person is { } person)
        {
            await EarlierReferences.RenewAsync(session, tables, person, ct);
        }

        var stored = await FindReachedAsync(request, key, ct);
        var around = RecordTable<T>.LocksAround(stored is null ? [registration] : [registration, stored.Registration]);
        if (await session.LockInProjectAsync(request.Project, around, ct) && stored is not null)
        {
            // It may have gone with its enrollment.
            stored = await FindReachedAsync(request, key, ct);
        }

        return new Sent(request, project, registration, key, stored, faults);
    }

    /// <summary>Locks a record, and its project's definition as it is.</summary>
    private Task LockAsync(SaveRecord<T> request, string? key, CancellationToken ct) =>
        session.LockInProjectAsync(request.Project, key is null ? [] : [kind.LockOf(key)], ct);

    /// <summary>
    /// Finds what is stored under a key. A record outside the caller's reach is treated as if it were not stored. The checks then answer as they would
    /// in that case.
    /// </summary>
    private async Task<Stored<T>?> FindReachedAsync(SaveRecord<T> request, string? key, CancellationToken ct) =>
        key is not null && await kind.IsReachedAsync(session, request.Caller, request.Project, key, ct)
            ? await kind.FindRareAsync(session, request.Project, key, ct)
            : null;

    /// <summary>Returns what a request states: its body or, for a PATCH, what is stored with the changes made to it.</summary>
    private async Task<T> StatedAsync(SaveRecord<T> request, List<Fault> faults, CancellationToken ct)
    {
        if (request.Sending.Patch is not { } patch)
        {
            return request.Registration;
        }

        await LockAsync(request, request.Sending.PutTo, ct);
        if (await FindReachedAsync(request, request.Sending.PutTo, ct) is not { } stored)
        {
            return request.Registration;
        }

        var members = Content.From(stored.Registration);
        MergePatch.Apply(members, patch);
        return JsonBodyReader.Read<T>(JsonSerializer.SerializeToElement(members), string.Empty, faults);
    }

    /// <summary>
    /// Refuses a reference that a record of another part has taken. Nothing is said about that record. Null: the reference is free, or its record is within the
    /// caller's reach.
    /// </summary>
    private async Task<Result<Saved<T>>?> RefuseTakenAsync(Sent sent, CancellationToken ct)
    {
        var (project, key) = (sent.Request.Project, sent.Key);
        if (sent.Stored is not null || key is null || !kind.HasOwnReference || sent.IsPatch || sent.Request.Caller.PartsOf(project) is null)
        {
            return null;
        }

        var isTaken = await kind.FindAsync(session, project, key, ct) is not null
            || await RecordHistory.FindGoneAsync(session, project, kind.Name, key, ct) is { } gone
                && !sent.Request.Caller.ReachesPart(project, gone.Subproject);
        return isTaken ? (Result<Saved<T>>)new Fault(FaultCodes.ReferenceTaken, kind.KeyPointer) : null;
    }

    /// <summary>
    /// Refuses what would bring back an erased record, or a person whose consent was withdrawn. Null: nothing of the kind was sent.
    /// </summary>
    private async Task<Result<Saved<T>>?> RefuseErasedAsync(Sent sent, CancellationToken ct)
    {
        var (project, key) = (sent.Request.Project, sent.Key);
        var isErased = sent.Stored is { } stored
            ? kind.IsAboutPerson(sent.Registration) && !kind.IsAboutPerson(stored.Registration)
                && await RecordHistory.IsForgottenAsync(session, project, kind.Name, key!, ct)
            : key is not null && await RecordHistory.IsGoneAsync(session, sent.Request.Caller, project, kind.Name, key, ct);
        return isErased ? (Result<Saved<T>>)new Fault(FaultCodes.Erased, string.Empty) : null;
    }

    /// <summary>Answers a request with an <c>Idempotency-Key</c> as it was answered before. Null: it was not.</summary>
    private async Task<Result<Saved<T>>?> ReplayAsync(Sent sent, CancellationToken ct)
    {
        if (sent.Request.Sending.Idempotent is not { } idempotent || sent.Faults.Count > 0)
        {
            return null;
        }

        var (fault, earlier) = await idempotency.FindAsync(session, sent.Request.Caller, idempotent, ct);
        if (fault is not null)
        {
            return fault;
        }

        if (earlier is not null && sent.Stored is { } stored)
        {
            return await ShowAsync(sent.Request, stored, earlier == StatusCodes.Status201Created ? SaveOutcome.Created : SaveOutcome.Unchanged, [], ct);
        }

        return null;
    }

    /// <summary>Answers a POST whose key is taken: unchanged, or in conflict. Null: the key is free, or the sender may correct the record.</summary>
    private async Task<Result<Saved<T>>?> ResendAsync(Sent sent, CancellationToken ct)
    {
        if (sent.Stored is not { } stored || sent.Faults.Count > 0)
        {
            return null;
        }

        var differences = Content.Differences(stored.Registration, sent.Registration);
        if (differences.Count == 0)
        {
            await RememberAsync(sent.Request, SaveOutcome.Unchanged, sent.Key!, ct);
            return await ShowAsync(sent.Request, stored, SaveOutcome.Unchanged, [], ct);
        }

        if (sent.Request.Sending.MayCorrect)
        {
            return null;
        }

        return kind.Conflict(differences, $"PUT {Addresses.Base}{kind.AddressOf(sent.Request.Project, sent.Key!)}").ToList();
    }

    /// <summary>
    /// Answers a PUT or PATCH that states what is stored already, whatever version it names, one that names another version, and a PATCH of nothing.
    /// Null: it creates or corrects.
    /// </summary>
    private async Task<Result<Saved<T>>?> RePutAsync(Sent sent, CancellationToken ct)
    {
        if (sent is { IsPatch: true, Stored: null })
        {
            return (Result<Saved<T>>)new Fault(FaultCodes.NotFound, string.Empty);
        }

        if (sent.IsPatch && sent.Request.Sending.IfMatch?.Match is null)
        {
            return (Result<Saved<T>>)new Fault(FaultCodes.IfMatchRequired, string.Empty);
        }

        if (kind.KeyOf(sent.Registration) is { } stated && stated != sent.Request.Sending.PutTo)
        {
            sent.Faults.Add(new Fault(FaultCodes.ReferenceDiffers, kind.KeyPointer));
        }

        if (sent.Stored is { } stored && sent.Faults.Count == 0 && Content.Differences(stored.Registration, sent.Registration).Count == 0)
        {
            await RememberAsync(sent.Request, SaveOutcome.Unchanged, sent.Key!, ct);
            return await ShowAsync(sent.Request, stored, SaveOutcome.Unchanged, [], ct);
        }

        return EntityTagCondition.Fault(sent.Request.Sending.IfMatch, sent.Stored?.Row.Version) is { } stale ? (Result<Saved<T>>)stale : null;
    }

    /// <summary>Checks the registration, and creates or corrects its record.</summary>
    private async Task<Result<Saved<T>>> WriteAsync(Sent sent, CancellationToken ct)
    {
        var (request, project, registration, key, stored, faults) = sent;
        var now = day.Now;
        var history = new RecordHistory(session, request.Project, request.Caller.Credential, now);
        var view = new RegisterView(session, project, day.Today, history, request.Caller, tables) { IsInBatch = request.Sending.IsInBatch };
        var findings = await CheckAsync(view, registration, stored?.Registration, faults, ct);
        if (faults.Count > 0)
        {
            return faults;
        }

        if (stored is not null && request.Sending.PutTo is not null && !sent.IsPatch && !findings.Forgets)
        {
            findings.Warnings.AddRange(Removed(stored.Registration, registration));
        }

        var version = (stored?.Row.Version ?? 0) + 1;
        if (stored is null)
        {
            await kind.InsertAsync(session, request.Project, registration, findings.Keys, now, ct);
        }
        else
        {
            await kind.UpdateAsync(session, stored.Row.Id, version, registration, findings.Keys, now, ct);
        }

        if (findings.AfterSave is { } afterSave)
        {
            await afterSave(ct);
            if (findings.Forgets)
            {
                await scrubs.RequestAsync(session, ct);
            }
        }

        var change = await history.WriteAsync(kind.Name, key!, version, registration, registration.Correction, ct);
        updates.Ask(request.Project);
        var outcome = stored is null ? SaveOutcome.Created : SaveOutcome.Corrected;
        var entry = new AuditEntry(request.Caller, outcome == SaveOutcome.Created ? "create" : "correct", kind.Name)
        {
            Project = request.Project,
            Change = change,
            Purpose = request.Sending.Purpose,
        };
        await AuditLog.WriteAsync(session, entry, now, ct);
        await RememberAsync(request, outcome, key!, ct);

        // What was just written is not read again.
        var row = new StoredRow { Version = version, ReceivedAt = stored?.Row.ReceivedAt ?? now, ChangedAt = now };
        return await ShowAsync(request, new Stored<T>(row, registration with { Correction = null }), outcome, findings.Warnings, ct);
    }

    /// <summary>Checks a registration, and adds the faults to those that were found before.</summary>
    private async Task<Findings> CheckAsync(RegisterView view, T registration, T? stored, List<Fault> faults, CancellationToken ct)
    {
        var findings = await kind.CheckAsync(view, registration, stored, ct);
        findings.Faults.AddRange(OutsideReach(view.Caller, view.Project, registration, findings.Faults));
        faults.AddRange(Readable(findings.Faults, faults));
        return findings;
    }

    /// <summary>Names the values that were there and that a PUT leaves out. That may be meant, or a member that the sender has forgotten.</summary>
    private static IEnumerable<Fault> Removed(T stored, T sent)
    {
        var kept = Content.From(sent);
        return Content.From(stored).Where(member => !kept.ContainsKey(member.Key)).Select(member => new Fault(FaultCodes.ValuesRemoved, "/" + member.Key));
    }

    /// <summary>
    /// Finds a subproject that the caller may not register in. So nothing is moved out of its parts, and nothing into them: what lies elsewhere is not
    /// found.
    /// </summary>
    private IEnumerable<Fault> OutsideReach(Caller caller, ProjectDefinition project, T registration, List<Fault> found)
    {
        if (!kind.StatesSubproject || caller.ReachesPart(project.Id, kind.SubprojectOf(registration)))
        {
            return [];
        }

        found.RemoveAll(fault => fault.Code == FaultCodes.SubprojectUnknown);
        return [new Fault(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", caller.PartsOf(project.Id)!))];
    }

    /// <summary>
    /// Leaves out faults of members that could not be read, so that one mistake does not give two faults. A member that could be read may have several.
    /// </summary>
    private IEnumerable<Fault> Readable(IReadOnlyList<Fault> found, IReadOnlyList<Fault> ofForm)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var unread = ofForm.Select(f => f.Pointer).ToHashSet();
        if (unread.Overlaps(kind.JudgedTogether))
        {
            unread.UnionWith(kind.JudgedTogether);
        }

        return [.. found.Where(f => !unread.Contains(f.Pointer) && !unread.Any(p => p.StartsWith(f.Pointer + "/", StringComparison.Ordinal)))];
    }

    private async Task<Saved<T>> ShowAsync(
        SaveRecord<T> request, Stored<T> stored, SaveOutcome outcome, IReadOnlyList<Fault> warnings, CancellationToken ct) =>
        new((await kind.ShownAsync(session, request.Project, [stored], ct))[0], outcome, warnings);

    private async Task RememberAsync(SaveRecord<T> request, SaveOutcome outcome, string key, CancellationToken ct)
    {
        if (request.Sending.Idempotent is { } idempotent)
        {
            var status = outcome == SaveOutcome.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            await idempotency.RememberAsync(session, request.Caller, idempotent, status, kind.AddressOf(request.Project, key), day.Now, ct);
        }
    }

    /// <summary>A record that is new and has been checked.</summary>
    private sealed record FreshRecord(string Key, T Registration, object? Keys, string Content, string? Correction);

    /// <summary>Holds what was sent, and what is stored under its key.</summary>
    private sealed record Sent(SaveRecord<T> Request, ProjectDefinition Project, T Registration, string? Key, Stored<T>? Stored, List<Fault> Faults)
    {
        public bool IsPatch => Request.Sending.Patch is not null;
    }
}
