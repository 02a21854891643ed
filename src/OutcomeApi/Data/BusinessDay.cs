namespace OutcomeApi.Data;

/// <summary>Today, where the users are. Instants are UTC; business dates are Swedish local dates.</summary>
public sealed class BusinessDay(TimeProvider clock, TimeZoneInfo zone)
{
    public DateOnly Today => Of(clock.GetUtcNow());

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The instant at which a day begins.</summary>
    public DateTimeOffset BeginningOf(DateOnly date) => new(TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(TimeOnly.MinValue), zone), TimeSpan.Zero);

    /// <summary>The day of an instant.</summary>
    public DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
