using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Tests.Support;

/// <summary>A value that somebody has reported. The naive implementation reads this; the engine reads <see cref="ToValue"/>.</summary>
internal sealed record Report(string Figure, DateOnly On, int Numerator, int? Denominator, DateTimeOffset ReceivedAt)
{
    public ReportedValue ToValue() => new(Figure, On, Numerator, Denominator, ReceivedAt);
}
