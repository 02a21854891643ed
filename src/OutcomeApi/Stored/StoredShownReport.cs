using System.Text.Json;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores a certified report of a project, or of a part of it, as one audience sees it. It is read back and never computed again.
/// </summary>
public sealed record StoredShownReport
{
    public const int Newest = 2;

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
    string? Reason);

/// <summary>Stores which version of a goal the figures were computed with.</summary>
public sealed record StoredGoalVersion(string Goal, int Version);

/// <summary>Stores whether flow tables add up.</summary>
public sealed record StoredBalances(bool Flow, bool FollowUpsByMonth);
