namespace OutcomeApi.Data;

/// <summary>Today, where the users are. Instants are UTC; business dates are Swedish local dates.</summary>
public sealed class BusinessDay(TimeProvider clock, TimeZoneInfo zone)
{
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);

    public DateTimeOffset Now => clock.GetUtcNow();
}
