using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reporting;

/// <summary>
/// The counts that the secretariat keys into <i>Uppföljning Finsam</i>: of the calendar year, from its first day to the end of the tertial. Anonymous
/// participations are volumes, so they count here. As they have no exit, they count as ongoing in one year only: that of their start, or the project's
/// first when they were carried over.
/// </summary>
public sealed record FinsamCounts
{
    public required int Year { get; init; }

    public required GenderCounts StartedInYear { get; init; }

    /// <summary>Ongoing on any day of the year's window.</summary>
    public required GenderCounts OngoingInYear { get; init; }

    /// <param name="period">The project's period.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="participations">Participations, without those registered in error.</param>
    public static FinsamCounts Of(ReportingPeriod period, Tertial tertial, IReadOnlyList<Participation> participations)
    {
        var window = period.CohortOf(tertial, Window.YearToDate);
        return new FinsamCounts
        {
            Year = tertial.Year,
            StartedInYear = GenderCounts.Of(participations, p => p.StartedIn(window)),
            OngoingInYear = GenderCounts.Of(
                participations,
                p => p.Anonymous ? window.Contains(p.CarriedOver ? period.StartsOn : p.StartedOn) : p.IsOngoingIn(window)),
        };
    }
}
