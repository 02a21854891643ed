namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Names what a steering group sees of a figure.</summary>
public enum RowsShown
{
    /// <summary>Women, men and the total.</summary>
    All,

    /// <summary>The total: women or men are a small group.</summary>
    TotalOnly,

    /// <summary>Nothing but that it speaks of fewer than k people.</summary>
    None,
}
