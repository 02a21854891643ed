namespace OutcomeApi.Client;

/// <summary>A follow-up that has no answer yet.</summary>
public sealed record DueFollowUp
{
    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>Number of months after the exit.</summary>
    public required int Months { get; init; }

    /// <summary>The day of the exit.</summary>
    public required DateOnly ExitedOn { get; init; }

    /// <summary>
    /// The due date: the day of the exit plus the months, limited to the last day of the month. For example, 3 months after 30 November is the
    /// last day of February.
    /// </summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Either due or overdue.</summary>
    public required string State { get; init; }

    /// <summary>The organisation that referred the person and therefore reports the follow-up; null: not known.</summary>
    public required string? Referrer { get; init; }

    /// <summary>Id of the subproject; null: none.</summary>
    public required string? Subproject { get; init; }
}

/// <summary>The follow-ups that are due, counted by referrer.</summary>
public sealed record DueFollowUpCounts
{
    /// <summary>The day that the counts are for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The organisations that have any, in the order of the code list, and last those of people whose referrer is not known.</summary>
    public required IReadOnlyList<DueFollowUpCount> Items { get; init; }

    /// <summary>The counts of all of them together.</summary>
    public required DueFollowUpTotal Total { get; init; }
}

/// <summary>How many follow-ups an organisation has to report on.</summary>
public sealed record DueFollowUpCount
{
    /// <summary>The organisation that referred the people. Null when that is not known.</summary>
    public required string? Referrer { get; init; }

    /// <summary>Number of follow-ups that are due: their day is at most thirty days ago.</summary>
    public required int Due { get; init; }

    /// <summary>Number of follow-ups that are overdue: their day is more than thirty days ago.</summary>
    public required int Overdue { get; init; }

    /// <summary>The earliest due date among them.</summary>
    public required DateOnly OldestDueOn { get; init; }
}

/// <summary>How many follow-ups are due in all.</summary>
public sealed record DueFollowUpTotal
{
    /// <summary>Number of follow-ups that are due.</summary>
    public required int Due { get; init; }

    /// <summary>Number of follow-ups that are overdue.</summary>
    public required int Overdue { get; init; }

    /// <summary>The earliest due date among them. Null when there is none.</summary>
    public required DateOnly? OldestDueOn { get; init; }
}
