namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The participations of a report, with the days of their starts and exits side by side. A report asks every window who started, exited and was there, so
/// that is found by a look at the days alone.
/// </summary>
public sealed class PeopleByDay
{
    private static readonly int Genders = Enum.GetValues<Gender>().Length;

    private readonly Participation[] _identified;

    private readonly Participation[] _anonymous;

    private readonly Presence[] _presences;

    private readonly int[] _genders;

    /// <param name="participations">The participations, without those registered in error.</param>
    public PeopleByDay(IReadOnlyList<Participation> participations)
    {
        _identified = [.. participations.Where(p => !p.Anonymous)];
        _anonymous = [.. participations.Where(p => p.Anonymous)];
        _presences = [.. _identified.Select(Presence.Of)];
        _genders = [.. _identified.Select(p => (int)p.Gender)];
        HaveOthers = participations.Any(p => p.Gender is not (Gender.Woman or Gender.Man));
        HavePlacements = participations.Any(p => p.Placements.Count > 0);
    }

    /// <summary>Those who are not anonymous.</summary>
    public IReadOnlyList<Participation> Identified => _identified;

    public IReadOnlyList<Participation> Anonymous => _anonymous;

    /// <summary>Whether anybody is neither a woman nor a man.</summary>
    public bool HaveOthers { get; }

    /// <summary>Whether anybody has begun a job or a course.</summary>
    public bool HavePlacements { get; }

    /// <summary>Counts who came, who left and who was there, of those who are not anonymous.</summary>
    public PeopleFlow FlowIn(Cohort window)
    {
        int[] atStart = new int[Genders], started = new int[Genders], exited = new int[Genders], atEnd = new int[Genders];
        for (var i = 0; i < _presences.Length; i++)
        {
            var (presence, gender) = (_presences[i], _genders[i]);
            atStart[gender] += presence.IsOngoingAtStartOf(window) ? 1 : 0;
            started[gender] += presence.StartedIn(window) ? 1 : 0;
            exited[gender] += presence.ExitedIn(window) ? 1 : 0;
            atEnd[gender] += presence.IsOngoingAtEndOf(window) ? 1 : 0;
        }

        return new PeopleFlow(CountsOf(atStart), CountsOf(started), CountsOf(exited), CountsOf(atEnd));

        static GenderCounts CountsOf(int[] counts) =>
            new(counts[(int)Gender.Woman], counts[(int)Gender.Man], counts[(int)Gender.Other] + counts[(int)Gender.Unknown]);
    }

    /// <summary>Finds those who started in a window, without the anonymous ones.</summary>
    public Participation[] StartedIn(Cohort window) => Those(presence => presence.StartedIn(window));

    /// <summary>Finds those who exited in a window.</summary>
    public Participation[] ExitedIn(Cohort window) => Those(presence => presence.ExitedIn(window));

    /// <summary>Finds those who were there on any day of a window, without the anonymous ones.</summary>
    public Participation[] OngoingIn(Cohort window) => Those(presence => presence.IsOngoingIn(window));

    private Participation[] Those(Func<Presence, bool> areThose) => [.. _identified.Where((_, place) => areThose(_presences[place]))];
}

/// <summary>Who came, who left and who was there in a window.</summary>
public readonly record struct PeopleFlow(GenderCounts OngoingAtStart, GenderCounts Started, GenderCounts Exited, GenderCounts OngoingAtEnd);
