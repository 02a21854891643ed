namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Lists what a steering group may see of a figure, from the most to the least.</summary>
public enum RowsShown
{
    /// <summary>Women, men and the total.</summary>
    All,

    /// <summary>The total only, because the women or the men are a small group.</summary>
    TotalOnly,

    /// <summary>Only that the figure is about fewer than k people.</summary>
    None,
}
