namespace OutcomeApi.Domain.Statistics;

/// <summary>A 95 % confidence interval, both ends included. Shares and their differences, so 0.2 is 20 %; not rounded.</summary>
public readonly record struct Interval(double Lower, double Upper);
