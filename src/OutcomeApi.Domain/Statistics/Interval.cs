namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// A 95 % confidence interval of a share or of a difference of shares, both ends included. Values are shares (0.2 is 20 %) and not rounded.
/// </summary>
public readonly record struct Interval(double Lower, double Upper);
