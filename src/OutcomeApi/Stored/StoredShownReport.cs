using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores a certified report of a project, or of a part of it, as one audience sees it. It is read back and never computed again.
/// </summary>
public sealed record StoredShownReport
{
    /// <summary>Number of the newest form. Form 2 has a goal's sentence as <c>text</c>.</summary>
    public const int Newest = 3;

    public required int Form { get; init; }

    public required StoredCertification Certification { get; init; }

    public required StoredReport Report { get; init; }

    /// <summary>Goal attainment, in the form of the contract at the time.</summary>
    public required JsonElement Goals { get; init; }

    /// <summary>Names of the goals, by key.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> GoalTexts { get; init; }

    /// <summary>Whether the flow tables add up, by the code of the window.</summary>
    public required IReadOnlyDictionary<string, StoredBalances> Balances { get; init; }

    public required DateOnly Deadline { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    public string? Comment { get; init; }

    public LocalizedText? AssociationName { get; init; }

    /// <summary>
    /// Threshold in the view of a steering group: groups of at least 1 and fewer than this number are small.
    /// </summary>
    public int? SmallNumberThreshold { get; init; }

    /// <summary>Returns the goals with the names that members have now.</summary>
    public JsonElement GoalsInNewestForm()
    {
        if (Form == Newest)
        {
            return Goals;
        }

        var goals = JsonNode.Parse(Goals.GetRawText())!.AsArray();
        foreach (var goal in goals.Select(goal => goal!.AsObject()).Where(goal => goal.ContainsKey("text")))
        {
            var text = goal["text"]?.DeepClone();
            goal.Remove("text");
            goal["sentence"] = text;
        }

        return JsonSerializer.SerializeToElement(goals);
    }
}

/// <summary>Stores who certified a report, when, and from which data.</summary>
public sealed record StoredCertification(
    int Version,
    DateTimeOffset CertifiedAt,
    string CertifiedBy,
    DateOnly AsOf,
    long DataCutOff,
    IReadOnlyList<StoredGoalVersion> GoalVersions,
    string? Exception,
    string? Reason,
    IReadOnlyList<StoredAcknowledgement>? Acknowledgements = null);

/// <summary>Stores a warning that was acknowledged, and why.</summary>
public sealed record StoredAcknowledgement(string Finding, string Reason)
{
    /// <summary>Writes acknowledgements as JSON. Null when there are none.</summary>
    public static string? Write(IReadOnlyList<StoredAcknowledgement>? acknowledged) =>
        acknowledged is null ? null : JsonSerializer.Serialize(acknowledged, StoredJson.Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<StoredAcknowledgement>? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<IReadOnlyList<StoredAcknowledgement>>(json, StoredJson.Options);
}

/// <summary>Stores which version of a goal the figures were computed with.</summary>
public sealed record StoredGoalVersion(string Goal, int Version);

/// <summary>Stores whether flow tables add up.</summary>
public sealed record StoredBalances(bool Flow, bool FollowUpsByMonth);
