namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Computes every goal of a project, for every subproject, window and gender and for every tertial that has begun. One pass over the facts
/// is enough as long as the goals do not change.
/// </summary>
/// <remarks>
/// <para>For each goal, a participation lies in exactly one tertial: that of its exit, or that of its start or referral. The pass therefore
/// fills one cell for each tertial. Every window is a sum of cells that end with its tertial. Goals about a stock (who was present, who
/// waits) have a cell for each window instead.</para>
/// <para>All windows of a tertial end on the same day, so they use the same versions of the goals: an <i>edition</i>. The engine makes one
/// pass for each edition. A project whose goals never changed has one edition.</para>
/// </remarks>
public static class GoalEngine
{
    /// <summary>Computes all figures.</summary>
    /// <param name="time">Where in its life the project is. Tertials that have not begun have no figures.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="facts">All registered facts.</param>
    /// <returns>The figures, ordered by goal, subproject (pooled last), tertial and window.</returns>
    public static IReadOnlyList<GoalFigure> Compute(Timeline time, GoalBook goals, RegisteredFacts facts)
    {
        var period = time.Period;
        var tertials = period.TertialsBegunBy(time.AsOf).ToArray();
        var turnover = time.HasEnded(period.EndsOn) ? null : new TurnoverTable(time, tertials, facts.Participations);
        var reported = new ReportedValues(facts.Reported);
        var figures = new List<(int Order, int Slot, GoalFigure Figure)>();
        var order = goals.Versions.Select(v => v.Key).Distinct().Select((key, index) => (key, index)).ToDictionary(k => k.key, k => k.index);

        Edition? edition = null;
        foreach (var tertial in tertials)
        {
            var inForce = goals.InForceOn(period.CohortOf(tertial, Window.Tertial).To);
            if (edition is null || !edition.InForce.SequenceEqual(inForce))
            {
                edition = new Edition(inForce, time, tertials, turnover);
                edition.Count(facts.Participations, isReferral: false);
                edition.Count(facts.Referrals, isReferral: true);
            }

            foreach (var window in Enum.GetValues<Window>())
            {
                figures.AddRange(edition.Figures(tertial, window, reported).Select(f => (order[f.Figure.Goal.Key], f.Slot, f.Figure)));
            }
        }

        return [.. figures.OrderBy(f => f.Order).ThenBy(f => f.Slot).Select(f => f.Figure)];
    }

    /// <summary>Holds the goals in force on one day, and the cells filled by one pass over the facts with these goals.</summary>
    private sealed class Edition
    {
        private readonly ReportingPeriod _period;
        private readonly int _first;
        private readonly int _tertials;
        private readonly Cohort[] _cohorts;
        private readonly CompiledGoals _goals;
        private readonly GoalCells[] _cells;
        private readonly TurnoverTable? _turnover;

        public Edition(IReadOnlyList<GoalVersion> inForce, Timeline time, IReadOnlyList<Tertial> tertials, TurnoverTable? turnover)
        {
            var period = time.Period;
            InForce = inForce;
            _turnover = turnover;
            _period = period;
            _first = period.First.Index;
            _tertials = tertials.Count;
            _cohorts = [.. from tertial in tertials from window in Enum.GetValues<Window>() select period.CohortOf(tertial, window)];
            _goals = new CompiledGoals(inForce, time);
            _cells = [.. _goals.Goals.Select(goal => new GoalCells(goal, tertials.Count))];
        }

        public IReadOnlyList<GoalVersion> InForce { get; }

        /// <summary>Counts enrollments or referrals. Nothing is allocated per participation.</summary>
        public void Count(IReadOnlyList<Participation> participations, bool isReferral)
        {
            var events = _goals.PassOf(isReferral, overStocks: false);
            var stocks = _goals.PassOf(isReferral, overStocks: true);
            for (var i = 0; i < participations.Count; i++)
            {
                var participation = participations[i];
                if (participation.RegisteredInError)
                {
                    continue;
                }

                if (events.Counted.Length > 0)
                {
                    CountEvents(events, participation, isReferral);
                }

                if (stocks.Counted.Length > 0)
                {
                    CountStocks(stocks, participation, isReferral);
                }
            }
        }

        public IEnumerable<(int Slot, GoalFigure Figure)> Figures(Tertial tertial, Window window, ReportedValues reported)
        {
            var to = tertial.Index - _first;
            var from = _period.FirstOf(tertial, window).Index - _first;
            var cohort = _cohorts[GoalCells.OfStock(to, window)];
            for (var place = 0; place < _cells.Length; place++)
            {
                var goal = _goals.Goals[place];
                var value = goal.Definition.Measure switch
                {
                    Measure.Milestone => reported.Latest(goal.Definition.Figure!, cohort.To),
                    Measure.ChangeFromBaseline => reported.LatestShare(
                        goal.Definition.Figure!, goal.Definition.BaselineYear ?? _period.StartsOn.Year - 1),
                    _ => null,
                };
                for (var slot = 0; slot < goal.Slots.Count; slot++)
                {
                    yield return (slot, new GoalFigure
                    {
                        Goal = _goals.Versions[place],
                        Subproject = goal.Slots[slot],
                        Tertial = tertial,
                        Window = window,
                        Cohort = cohort,
                        Woman = _cells[place].Sum(from, to, window, slot, Gender.Woman),
                        Man = _cells[place].Sum(from, to, window, slot, Gender.Man),
                        Other = _cells[place].Sum(from, to, window, slot, Gender.Other),
                        Unknown = _cells[place].Sum(from, to, window, slot, Gender.Unknown),
                        Reported = value,
                        Waiting = _cells[place].Waiting(from, to, window, slot),
                        Turnovers = window == Window.SinceStart && GoalForecast.IsOfShare(goal.Definition)
                            ? _turnover?.Sum(to, goal.Slots[slot] is { } one ? [one] : goal.Definition.Subprojects)
                            : null,
                    });
                }
            }
        }

        private void CountEvents(GoalPass pass, Participation participation, bool isReferral)
        {
            var subject = _goals.SubjectOf(participation, window: null);
            var members = _goals.Membership.InEvents(subject, isReferral);
            if ((members & pass.Populations) == 0)
            {
                return;
            }

            var subproject = _goals.SubprojectOf(participation);
            var standings = _goals.Ask(pass, subject, members, subproject);
            var came = CellOf(isReferral ? participation.ReferredOn : participation.StartedOn);
            var left = CellOf(participation.Exit?.On);
            var placed = participation.Placements.Count == 0 ? -1 : CellOf(participation.Placements[0].StartedOn);
            foreach (var place in pass.Counted)
            {
                if (standings[place] >= GoalStanding.InDenominator)
                {
                    _cells[place].AddEvent(participation, standings[place], members, subproject, came, left, placed);
                }
            }
        }

        private void CountStocks(GoalPass pass, Participation participation, bool isReferral)
        {
            var subproject = _goals.SubprojectOf(participation);
            for (var tertial = 0; tertial < _tertials; tertial++)
            {
                // All windows of a tertial end on the same day, so the participation is described as it was known on that day. One
                // evaluation serves all windows in which it is in the same stocks, unless a goal asks when the window began.
                var lastDay = _cohorts[GoalCells.OfStock(tertial, Window.Tertial)].To;
                var asked = Members.None;
                ReadOnlySpan<GoalStanding> standings = [];
                for (var window = Window.Tertial; window <= Window.SinceStart; window++)
                {
                    var cell = GoalCells.OfStock(tertial, window);
                    var stocks = _goals.Membership.InStocks(participation, isReferral, _cohorts[cell]);
                    if ((stocks & pass.Populations) == 0)
                    {
                        continue;
                    }

                    if (stocks != asked || pass.AsksOfFirstDay)
                    {
                        var subject = _goals.SubjectOf(participation, _cohorts[cell].From, lastDay);
                        var events = pass.LeansOnOthers ? _goals.Membership.InEvents(subject, isReferral) : Members.None;
                        standings = _goals.Ask(pass, subject, stocks | events, subproject);
                        asked = stocks;
                    }

                    foreach (var place in pass.Counted)
                    {
                        if (standings[place] >= GoalStanding.InDenominator)
                        {
                            _cells[place].AddToStock(participation, standings[place], subproject, cell, lastDay, isReferral);
                        }
                    }
                }
            }
        }

        /// <summary>
        /// Returns the position of the day's tertial in the project, or -1 when the day is outside the project's period or its tertial is
        /// not computed.
        /// </summary>
        private int CellOf(DateOnly? day)
        {
            if (day is not { } date || !_period.Contains(date))
            {
                return -1;
            }

            var cell = Tertial.Containing(date).Index - _first;
            return cell < _tertials ? cell : -1;
        }
    }
}
