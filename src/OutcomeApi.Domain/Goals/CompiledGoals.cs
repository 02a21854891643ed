using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The goals that hold on one day, made ready to be asked of many participations: what a computation counts and what an explanation tells is asked
/// here.
/// </summary>
internal sealed class CompiledGoals
{
    private readonly Dictionary<string, int> _subprojects;
    private readonly GoalStanding[] _standings;
    private readonly GoalPass[] _passes;
    private readonly CompiledGoal[] _goals;

    /// <param name="inForce">The goals in force.</param>
    /// <param name="membership">GenderGroup is in which population.</param>
    public CompiledGoals(IReadOnlyList<GoalVersion> inForce, Membership membership)
    {
        Versions = Computable(inForce);
        Membership = membership;
        var places = Versions.Select((v, place) => (v.Key, place)).ToDictionary(v => v.Key, v => v.place);
        var order = EvaluationOrder(Versions, places);
        _subprojects = Versions.SelectMany(v => v.Definition!.Subprojects).Distinct().Select((id, index) => (id, index)).ToDictionary(s => s.id, s => s.index);
        _standings = new GoalStanding[Versions.Count];
        _goals = new CompiledGoal[Versions.Count];
        foreach (var place in order)
        {
            var parent = Versions[place].Definition!.OfGoal is { } key ? places[key] : -1;
            _goals[place] = new CompiledGoal(Versions[place].Definition!, parent < 0 ? null : _goals[parent], parent, places, _subprojects);
        }

        _passes =
        [
            .. from isReferral in new[] { false, true }
               from overStocks in new[] { false, true }
               select GoalPass.Of(_goals, order, places, isReferral, overStocks),
        ];
    }

    public IReadOnlyList<GoalVersion> Versions { get; }

    public IReadOnlyList<CompiledGoal> Goals => _goals;

    public Membership Membership { get; }

    /// <summary>What is asked of enrollments or of referrals, about events or about stocks.</summary>
    public GoalPass PassOf(bool isReferral, bool overStocks) => _passes[(isReferral ? 2 : 0) + (overStocks ? 1 : 0)];

    /// <summary>All that is known of a participation by a day.</summary>
    public Subject SubjectOf(Participation participation, DateOnly knownOn) => new(participation, knownOn, _standings);

    /// <summary>Asks the goals of a pass. The standings hold until the next is asked. It must not be registered in error.</summary>
    /// <param name="pass">The goals.</param>
    /// <param name="subject">What is known of it.</param>
    /// <param name="members">The populations that it is in.</param>
    /// <param name="subproject">Its subproject, see <see cref="SubprojectOf"/>.</param>
    public ReadOnlySpan<GoalStanding> Ask(GoalPass pass, scoped in Subject subject, Members members, int subproject)
    {
        foreach (var place in pass.Asked)
        {
            var goal = _goals[place];
            _standings[place] = goal.StandingOf(subject, members, subproject, goal.Parent < 0 ? GoalStanding.InNumerator : _standings[goal.Parent]);
        }

        return _standings;
    }

    /// <summary>The subproject's number among those that the goals name; -1: none of them.</summary>
    public int SubprojectOf(Participation participation) =>
        participation.Subproject is { } id && _subprojects.TryGetValue(id, out var subproject) ? subproject : -1;

    /// <summary>
    /// The goals whose denominator can be made: one of another goal's numerator only where that goal holds too and has a numerator. Goals that refer to
    /// each other in a circle were refused when they came in, and yet versions that never held together can meet on a day that both are dated back to:
    /// those are not computed.
    /// </summary>
    private static GoalVersion[] Computable(IReadOnlyList<GoalVersion> inForce)
    {
        var all = inForce.ToDictionary(v => v.Key, v => v.Definition!);
        var byKey = all.Where(d => !GoalReferences.DependsOnItself(d.Key, all)).ToDictionary();
        bool IsComputable(GoalDefinition goal) =>
            goal.OfGoal is not { } parent || (byKey.TryGetValue(parent, out var definition) && definition.HasNumerator && IsComputable(definition));
        return [.. inForce.Where(v => byKey.ContainsKey(v.Key) && IsComputable(v.Definition!))];
    }

    /// <summary>Referred goals first. There are no circles among them.</summary>
    private static IReadOnlyList<int> EvaluationOrder(IReadOnlyList<GoalVersion> versions, Dictionary<string, int> places)
    {
        var done = new List<int>(versions.Count);
        void Visit(int place)
        {
            if (done.Contains(place))
            {
                return;
            }

            foreach (var key in versions[place].Definition!.References)
            {
                if (places.TryGetValue(key, out var referred))
                {
                    Visit(referred);
                }
            }

            done.Add(place);
        }

        for (var i = 0; i < versions.Count; i++)
        {
            Visit(i);
        }

        return done;
    }
}

/// <summary>The goals that are asked of enrollments or of referrals, about events or about stocks.</summary>
/// <param name="Asked">Places of the goals, referred ones first. Goals that others lean on are asked too.</param>
/// <param name="Counted">Those of them that count what they are asked.</param>
/// <param name="Populations">The populations of the counted ones: whoever is in none of them need not be asked.</param>
internal sealed record GoalPass(int[] Asked, int[] Counted, Members Populations)
{
    /// <summary>Do goals lean on others that the pass does not count?</summary>
    public bool LeansOnOthers => Asked.Length > Counted.Length;

    public static GoalPass Of(CompiledGoal[] goals, IReadOnlyList<int> order, Dictionary<string, int> places, bool isReferral, bool overStocks)
    {
        var kind = (isReferral ? Members.OfReferrals : ~Members.OfReferrals) & (overStocks ? Members.Stocks : ~Members.Stocks);
        var counted = order.Where(place => (goals[place].Members & kind) != 0).ToArray();
        var asked = new HashSet<int>();
        void Ask(int place)
        {
            if (asked.Add(place))
            {
                foreach (var key in goals[place].Definition.References.Where(places.ContainsKey))
                {
                    Ask(places[key]);
                }
            }
        }

        Array.ForEach(counted, Ask);
        return new GoalPass(
            [.. order.Where(asked.Contains)], counted, counted.Aggregate(Members.None, (all, place) => all | (goals[place].Members & kind)));
    }
}

/// <summary>One goal, ready to be asked.</summary>
internal sealed class CompiledGoal
{
    private readonly Condition? _filter;
    private readonly Condition? _counts;
    private readonly bool _countsAnonymous;
    private readonly bool _isAboutEverybody;

    // Slot of each of the subprojects that any goal names; -1: the goal is not about it.
    private readonly int[] _slots;

    public CompiledGoal(
        GoalDefinition definition, CompiledGoal? parentGoal, int parent, IReadOnlyDictionary<string, int> places, IReadOnlyDictionary<string, int> subprojects)
    {
        Definition = definition;
        Parent = parent;
        Members = parentGoal?.Members ?? MembersOf(definition);
        _filter = definition.Filter?.Among(places);
        _counts = definition.Counts?.Among(places);
        _countsAnonymous = definition.Measure == Measure.Count && Members == Members.Enrollments;

        _isAboutEverybody = definition.Subprojects.Count == 0;

        // One subproject: just that one. Several: each, and all of them pooled. None: the project.
        Slots = definition.Subprojects.Count == 1 ? [definition.Subprojects[0]] : [.. definition.Subprojects, null];
        PooledSlot = definition.Subprojects.Count == 1 ? -1 : Slots.Count - 1;
        _slots = new int[subprojects.Count];
        Array.Fill(_slots, -1);
        for (var slot = 0; slot < definition.Subprojects.Count; slot++)
        {
            _slots[subprojects[definition.Subprojects[slot]]] = slot;
        }
    }

    public GoalDefinition Definition { get; }

    /// <summary>Place of the goal whose numerator is this one's denominator; -1: none.</summary>
    public int Parent { get; }

    /// <summary>The populations that it is about: one; two for a balance (who came, who left) and for waiting times (who started, who waits).</summary>
    public Members Members { get; }

    /// <summary>Subproject ids; null: the project, or all of them pooled.</summary>
    public IReadOnlyList<string?> Slots { get; }

    /// <summary>The slot that everybody lies in; -1: there is none.</summary>
    public int PooledSlot { get; }

    /// <summary>Its events are exits, not starts or referrals.</summary>
    public bool IsPlacedByExit => (Members & (Members.Exits | Members.FollowUpsDue | Members.FollowUpsAnswered)) != 0;

    /// <summary>Is it asked of referrals, or of enrollments?</summary>
    public bool Asks(bool isReferral) => (Members & (isReferral ? Members.OfReferrals : ~Members.OfReferrals)) != 0;

    /// <summary>Is it about the referrals, or the enrollments, that were there?</summary>
    public bool IsStockOf(bool isReferral) => (Members & Members.Stocks & (isReferral ? Members.OfReferrals : ~Members.OfReferrals)) != 0;

    /// <summary>The slot of a subproject; -1: none of its own.</summary>
    public int SlotOf(int subproject) => subproject < 0 ? -1 : _slots[subproject];

    /// <summary>How a participation, which is not registered in error, stands to the goal in a window that it lies in.</summary>
    public GoalStanding StandingOf(in Subject subject, Members members, int subproject, GoalStanding inParent) =>
        subject.Participation.Anonymous && !_countsAnonymous ? GoalStanding.Anonymous
        : !_isAboutEverybody && SlotOf(subproject) < 0 ? GoalStanding.OtherSubproject
        : (members & Members) == 0 ? GoalStanding.NotInWindow
        : inParent != GoalStanding.InNumerator ? GoalStanding.NotInParent
        : _filter?.Holds(subject) == false ? GoalStanding.FilteredOut
        : _counts?.Holds(subject) == false ? GoalStanding.InDenominator
        : GoalStanding.InNumerator;

    private static Members MembersOf(GoalDefinition definition) => definition.Measure switch
    {
        Measure.Milestone => Members.None,
        Measure.Duration => Members.StartedWithReferral | Members.StillQueued,
        Measure.Balance => Members.Enrollments | Members.Exits,
        _ => Membership.From(definition.Population!.Value),
    };
}
