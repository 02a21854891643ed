namespace OutcomeApi.Domain.Calendar;

/// <summary>The three stretches of time that every figure is shown for. All of them end with the tertial.</summary>
public enum Window
{
    /// <summary>The tertial itself.</summary>
    Tertial,

    /// <summary>1 January to the end of the tertial.</summary>
    YearToDate,

    /// <summary>The project's start to the end of the tertial.</summary>
    SinceStart,
}
