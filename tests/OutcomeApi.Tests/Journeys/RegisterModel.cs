using System.Globalization;

namespace OutcomeApi.Tests.Journeys;

/// <summary>A request as the register gets it.</summary>
/// <param name="Body">What is stated. Null: an erasure, which names an enrollment.</param>
/// <param name="IfMatch">The header, for example <c>"2"</c>. Null: it is absent.</param>
internal sealed record ModelRequest(HttpMethod Method, string Collection, string Key, JsonObject? Body, string? IfMatch, string? IdempotencyKey);

/// <summary>An answer: its status, its codes, and the version of the record. Codes are in order, joined by commas; null: a success.</summary>
internal sealed record ModelAnswer(int Status, string? Codes = null, int? Version = null);

/// <summary>What is held under a key.</summary>
internal sealed class Held
{
    /// <summary>What is stated, without nulls. Null: it is erased, and stays taken.</summary>
    public JsonObject? Content { get; set; }

    public int Version { get; set; }

    /// <summary>The person has withdrawn the consent.</summary>
    public bool IsWithdrawn { get; set; }
}

/// <summary>
/// A register in memory, as the description of the domain and of the contract has it: a few dictionaries, no versions but numbers, no transactions. What the
/// service does is compared with what this does.
/// </summary>
internal sealed class RegisterModel
{
    private readonly Dictionary<(string Collection, string Key), Held> _held = [];

    private readonly Dictionary<string, (string Request, int Status, (string, string) Target)> _remembered = [];

    /// <summary>What is held under a key. Null: nothing ever was.</summary>
    public Held? Find(string collection, string key) => _held.GetValueOrDefault((collection, key));

    /// <summary>Does what a request asks for, and answers.</summary>
    public ModelAnswer Send(ModelRequest request)
    {
        var target = (request.Collection, request.Key);
        var held = Find(request.Collection, request.Key);
        if (request.Body is not { } body)
        {
            return held?.Content is null ? new ModelAnswer(404, "not-found") : Erase(request.Key);
        }

        var stated = Normalised(body);
        if (held is { Content: null } || (held is { IsWithdrawn: true } && stated["anonymous"] is null))
        {
            return new ModelAnswer(410, "erased");
        }

        var asText = $"{request.Method} {request.Collection} {request.Key} {body.ToJsonString()}";
        if (request.IdempotencyKey is { } key && _remembered.TryGetValue(key, out var earlier))
        {
            return earlier.Request == asText ? new ModelAnswer(earlier.Status, null, held!.Version) : new ModelAnswer(422, "idempotency-key-reused");
        }

        var isPut = request.Method == HttpMethod.Put;
        if (held is not null && JsonNode.DeepEquals(held.Content, stated))
        {
            return Remember(200, held);
        }

        if (isPut)
        {
            if (held is null ? request.IfMatch is not null : request.IfMatch is not (null or "*") && request.IfMatch != $"\"{held.Version}\"")
            {
                return new ModelAnswer(412, "version-stale");
            }

            if (held is not null && request.IfMatch is null)
            {
                return new ModelAnswer(428, "if-match-required");
            }
        }
        else if (held is not null)
        {
            return new ModelAnswer(409, request.Collection == "exits" ? "content-differs,second-exit" : "content-differs");
        }

        var faults = Faults(request.Collection, request.Key, stated).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (faults.Length > 0)
        {
            return new ModelAnswer(422, string.Join(',', faults));
        }

        held ??= _held[target] = new Held();
        (held.Content, held.Version) = (stated, held.Version + 1);
        if (request.Collection == "enrollments" && body["consentWithdrawnOn"] is not null)
        {
            held.IsWithdrawn = true;
            Forget(request.Key);
        }

        return Remember(held.Version == 1 ? 201 : 200, held);

        ModelAnswer Remember(int status, Held of)
        {
            if (request.IdempotencyKey is { } used)
            {
                _remembered[used] = (asText, status, target);
            }

            return new ModelAnswer(status, null, of.Version);
        }
    }

    /// <summary>What is stated, without what equals a default. After a withdrawal, nothing about the person is left.</summary>
    private static JsonObject Normalised(JsonObject body)
    {
        var isWithdrawal = body["consentWithdrawnOn"] is not null;
        var stated = new JsonObject();
        foreach (var (name, value) in body)
        {
            var isDefault = value is null || value.ToJsonString() == "false";
            var isOfPerson = name is "participant" or "birthYear" or "consentGivenOn" or "consentWithdrawnOn";
            if (!isDefault && !(isWithdrawal && isOfPerson))
            {
                stated[name] = JsonNode.Parse(value!.ToJsonString());
            }
        }

        if (isWithdrawal)
        {
            stated["anonymous"] = true;
        }

        return stated;
    }

    /// <summary>What belongs to an enrollment and when; domain.md, section 2.</summary>
    private IEnumerable<string> Faults(string collection, string key, JsonObject stated)
    {
        var isVoided = stated["voided"] is not null;
        if (collection == "enrollments")
        {
            if (ExitOf(key) is { } end && Day(end, "exitedOn") < Day(stated, "startedOn"))
            {
                yield return "exit-before-start";
            }

            yield break;
        }

        var reference = stated["enrollmentReference"]!.GetValue<string>();
        var enrollment = Find("enrollments", reference)?.Content;
        if (enrollment is null || (enrollment["voided"] is not null && !isVoided))
        {
            yield return "enrollment-not-found";
            yield break;
        }

        if (enrollment["anonymous"] is not null)
        {
            yield return "anonymous-with-identity";
            yield break;
        }

        var exit = ExitOf(reference);
        switch (collection)
        {
            case "exits" when Day(stated, "exitedOn") < Day(enrollment, "startedOn"):
                yield return "exit-before-start";
                break;
            case "steps" when !isVoided && Day(stated, "on") < Day(enrollment, "startedOn"):
            case "steps" when !isVoided && exit is not null && Day(stated, "on") > Day(exit, "exitedOn"):
                yield return "outside-participation";
                break;
            case "follow-ups" when !isVoided:
                if (exit is null || exit["reason"]!.GetValue<string>() == "deceased")
                {
                    yield return "follow-up-without-exit";
                }

                if (exit is not null && Day(stated, "followedUpOn") < Day(exit, "exitedOn"))
                {
                    yield return "follow-up-before-exit";
                }
                else if (exit is not null && Day(stated, "followedUpOn") < Day(exit, "exitedOn").AddMonths(3).AddDays(-14))
                {
                    yield return "follow-up-too-early";
                }

                break;
        }
    }

    private JsonObject? ExitOf(string enrollment) => Find("exits", enrollment)?.Content is { } exit && exit["voided"] is null ? exit : null;

    private static DateOnly Day(JsonObject content, string name) => DateOnly.Parse(content[name]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private ModelAnswer Erase(string enrollment)
    {
        Forget(enrollment);
        Remove(("enrollments", enrollment));
        return new ModelAnswer(200);
    }

    /// <summary>Removes what hangs on an enrollment. Its keys stay taken.</summary>
    private void Forget(string enrollment)
    {
        foreach (var (target, held) in _held.Where(one => one.Key.Collection != "enrollments").ToArray())
        {
            if (held.Content?["enrollmentReference"]!.GetValue<string>() == enrollment)
            {
                Remove(target);
            }
        }
    }

    private void Remove((string, string) target)
    {
        _held[target].Content = null;
        foreach (var key in _remembered.Where(one => one.Value.Target == target).Select(one => one.Key).ToArray())
        {
            _remembered.Remove(key);
        }
    }
}
