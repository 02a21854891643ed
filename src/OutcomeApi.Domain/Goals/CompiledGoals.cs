namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Holds the goals in force on one day, prepared for evaluation of many participations. Both the computation of figures and the explanation
/// of a figure evaluate goals here.
/// </summary>
internal sealed class CompiledGoals
{
    private readonly Dictionary<string, int> _subprojects;
    private readonly GoalStanding[] _standings;
    private readonly int? _followUpMonths;
    private readonly GoalPass[] _passes;
    private readonly CompiledGoal[] _goals;

    /// <summary>Prepares the goals.</summary>
    /// <param name="inForce">The goals in force.</param>
    /// <param name="time">Where in its life the project is.</param>
    public CompiledGoals(IReadOnlyList<GoalVersion> inForce, Timeline time)
    {
        Versions = Computable(inForce);
        Membership = new Membership(time.Period, time.AsOf);
        _followUpMonths = time.FollowUpMonths;
        var places = Versions.Select((v, place) => (v.Key, place)).ToDictionary(v => v.Key, v => v.place);
        var order = EvaluationOrder(Versions, places);
        _subprojects = Versions.SelectMany(v => v.Definition!.Subprojects).Distinct().Select((id, index) => (id, index)).ToDictionary(s => s.id, s => s.index);
        _standings = new GoalStanding[Versions.Count];
        _goals = new CompiledGoal[Versions.Count];
        foreach (var place in order)
        {
            var parent = Versions[place].Definition!.OfGoal is { } key ? places[key] : -1;
            _goals[place] = new CompiledGoal(Versions[place].Definition!, parent < 0 ? null : _goals[parent], parent, places, _subprojects, time);
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

    /// <summary>Returns the goals that are evaluated for enrollments or for referrals, over events or over stocks.</summary>
    public GoalPass PassOf(bool isReferral, bool overStocks) => _passes[(isReferral ? 2 : 0) + (overStocks ? 1 : 0)];

    /// <summary>Describes a participation as it was known on a day, to goals about a window that begins on another.</summary>
    public Subject SubjectOf(Participation participation, DateOnly firstDay, DateOnly knownOn) =>
        new(participation, knownOn, firstDay, Timeline.Earlier(knownOn, Membership.AsOf), _standings, _followUpMonths);

    /// <summary>Describes a participation as it was known at the end of a window, or, without one, as it is known.</summary>
    public Subject SubjectOf(Participation participation, Cohort? window) => SubjectOf(
        participation, window?.From ?? DateOnly.MinValue, window?.To ?? DateOnly.MaxValue);

    /// <summary>
    /// Evaluates the goals of a pass for one participation. The participation must not be registered in error. The next call overwrites the
    /// returned standings.
    /// </summary>
    /// <param name="pass">The goals.</param>
    /// <param name="subject">The participation as it is known.</param>
    /// <param name="members">The populations that it is in.</param>
    /// <param name="subproject">The number of its subproject, see <see cref="SubprojectOf"/>.</param>
    public ReadOnlySpan<GoalStanding> Ask(GoalPass pass, scoped in Subject subject, Members members, int subproject)
    {
        foreach (var place in pass.Asked)
        {
            var goal = _goals[place];
            _standings[place] = goal.StandingOf(subject, members, subproject, goal.Parent < 0 ? GoalStanding.InNumerator : _standings[goal.Parent]);
        }

        return _standings;
    }

    /// <summary>Returns the number of the subproject among those that the goals name, or -1 when the goals name it nowhere.</summary>
    public int SubprojectOf(Participation participation) =>
        participation.Subproject is { } id && _subprojects.TryGetValue(id, out var subproject) ? subproject : -1;

    /// <summary>
    /// Selects the goals that can be computed. A goal whose denominator is the numerator of another goal can be computed only when that
    /// goal is in force too and has a numerator. Goals that refer to each other in a circle are refused when they are received. A circle
    /// can still arise: versions that were never in force together can both apply to a day that they are dated back to. Such goals are not
    /// computed.
    /// </summary>
    private static GoalVersion[] Computable(IReadOnlyList<GoalVersion> inForce)
    {
        var all = inForce.ToDictionary(v => v.Key, v => v.Definition!);
        var byKey = all.Where(d => !GoalReferences.DependsOnItself(d.Key, all)).ToDictionary();
        bool IsComputable(GoalDefinition goal) =>
            goal.OfGoal is not { } parent || (byKey.TryGetValue(parent, out var definition) && definition.HasNumerator && IsComputable(definition));
        return [.. inForce.Where(v => byKey.ContainsKey(v.Key) && IsComputable(v.Definition!))];
    }

    /// <summary>Orders the goals so that a goal comes after the goals that it refers to. The goals contain no circles.</summary>
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

/// <summary>The goals that are evaluated for enrollments or for referrals, over events or over stocks.</summary>
/// <param name="Asked">
/// The positions of the goals, with referred goals first. It includes goals that are evaluated only because others refer to them.
/// </param>
/// <param name="Counted">The positions of those goals that count what is evaluated.</param>
/// <param name="Populations">The populations of the counted goals. A participation that is in none of them need not be evaluated.</param>
internal sealed record GoalPass(int[] Asked, int[] Counted, Members Populations)
{
    /// <summary>Whether an answer can differ between windows that end on the same day.</summary>
    public bool AsksOfFirstDay { get; private init; }

    /// <summary>Whether a counted goal refers to a goal that the pass does not count.</summary>
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
            [.. order.Where(asked.Contains)], counted, counted.Aggregate(Members.None, (all, place) => all | (goals[place].Members & kind)))
        {
            AsksOfFirstDay = asked.Any(place => goals[place].Definition.AsksOfFirstDay),
        };
    }
}

/// <summary>One goal, prepared for evaluation.</summary>
internal sealed class CompiledGoal
{
    private readonly Condition? _filter;
    private readonly Condition? _counts;
    private readonly bool _countsAnonymous;
    private readonly bool _isAboutEverybody;
    private readonly DateOnly _asOf;
    private readonly int? _followUpMonths;
    private readonly FollowUpMembership? _followUps;

    // The slot of each subproject that any goal names, or -1 when this goal does not cover it.
    private readonly int[] _slots;

    public CompiledGoal(
        GoalDefinition definition,
        CompiledGoal? parentGoal,
        int parent,
        IReadOnlyDictionary<string, int> places,
        IReadOnlyDictionary<string, int> subprojects,
        Timeline time)
    {
        Definition = definition;
        Parent = parent;
        _asOf = time.AsOf;
        _followUpMonths = definition.FollowUpMonths ?? (parentGoal is null ? time.FollowUpMonths : parentGoal._followUpMonths);
        _followUps = parentGoal is not null ? parentGoal._followUps
            : definition.Population is Population.FollowUpsDue or Population.FollowUpsAnswered
                ? new FollowUpMembership(_followUpMonths, definition.Population == Population.FollowUpsAnswered)
            : null;
        Members = parentGoal?.Members ?? MembersOf(definition);
        var isOfSupported = Members == Members.SupportedInWindow;
        _filter = definition.Filter?.Among(places, isOfSupported);
        _counts = definition.Counts?.Among(places, isOfSupported);
        _countsAnonymous = definition.Measure == Measure.Count && Members == Members.Enrollments;

        _isAboutEverybody = definition.Subprojects.Count == 0;

        // A goal with one subproject has a slot for it. A goal with several has a slot for each and one for all of them pooled. A goal
        // without subprojects has one slot for the project.
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

    /// <summary>The position of the goal whose numerator is this goal's denominator. It is -1 when there is none.</summary>
    public int Parent { get; }

    /// <summary>
    /// The populations that the goal is about. It is one population, except for two measures: a balance has two (starts and exits), and so
    /// does a waiting time (those who started and those in queue).
    /// </summary>
    public Members Members { get; }

    /// <summary>The subproject ids. Null is the project, or all subprojects of the goal pooled.</summary>
    public IReadOnlyList<string?> Slots { get; }

    /// <summary>The slot that counts everybody whom the goal covers. It is -1 when there is none.</summary>
    public int PooledSlot { get; }

    /// <summary>
    /// Whether the exit, and not the start or the referral, decides in which tertial the goal counts a participation. It is also true for a
    /// balance, which is placed by start and exit separately.
    /// </summary>
    public bool IsPlacedByExit => (Members & (Members.Exits | Members.ExitsWithNextStep | Members.FollowedUp)) != 0;

    /// <summary>Whether the first placement decides in which tertial the goal counts a participation.</summary>
    public bool IsPlacedByPlacement => Members == Members.FirstPlacements;

    /// <summary>Determines whether the goal is evaluated for referrals, or for enrollments.</summary>
    public bool Asks(bool isReferral) => (Members & (isReferral ? Members.OfReferrals : ~Members.OfReferrals)) != 0;

    /// <summary>Determines whether the goal is about a stock of referrals, or of enrollments.</summary>
    public bool IsStockOf(bool isReferral) => (Members & Members.Stocks & (isReferral ? Members.OfReferrals : ~Members.OfReferrals)) != 0;

    /// <summary>Returns the slot of a subproject, or -1 when the goal has no slot of its own for it.</summary>
    public int SlotOf(int subproject) => subproject < 0 ? -1 : _slots[subproject];

    /// <summary>
    /// Determines a participation's standing to the goal, in a window that the participation lies in. The participation must not be
    /// registered in error.
    /// </summary>
    public GoalStanding StandingOf(in Subject subject, Members members, int subproject, GoalStanding inParent)
    {
        var asked = subject.AskedAfter(_followUpMonths);
        return subject.Participation.Anonymous && !_countsAnonymous ? GoalStanding.Anonymous
            : !_isAboutEverybody && SlotOf(subproject) < 0 ? GoalStanding.OtherSubproject
            : (members & Members) == 0 || _followUps?.Contains(asked, _asOf) == false ? GoalStanding.NotInWindow
            : inParent != GoalStanding.InNumerator ? GoalStanding.NotInParent
            : _filter?.Holds(asked) == false ? GoalStanding.FilteredOut
            : _counts?.Holds(asked) == false ? GoalStanding.InDenominator
            : GoalStanding.InNumerator;
    }

    private static Members MembersOf(GoalDefinition definition) => definition.Measure switch
    {
        Measure.Milestone => Members.None,
        Measure.Duration when definition.Between == DurationSpan.ExitToNextStep => Members.ExitsWithNextStep,
        Measure.Duration when definition.Between == DurationSpan.StartToFirstPlacement => Members.FirstPlacements,
        Measure.Duration => Members.StartedWithReferral | Members.StillQueued,
        Measure.QueueTime => Members.StartedLately | Members.StillQueued,
        Measure.Balance => Members.Enrollments | Members.Exits,
        _ when definition is { DependsOnWindow: true, Population: Population.Exits } => Members.ExitsInWindow,
        _ when definition is { DependsOnWindow: true, Population: Population.Enrollments } => Members.StartsInWindow,
        _ => Membership.From(definition.Population!.Value),
    };
}
