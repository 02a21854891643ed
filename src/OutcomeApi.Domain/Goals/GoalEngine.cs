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
    /// <summary>The months after exit of the follow-ups that goals ask about.</summary>
    public const int FollowUpMonths = 3;

    /// <summary>The measures that the engine computes.</summary>
    public static bool Computes(GoalDefinition goal) => goal.Measure is Measure.Share or Measure.Count;

    /// <summary>Computes all figures.</summary>
    /// <param name="period">The project's period.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="participations">All its participations that are not taken back.</param>
    /// <param name="asOf">The day that is today for this computation: tertials that begin later have no figures.</param>
    /// <param name="referrals">All its referrals that are not taken back, each seen as a participation; null: none.</param>
    /// <returns>In order of goal, subproject (pooled last), tertial, window.</returns>
    public static IReadOnlyList<AttainmentCounts> Compute(
        ReportingPeriod period,
        GoalBook goals,
        IReadOnlyList<Participation> participations,
        DateOnly asOf,
        IReadOnlyList<Participation>? referrals = null)
    {
        var tertials = period.TertialsBegunBy(asOf).ToArray();
        var figures = new List<(int Order, int Slot, AttainmentCounts Counts)>();
        var order = goals.Versions.Select(v => v.Key).Distinct().Select((key, index) => (key, index)).ToDictionary(k => k.key, k => k.index);

        Edition? edition = null;
        foreach (var tertial in tertials)
        {
            var lastDay = period.CohortOf(tertial, Window.Tertial).To;
            var inForce = Computable(goals.InForceOn(lastDay));
            if (edition is null || !edition.IsOf(inForce))
            {
                edition = new Edition(inForce, period, tertials, asOf);
                edition.Count(participations, overReferrals: false);
                edition.Count(referrals ?? [], overReferrals: true);
            }

            foreach (var window in Enum.GetValues<Window>())
            {
                figures.AddRange(edition.Figures(tertial, window).Select(f => (order[f.Counts.Goal.Key], f.Slot, f.Counts)));
            }
        }

        return [.. figures.OrderBy(f => f.Order).ThenBy(f => f.Slot).Select(f => f.Counts)];
    }

    /// <summary>The goals whose measure is computed, and whose denominator is.</summary>
    private static GoalVersion[] Computable(IReadOnlyList<GoalVersion> inForce)
    {
        var byKey = inForce.ToDictionary(v => v.Key, v => v.Definition!);
        bool IsComputable(GoalDefinition goal) =>
            Computes(goal) && (goal.OfGoal is not { } parent || (byKey.TryGetValue(parent, out var definition) && IsComputable(definition)));
        return [.. inForce.Where(v => IsComputable(v.Definition!))];
    }

    /// <summary>The goals that hold on one day, and the cells of one pass over the participations under them.</summary>
    private sealed class Edition
    {
        private const int Genders = 4;
        private const int Windows = 3;

        private readonly IReadOnlyList<GoalVersion> _versions;
        private readonly ReportingPeriod _period;
        private readonly IReadOnlyList<Tertial> _tertials;
        private readonly Dictionary<string, int> _index;
        private readonly int[] _evaluationOrder;
        private readonly CompiledGoal[] _goals;
        private readonly bool[] _inDenominator;
        private readonly bool[] _inNumerator;

        public Edition(IReadOnlyList<GoalVersion> versions, ReportingPeriod period, IReadOnlyList<Tertial> tertials, DateOnly asOf)
        {
            _versions = versions;
            _period = period;
            _tertials = tertials;
            _index = versions.Select((v, i) => (v.Key, i)).ToDictionary(v => v.Key, v => v.i);
            _evaluationOrder = EvaluationOrder();
            _goals = new CompiledGoal[versions.Count];
            _inDenominator = new bool[versions.Count];
            _inNumerator = new bool[versions.Count];
            foreach (var index in _evaluationOrder)
            {
                var definition = versions[index].Definition!;
                var parent = definition.OfGoal is { } key ? _index[key] : -1;
                var population = parent >= 0 ? _goals[parent].Population : GoalPopulation.Of(definition.Population!.Value, period, asOf);
                _goals[index] = new CompiledGoal(definition, parent, population, tertials.Count);
            }
        }

        public bool IsOf(IReadOnlyList<GoalVersion> versions) => _versions.SequenceEqual(versions);

        /// <summary>
        /// Counts the goals over enrollments and exits, or those over referrals. Goals about events take one pass, which allocates nothing per
        /// participation. Goals about a stock – who was there – are asked anew for every window, of what was known at its end.
        /// </summary>
        public void Count(IReadOnlyList<Participation> participations, bool overReferrals)
        {
            if (_goals.Any(g => g.Population.IsOverReferrals == overReferrals && !g.Population.IsStock))
            {
                for (var i = 0; i < participations.Count; i++)
                {
                    CountEvent(participations[i], overReferrals);
                }
            }

            if (_goals.Any(g => g.Population.IsOverReferrals == overReferrals && g.Population.IsStock))
            {
                foreach (var tertial in _tertials)
                {
                    foreach (var window in Enum.GetValues<Window>())
                    {
                        CountStock(participations, overReferrals, tertial, window);
                    }
                }
            }
        }

        public IEnumerable<(int Slot, AttainmentCounts Counts)> Figures(Tertial tertial, Window window)
        {
            var to = tertial.Index - _period.First.Index;
            var from = _period.FirstOf(tertial, window).Index - _period.First.Index;
            var cohort = _period.CohortOf(tertial, window);
            for (var g = 0; g < _goals.Length; g++)
            {
                var goal = _goals[g];
                var (first, last) = goal.Population.IsStock ? (CompiledGoal.StockCell(to, window), CompiledGoal.StockCell(to, window)) : (from, to);
                for (var slot = 0; slot < goal.Slots.Count; slot++)
                {
                    yield return (slot, new AttainmentCounts
                    {
                        Goal = _versions[g],
                        Subproject = goal.Slots[slot],
                        Tertial = tertial,
                        Window = window,
                        Cohort = cohort,
                        Woman = goal.Sum(first, last, slot, Gender.Woman),
                        Man = goal.Sum(first, last, slot, Gender.Man),
                        Other = goal.Sum(first, last, slot, Gender.Other),
                        Unknown = goal.Sum(first, last, slot, Gender.Unknown),
                    });
                }
            }
        }

        private void CountEvent(Participation participation, bool overReferrals)
        {
            Evaluate(participation, overReferrals, null);
            for (var g = 0; g < _goals.Length; g++)
            {
                if (_inDenominator[g] && !_goals[g].Population.IsStock && CellOf(_goals[g].Population.EventOf(participation)) is var cell and >= 0)
                {
                    _goals[g].Add(cell, participation, _inNumerator[g]);
                }
            }
        }

        private void CountStock(IReadOnlyList<Participation> participations, bool overReferrals, Tertial tertial, Window window)
        {
            var cohort = _period.CohortOf(tertial, window);
            for (var i = 0; i < participations.Count; i++)
            {
                Evaluate(participations[i], overReferrals, cohort);
                for (var g = 0; g < _goals.Length; g++)
                {
                    if (_inDenominator[g] && _goals[g].Population.IsStock)
                    {
                        _goals[g].Add(CompiledGoal.StockCell(tertial.Index - _period.First.Index, window), participations[i], _inNumerator[g]);
                    }
                }
            }
        }

        /// <summary>In which denominators and numerators does it lie? A cohort means: as it stood at the cohort's end.</summary>
        private void Evaluate(Participation participation, bool overReferrals, Cohort? cohort)
        {
            var seen = cohort is null ? participation : participation.AsAt(cohort.To);
            var subject = new Subject(seen, _index, _inNumerator);
            Array.Clear(_inDenominator);
            Array.Clear(_inNumerator);
            if (participation.RegisteredInError)
            {
                return;
            }

            foreach (var index in _evaluationOrder)
            {
                var goal = _goals[index];
                _inDenominator[index] = goal.Population.IsOverReferrals == overReferrals
                    && (cohort is not null || !goal.Population.IsStock)
                    && goal.Population.Contains(seen, cohort)
                    && (goal.Parent < 0 || _inNumerator[goal.Parent])
                    && goal.IsAbout(participation)
                    && goal.Definition.Filter?.Holds(subject) != false;
                _inNumerator[index] = _inDenominator[index] && goal.Definition.Counts?.Holds(subject) != false;
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
            return cell < _tertials.Count ? cell : -1;
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

            public CompiledGoal(GoalDefinition definition, int parent, GoalPopulation population, int tertials)
            {
                Definition = definition;
                Parent = parent;
                Population = population;

                // One subproject: just that one. Several: each, and all of them pooled. None: the project.
                Slots = definition.Subprojects.Count == 1 ? [definition.Subprojects[0]] : [.. definition.Subprojects, null];
                _pooledSlot = definition.Subprojects.Count == 1 ? -1 : Slots.Count - 1;
                var cells = population.IsStock ? tertials * Windows : tertials;
                _denominators = new int[cells * Slots.Count * Genders];
                _numerators = new int[cells * Slots.Count * Genders];
            }

            public GoalDefinition Definition { get; }

            /// <summary>Index of the goal whose numerator is this one's denominator; -1: none.</summary>
            public int Parent { get; }

            public GoalPopulation Population { get; }

            public IReadOnlyList<string?> Slots { get; }

            /// <summary>Is the goal about the participation's subproject? And shares are never about anonymous ones.</summary>
            public bool IsAbout(Participation participation) =>
                (Definition.Subprojects.Count == 0 || SlotOf(participation) >= 0) && !(participation.Anonymous && Definition.Measure == Measure.Share);

            /// <summary>The cell of a stock in a window: every window has one of its own.</summary>
            public static int StockCell(int tertial, Window window) => (tertial * Windows) + (int)window;

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
