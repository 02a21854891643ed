namespace OutcomeApi.Client;

/// <summary>A code list.</summary>
public sealed record CodeList
{
    /// <summary>Name of the list.</summary>
    public required string Name { get; init; }

    /// <summary>The codes.</summary>
    public required IReadOnlyList<CodeListItem> Items { get; init; }
}

/// <summary>A code of a code list.</summary>
public sealed record CodeListItem
{
    /// <summary>The stable code.</summary>
    public required string Code { get; init; }

    /// <summary>The text of the code.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>How the participation ended. Only in the list of exit reasons.</summary>
    public string? Ending { get; init; }

    /// <summary>The occupation group, as defined in SUS. Only in the list of exit reasons.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the answer means that the person has a functioning plan. Only in the list of follow-up answers.</summary>
    public bool? FunctioningPlan { get; init; }

    /// <summary>Whether the answer means that the person is in a functioning measure. Only in the list of follow-up answers.</summary>
    public bool? FunctioningMeasure { get; init; }

    /// <summary>The kind that a kind of the project's own also counts as. Only in a project's list of step kinds.</summary>
    public string? As { get; init; }

    /// <summary>The referrer that a unit belongs to. Only in a project's list of units.</summary>
    public string? Referrer { get; init; }

    /// <summary>Whether a unit is an integrated treatment team. Only in a project's list of units.</summary>
    public bool? Integrated { get; init; }

    /// <summary>The first day on which the project uses the code; null: no limit.</summary>
    public required DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which the project uses the code; null: no limit.</summary>
    public required DateOnly? ValidTo { get; init; }
}
