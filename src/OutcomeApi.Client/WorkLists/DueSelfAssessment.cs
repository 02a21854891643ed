namespace OutcomeApi.Client;

/// <summary>A self-assessment that has not been given yet.</summary>
public sealed record DueSelfAssessment
{
    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>The occasion in the participation.</summary>
    public required string Occasion { get; init; }

    /// <summary>Number of months from the start of the participation to the due date; null for the self-assessment at the exit.</summary>
    public required int? Months { get; init; }

    /// <summary>The due date.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Either due or overdue.</summary>
    public required string State { get; init; }

    /// <summary>Id of the subproject; null: none.</summary>
    public required string? Subproject { get; init; }
}
