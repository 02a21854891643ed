namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Counts how people have come and gone since referrals began, up to the last day of a window. Anonymous participations are left out,
/// because they have no exit.
/// </summary>
/// <param name="Ongoing">The participations that had begun and not ended.</param>
/// <param name="Started">The participations that began since then, without those carried over.</param>
/// <param name="Exited">The participations that ended since then.</param>
/// <param name="Days">The days of participation since then, of everybody together.</param>
public readonly record struct Turnover(int Ongoing, int Started, int Exited, long Days)
{
    public static Turnover operator +(Turnover one, Turnover other) =>
        new(one.Ongoing + other.Ongoing, one.Started + other.Started, one.Exited + other.Exited, one.Days + other.Days);
}

/// <summary>The turnover by gender.</summary>
public sealed record Turnovers(Turnover Woman, Turnover Man, Turnover Other, Turnover Unknown)
{
    /// <summary>Returns the turnover of one gender, or of everybody for null.</summary>
    public Turnover Of(Gender? gender) => gender switch
    {
        Gender.Woman => Woman,
        Gender.Man => Man,
        Gender.Other => Other,
        Gender.Unknown => Unknown,
        _ => Woman + Man + Other + Unknown,
    };
}

/// <summary>Counts the turnover of every tertial, subproject and gender, in one pass over the participations.</summary>
internal sealed class TurnoverTable
{
    private const int Genders = 4;

    private readonly Dictionary<string, int> _subprojects = new(StringComparer.Ordinal);

    // One list per subproject that somebody is in, and the first for those without one: the cells of the tertials by gender.
    private readonly List<Turnover[]> _cells;

    private readonly int _tertials;

    public TurnoverTable(Timeline time, IReadOnlyList<Tertial> tertials, IReadOnlyList<Participation> participations)
    {
        _tertials = tertials.Count;
        _cells = [new Turnover[_tertials * Genders]];
        DateOnly[] lastDays = [.. tertials.Select(tertial => time.LastDayOf(time.Period.CohortOf(tertial, Window.SinceStart)))];
        foreach (var participation in participations)
        {
            if (participation is not { Anonymous: false, RegisteredInError: false })
            {
                continue;
            }

            var cells = CellsOf(participation.Subproject);
            for (var tertial = 0; tertial < lastDays.Length; tertial++)
            {
                cells[(tertial * Genders) + (int)participation.Gender] += Of(participation, time, lastDays[tertial]);
            }
        }
    }

    /// <summary>Sums the turnover of some subprojects.</summary>
    /// <param name="tertial">The position of the tertial.</param>
    /// <param name="subprojects">The ids. Empty for the whole project.</param>
    public Turnovers Sum(int tertial, IReadOnlyList<string> subprojects)
    {
        var lists = subprojects.Count == 0 ? _cells : [.. subprojects.Where(_subprojects.ContainsKey).Select(id => _cells[_subprojects[id]])];
        Turnover Of(Gender gender) => lists.Aggregate(default(Turnover), (sum, cells) => sum + cells[(tertial * Genders) + (int)gender]);
        return new Turnovers(Of(Gender.Woman), Of(Gender.Man), Of(Gender.Other), Of(Gender.Unknown));
    }

    private static Turnover Of(Participation participation, Timeline time, DateOnly lastDay)
    {
        // A correction can leave an exit before its start. It is an exit all the same, as it is for the goals.
        var (hasStarted, hasExited) = (participation.StartedOn <= lastDay, participation.Exit?.On <= lastDay);
        var to = hasExited ? participation.Exit!.On : lastDay;
        var from = Timeline.Later(participation.StartedOn, time.PaceFrom);
        return new Turnover(
            hasStarted && !hasExited ? 1 : 0,
            hasStarted && participation.StartedOn >= time.PaceFrom && !participation.CarriedOver ? 1 : 0,
            hasExited && to >= time.PaceFrom ? 1 : 0,
            Math.Max(0, to.DayNumber - from.DayNumber + 1));
    }

    private Turnover[] CellsOf(string? subproject)
    {
        if (subproject is null)
        {
            return _cells[0];
        }

        if (!_subprojects.TryGetValue(subproject, out var index))
        {
            _subprojects[subproject] = index = _cells.Count;
            _cells.Add(new Turnover[_tertials * Genders]);
        }

        return _cells[index];
    }
}
