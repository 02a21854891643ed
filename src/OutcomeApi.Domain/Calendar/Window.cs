namespace OutcomeApi.Domain.Calendar;

/// <summary>The three periods for which every figure is shown. Each of them ends with the tertial.</summary>
public enum Window
{
    /// <summary>The tertial itself.</summary>
    Tertial,

    /// <summary>From 1 January to the end of the tertial.</summary>
    YearToDate,

    /// <summary>From the project's start to the end of the tertial.</summary>
    SinceStart,
}
