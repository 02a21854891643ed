namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Holds the counts of one goal in cells by subproject and gender. A goal about events has one cell for each tertial. A goal about a stock
/// has one cell for each window of each tertial.
/// </summary>
internal sealed class GoalCells
{
    private const int Genders = 4;
    private const int Windows = 3;

    private readonly CompiledGoal _goal;
    private readonly Measure _measure;
    private readonly bool _isStock;
    private readonly int[] _numerators = [];
    private readonly int[] _denominators = [];
    private readonly WaitingCounts?[] _started = [];
    private readonly WaitingCounts?[] _queued = [];

    public GoalCells(CompiledGoal goal, int tertials)
    {
        _goal = goal;
        _measure = goal.Definition.Measure;
        var size = tertials * goal.Slots.Count * Genders;
        if (_measure == Measure.Duration)
        {
            _started = new WaitingCounts?[size];
            _queued = new WaitingCounts?[size * Windows];
        }
        else if (_measure != Measure.Milestone)
        {
            _isStock = goal.IsStockOf(isReferral: false) || goal.IsStockOf(isReferral: true);
            _numerators = new int[_isStock ? size * Windows : size];
            _denominators = new int[_numerators.Length];
        }
    }

    /// <summary>Returns the cell of a stock in a window.</summary>
    public static int OfStock(int tertial, Window window) => (tertial * Windows) + (int)window;

    /// <summary>Counts an event.</summary>
    /// <param name="came">The tertial of the start or of the referral. It is -1 when that tertial is not computed.</param>
    /// <param name="left">The tertial of the exit. It is -1 when that tertial is not computed.</param>
    /// <param name="placed">The tertial of the first placement. It is -1 when that tertial is not computed.</param>
    public void AddEvent(Participation participation, GoalStanding standing, Members members, int subproject, int came, int left, int placed)
    {
        switch (_measure)
        {
            case Measure.Duration:
                AddDays(
                    _started,
                    participation,
                    subproject,
                    _goal.IsPlacedByPlacement ? placed : _goal.IsPlacedByExit ? left : came,
                    _goal.Definition.Between switch
                    {
                        DurationSpan.StartToFirstPlacement => participation.Placements[0].StartedOn.DayNumber - participation.StartedOn.DayNumber,
                        DurationSpan.ExitToNextStep => participation.Exit!.NextStepStartsOn!.Value.DayNumber - participation.Exit.On.DayNumber,
                        _ => participation.StartedOn.DayNumber - participation.ReferredOn!.Value.DayNumber,
                    });
                break;
            case Measure.Balance:
                AddOne(_numerators, participation, subproject, (members & Members.Enrollments) == 0 ? -1 : came);
                AddOne(_denominators, participation, subproject, (members & Members.Exits) == 0 ? -1 : left);
                break;
            default:
                Add(participation, standing, subproject, _goal.IsPlacedByExit ? left : came);
                break;
        }
    }

    /// <summary>Counts a member of a stock in a window.</summary>
    public void AddToStock(Participation participation, GoalStanding standing, int subproject, int cell, DateOnly lastDay, bool isReferral)
    {
        if (_measure == Measure.Duration)
        {
            AddDays(_queued, participation, subproject, cell, lastDay.DayNumber - participation.ReferredOn!.Value.DayNumber);
        }
        else if (_measure == Measure.QueueTime)
        {
            AddOne(isReferral ? _numerators : _denominators, participation, subproject, cell);
        }
        else
        {
            Add(participation, standing, subproject, cell);
        }
    }

    /// <summary>Sums the counts of a window that spans the tertials <paramref name="from"/> to <paramref name="to"/>.</summary>
    public Ratio Sum(int from, int to, Window window, int slot, Gender gender)
    {
        int numerator = 0, denominator = 0;
        var (first, last) = _isStock ? (OfStock(to, window), OfStock(to, window)) : (from, to);
        for (var cell = first; cell <= last && _numerators.Length > 0; cell++)
        {
            var at = At(cell, slot, (int)gender);
            numerator += _numerators[at];
            denominator += _denominators[at];
        }

        return new Ratio(numerator, _measure is Measure.Share or Measure.Balance or Measure.QueueTime or Measure.ChangeFromBaseline ? denominator : null);
    }

    /// <summary>Collects the waiting times of a window. Returns null for measures other than durations.</summary>
    public WaitingTimes? Waiting(int from, int to, Window window, int slot)
    {
        if (_measure != Measure.Duration)
        {
            return null;
        }

        var queueCell = OfStock(to, window);
        WaitingTime Of(int gender, int genders) =>
            new(Together(_started, from, to, slot, gender, genders), Together(_queued, queueCell, queueCell, slot, gender, genders));
        return new WaitingTimes(
            Of((int)Gender.Woman, 1), Of((int)Gender.Man, 1), Of((int)Gender.Other, 1), Of((int)Gender.Unknown, 1), Of(0, Genders));
    }

    private WaitingDays? Together(WaitingCounts?[] waiting, int from, int to, int slot, int gender, int genders)
    {
        var all = new WaitingCounts();
        for (var cell = from; cell <= to; cell++)
        {
            for (var i = gender; i < gender + genders; i++)
            {
                all.Add(waiting[At(cell, slot, i)]);
            }
        }

        return all.Sum();
    }

    private void Add(Participation participation, GoalStanding standing, int subproject, int cell)
    {
        AddOne(_denominators, participation, subproject, cell);
        if (standing == GoalStanding.InNumerator)
        {
            AddOne(_numerators, participation, subproject, cell);
        }
    }

    /// <summary>
    /// Counts a participation once for its own subproject and once for all subprojects pooled, wherever the goal has such a slot.
    /// </summary>
    private void AddOne(int[] counts, Participation participation, int subproject, int cell)
    {
        if (cell < 0)
        {
            return;
        }

        if (_goal.SlotOf(subproject) is var own and >= 0)
        {
            counts[At(cell, own, (int)participation.Gender)]++;
        }

        if (_goal.PooledSlot >= 0)
        {
            counts[At(cell, _goal.PooledSlot, (int)participation.Gender)]++;
        }
    }

    private void AddDays(WaitingCounts?[] waiting, Participation participation, int subproject, int cell, int days)
    {
        if (cell < 0)
        {
            return;
        }

        if (_goal.SlotOf(subproject) is var own and >= 0)
        {
            (waiting[At(cell, own, (int)participation.Gender)] ??= new WaitingCounts()).Add(days);
        }

        if (_goal.PooledSlot >= 0)
        {
            (waiting[At(cell, _goal.PooledSlot, (int)participation.Gender)] ??= new WaitingCounts()).Add(days);
        }
    }

    private int At(int cell, int slot, int gender) => (((cell * _goal.Slots.Count) + slot) * Genders) + gender;
}
