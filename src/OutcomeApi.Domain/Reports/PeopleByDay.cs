namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The participations of a report, with the days of their starts and exits side by side. A report asks every window who started, exited and was there, so
/// that is found by a look at the days alone.
/// </summary>
/// <remarks>
/// Who is there when is said by <see cref="Presence"/>. Somebody carried over has started before every window, and somebody without an exit exits after
/// every window.
/// </remarks>
public sealed class PeopleByDay
{
    private const int BeforeAll = int.MinValue;

    private const int AfterAll = int.MaxValue;

    private static readonly int Genders = Enum.GetValues<Gender>().Length;

    private readonly Participation[] _identified;

    private readonly Participation[] _anonymous;

    private readonly int[] _starts;

    private readonly int[] _exits;

    private readonly int[] _genders;

    /// <param name="participations">The participations, without those registered in error.</param>
    public PeopleByDay(IReadOnlyList<Participation> participations)
    {
        _identified = [.. participations.Where(p => !p.Anonymous)];
        _anonymous = [.. participations.Where(p => p.Anonymous)];
        _starts = [.. _identified.Select(p => p.CarriedOver ? BeforeAll : p.StartedOn.DayNumber)];
        _exits = [.. _identified.Select(p => p.Exit?.On.DayNumber ?? AfterAll)];
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
        var (from, to) = (window.From.DayNumber, window.To.DayNumber);
        int[] atStart = new int[Genders], started = new int[Genders], exited = new int[Genders], atEnd = new int[Genders];
        for (var i = 0; i < _starts.Length; i++)
        {
            var (start, exit, gender) = (_starts[i], _exits[i], _genders[i]);
            atStart[gender] += start < from && exit >= from ? 1 : 0;
            started[gender] += start >= from && start <= to ? 1 : 0;
            exited[gender] += exit >= from && exit <= to ? 1 : 0;
            atEnd[gender] += start <= to && exit > to ? 1 : 0;
        }

        return new PeopleFlow(CountsOf(atStart), CountsOf(started), CountsOf(exited), CountsOf(atEnd));

        static GenderCounts CountsOf(int[] counts) =>
            new(counts[(int)Gender.Woman], counts[(int)Gender.Man], counts[(int)Gender.Other] + counts[(int)Gender.Unknown]);
    }

    /// <summary>Finds those who started in a window, without the anonymous ones.</summary>
    public Participation[] StartedIn(Cohort window) => Those(window, static (start, _, from, to) => start >= from && start <= to);

    /// <summary>Finds those who exited in a window.</summary>
    public Participation[] ExitedIn(Cohort window) => Those(window, static (_, exit, from, to) => exit >= from && exit <= to);

    /// <summary>Finds those who were there on any day of a window, without the anonymous ones.</summary>
    public Participation[] OngoingIn(Cohort window) => Those(window, static (start, exit, from, to) => start <= to && exit >= from);

    private Participation[] Those(Cohort window, Func<int, int, int, int, bool> areThose)
    {
        var (from, to) = (window.From.DayNumber, window.To.DayNumber);
        var found = new List<Participation>();
        for (var i = 0; i < _starts.Length; i++)
        {
            if (areThose(_starts[i], _exits[i], from, to))
            {
                found.Add(_identified[i]);
            }
        }

        return [.. found];
    }
}

/// <summary>Who came, who left and who was there in a window.</summary>
public readonly record struct PeopleFlow(GenderCounts OngoingAtStart, GenderCounts Started, GenderCounts Exited, GenderCounts OngoingAtEnd);
