namespace OutcomeApi.Data;

/// <summary>Converts between instants and business dates. Instants are in UTC. Business dates are local dates in Sweden.</summary>
public sealed class BusinessDay(TimeProvider clock, TimeZoneInfo zone)
{
    /// <summary>The current business date.</summary>
    public DateOnly Today => Of(clock.GetUtcNow());

    /// <summary>The current instant in UTC.</summary>
    /// <remarks>In whole microseconds, so that every database gives it back as it was: hashes are computed of what is stored.</remarks>
    public DateTimeOffset Now
    {
        get
        {
            var now = clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>Returns the instant at which a business date begins.</summary>
    public DateTimeOffset BeginningOf(DateOnly date) => new(TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(TimeOnly.MinValue), zone), TimeSpan.Zero);

    /// <summary>Returns the business date of an instant.</summary>
    public DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
