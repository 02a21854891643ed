namespace OutcomeApi.Tests.Support;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class StillClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
