using System.Text.Json;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Stored;

/// <summary>Keeps a certified report of a project or of a part of it, as one audience sees it. It is read back, never computed again.</summary>
public sealed record StoredShownReport
{
    public const int Newest = 2;

    public required int Form { get; init; }

    public required StoredCertification Certification { get; init; }

    public required StoredReport Report { get; init; }

    /// <summary>The goals' attainment, in the form of the contract of its day.</summary>
    public required JsonElement Goals { get; init; }

    /// <summary>What the goals are called, by their keys.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> GoalTexts { get; init; }

    /// <summary>By the code of the window: do the flow tables add up?</summary>
    public required IReadOnlyDictionary<string, StoredBalances> Balances { get; init; }

    public required DateOnly Deadline { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    public string? Comment { get; init; }

    public LocalizedText? AssociationName { get; init; }

    /// <summary>Of the view of a steering group: groups from 1 to one less than this are small.</summary>
    public int? SmallNumberThreshold { get; init; }
}

/// <summary>Keeps who certified a report, when, and from what.</summary>
public sealed record StoredCertification(
    int Version,
    DateTimeOffset CertifiedAt,
    string CertifiedBy,
    DateOnly AsOf,
    long DataCutOff,
    IReadOnlyList<StoredGoalVersion> GoalVersions,
    string? Exception,
    string? Reason);

/// <summary>Keeps which version of a goal made the figures.</summary>
public sealed record StoredGoalVersion(string Goal, int Version);

/// <summary>Keeps whether flow tables add up.</summary>
public sealed record StoredBalances(bool Flow, bool FollowUpsByMonth);
