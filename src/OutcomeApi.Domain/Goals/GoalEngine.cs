using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Counts every goal of a project, for every subproject, tertial, window and gender that has begun, in one pass over the participations.
/// </summary>
/// <remarks>
/// <para>A participation lies in exactly one tertial of a goal: that of its exit, or of its start. So the pass fills one cell per tertial,
/// and every window is a sum of cells that end with its tertial.</para>
/// <para>All windows of a tertial end on the same day, so all use the same goal versions: an <i>edition</i>. A pass is made per edition; a
/// project whose goals never changed has one.</para>
/// </remarks>
public static class GoalEngine
{
    /// <summary>The measures that the engine computes.</summary>
    public static bool Computes(GoalDefinition goal) =>
        goal.Measure is Measure.Share or Measure.Count && (goal.OfGoal is not null || goal.Population is Population.Exits or Population.Enrollments);

    /// <summary>Computes all figures.</summary>
    /// <param name="period">The project's period.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="participations">All its participations that are not taken back.</param>
    /// <param name="asOf">The day that is today for this computation: tertials that begin later have no figures.</param>
    /// <returns>In order of goal, subproject (pooled last), tertial, window.</returns>
    public static IReadOnlyList<AttainmentCounts> Compute(
        ReportingPeriod period,
        GoalBook goals,
        IReadOnlyList<Participation> participations,
        DateOnly asOf)
    {
        var tertials = period.TertialsBegunBy(asOf).ToArray();
        var figures = new List<(int Order, int Slot, AttainmentCounts Counts)>();
        var order = goals.Versions.Select(v => v.Key).Distinct().Select((key, index) => (key, index)).ToDictionary(k => k.key, k => k.index);

        Edition? edition = null;
        foreach (var tertial in tertials)
        {
            var lastDay = period.CohortOf(tertial, Window.Tertial).To;
            var inForce = goals.InForceOn(lastDay).Where(v => Computes(v.Definition!)).ToArray();
            if (edition is null || !edition.IsOf(inForce))
            {
                edition = new Edition(inForce, period, tertials.Length);
                edition.Count(participations);
            }

            foreach (var window in Enum.GetValues<Window>())
            {
                figures.AddRange(edition.Figures(tertial, window).Select(f => (order[f.Counts.Goal.Key], f.Slot, f.Counts)));
            }
        }

        return [.. figures.OrderBy(f => f.Order).ThenBy(f => f.Slot).Select(f => f.Counts)];
    }

    /// <summary>The goals that hold on one day, and the cells of one pass over the participations under them.</summary>
    private sealed class Edition
    {
        private const int Genders = 4;

        private readonly IReadOnlyList<GoalVersion> _versions;
        private readonly ReportingPeriod _period;
        private readonly int _tertials;
        private readonly Dictionary<string, int> _index;
        private readonly int[] _evaluationOrder;
        private readonly CompiledGoal[] _goals;

        public Edition(IReadOnlyList<GoalVersion> versions, ReportingPeriod period, int tertials)
        {
            _versions = versions;
            _period = period;
            _tertials = tertials;
            _index = versions.Select((v, i) => (v.Key, i)).ToDictionary(v => v.Key, v => v.i);
            _evaluationOrder = EvaluationOrder();
            _goals = new CompiledGoal[versions.Count];
            foreach (var index in _evaluationOrder)
            {
                var definition = versions[index].Definition!;
                var parent = definition.OfGoal is { } key && _index.TryGetValue(key, out var found) ? found : -1;
                var population = parent >= 0 ? _goals[parent].Population : definition.Population;
                _goals[index] = new CompiledGoal(definition, parent, population, tertials);
            }
        }

        public bool IsOf(IReadOnlyList<GoalVersion> versions) => _versions.SequenceEqual(versions);

        /// <summary>One pass. Allocates nothing per participation.</summary>
        public void Count(IReadOnlyList<Participation> participations)
        {
            Span<bool> inNumerator = new bool[_goals.Length];
            for (var i = 0; i < participations.Count; i++)
            {
                var participation = participations[i];
                if (participation.RegisteredInError)
                {
                    continue;
                }

                var startCell = CellOf(participation.CarriedOver ? null : participation.StartedOn);
                var exitCell = CellOf(participation.Exit?.On);
                var subject = new Subject(participation, _index, inNumerator);
                foreach (var index in _evaluationOrder)
                {
                    var goal = _goals[index];
                    inNumerator[index] = false;
                    if (!goal.CountsIn(participation, _period)
                        || (goal.Parent >= 0 && !inNumerator[goal.Parent])
                        || goal.Definition.Filter?.Holds(subject) == false)
                    {
                        continue;
                    }

                    inNumerator[index] = goal.Definition.Counts?.Holds(subject) ?? true;
                    var cell = goal.Population == Population.Enrollments ? startCell : exitCell;
                    if (cell >= 0)
                    {
                        goal.Add(cell, participation, inNumerator[index]);
                    }
                }
            }
        }

        public IEnumerable<(int Slot, AttainmentCounts Counts)> Figures(Tertial tertial, Window window)
        {
            var from = _period.FirstOf(tertial, window).Index - _period.First.Index;
            var to = tertial.Index - _period.First.Index;
            var cohort = _period.CohortOf(tertial, window);
            for (var g = 0; g < _goals.Length; g++)
            {
                var goal = _goals[g];
                for (var slot = 0; slot < goal.Slots.Count; slot++)
                {
                    yield return (slot, new AttainmentCounts
                    {
                        Goal = _versions[g],
                        Subproject = goal.Slots[slot],
                        Tertial = tertial,
                        Window = window,
                        Cohort = cohort,
                        Woman = goal.Sum(from, to, slot, Gender.Woman),
                        Man = goal.Sum(from, to, slot, Gender.Man),
                        Other = goal.Sum(from, to, slot, Gender.Other),
                        Unknown = goal.Sum(from, to, slot, Gender.Unknown),
                    });
                }
            }
        }

        /// <summary>The tertial's position in the project; -1 outside the project's period or after the tertials that are computed.</summary>
        private int CellOf(DateOnly? day)
        {
            if (day is not { } date || !_period.Contains(date))
            {
                return -1;
            }

            var cell = Tertial.Of(date).Index - _period.First.Index;
            return cell < _tertials ? cell : -1;
        }

        /// <summary>Referred goals first. Cycles were refused when the goals came in.</summary>
        private int[] EvaluationOrder()
        {
            var done = new List<int>(_versions.Count);
            void Visit(int index)
            {
                if (done.Contains(index))
                {
                    return;
                }

                foreach (var key in _versions[index].Definition!.References)
                {
                    if (_index.TryGetValue(key, out var referred))
                    {
                        Visit(referred);
                    }
                }

                done.Add(index);
            }

            for (var i = 0; i < _versions.Count; i++)
            {
                Visit(i);
            }

            return [.. done];
        }

        private sealed class CompiledGoal
        {
            private readonly int[] _denominators;
            private readonly int[] _numerators;
            private readonly int _pooledSlot;

            public CompiledGoal(GoalDefinition definition, int parent, Population? population, int tertials)
            {
                Definition = definition;
                Parent = parent;
                Population = population;

                // One subproject: just that one. Several: each, and all of them pooled. None: the project.
                Slots = definition.Subprojects.Count == 1 ? [definition.Subprojects[0]] : [.. definition.Subprojects, null];
                _pooledSlot = definition.Subprojects.Count == 1 ? -1 : Slots.Count - 1;
                _denominators = new int[tertials * Slots.Count * Genders];
                _numerators = new int[tertials * Slots.Count * Genders];
            }

            public GoalDefinition Definition { get; }

            /// <summary>Index of the goal whose numerator is this one's denominator; -1: none.</summary>
            public int Parent { get; }

            public Population? Population { get; }

            public IReadOnlyList<string?> Slots { get; }

            /// <summary>Is the participation in the population, within the project's period, and in a subproject that the goal is about?</summary>
            public bool CountsIn(Participation participation, ReportingPeriod period)
            {
                var inPopulation = Population switch
                {
                    Goals.Population.Exits => participation is { Exit: { } exit, Anonymous: false } && period.Contains(exit.On),
                    Goals.Population.Enrollments => !participation.CarriedOver
                        && period.Contains(participation.StartedOn)
                        && !(participation.Anonymous && Definition.Measure == Measure.Share),
                    _ => false,
                };
                return inPopulation && (Definition.Subprojects.Count == 0 || SlotOf(participation) >= 0);
            }

            public void Add(int cell, Participation participation, bool inNumerator)
            {
                var own = Definition.Subprojects.Count == 0 ? -1 : SlotOf(participation);
                Add(cell, own, participation.Gender, inNumerator);
                Add(cell, _pooledSlot, participation.Gender, inNumerator);
            }

            public Ratio Sum(int from, int to, int slot, Gender gender)
            {
                int numerator = 0, denominator = 0;
                for (var cell = from; cell <= to; cell++)
                {
                    var at = At(cell, slot, gender);
                    numerator += _numerators[at];
                    denominator += _denominators[at];
                }

                return new Ratio(numerator, Definition.Measure == Measure.Share ? denominator : null);
            }

            private void Add(int cell, int slot, Gender gender, bool inNumerator)
            {
                if (slot < 0)
                {
                    return;
                }

                var at = At(cell, slot, gender);
                _denominators[at]++;
                _numerators[at] += inNumerator ? 1 : 0;
            }

            private int At(int cell, int slot, Gender gender) => (((cell * Slots.Count) + slot) * Genders) + (int)gender;

            private int SlotOf(Participation participation)
            {
                for (var i = 0; i < Definition.Subprojects.Count; i++)
                {
                    if (Definition.Subprojects[i] == participation.Subproject)
                    {
                        return i;
                    }
                }

                return -1;
            }
        }
    }
}
