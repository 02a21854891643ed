using System.Collections.Immutable;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>A side of a participation, such as its start, its ending, its follow-up: what it counts in on account of that.</summary>
/// <param name="Name">Which side.</param>
/// <param name="Bond">Two that have the same bond on this side, and as a whole, could have each other's side instead of their own.</param>
/// <param name="Countings">Where it counts.</param>
public sealed record Side(string Name, string Bond, IReadOnlyList<Counting> Countings);

/// <summary>One participation or referral with everything that it counts in.</summary>
/// <param name="Gender">Its gender.</param>
/// <param name="Bond">What its sides have in common, for example subproject and tertial of the exit: sides of the same bond fit together.</param>
/// <param name="Sides">Its sides. All with the same bond have the same sides.</param>
public sealed record CountedPerson(Gender Gender, string Bond, IReadOnlyList<Side> Sides);

/// <summary>The universe of a project: every figure that steering groups can read, as counts of the same people.</summary>
public sealed class ProjectUniverse
{
    /// <summary>How many others each kind is exchanged with directly: beyond that, a large project would have more changes than are of use.</summary>
    private const int Neighbours = 24;

    private static readonly ImmutableArray<Gender> AllGenders = [Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown];

    private readonly Universe _universe = new();
    private readonly Dictionary<(Place Place, Whom Whom), FigureCells> _figures = [];

    private ProjectUniverse()
    {
    }

    /// <summary>Builds the universe.</summary>
    /// <param name="places">Every place where figures are shown, in the order in which they are to stay visible among equals.</param>
    /// <param name="people">Everybody who counts anywhere.</param>
    public static ProjectUniverse Of(IEnumerable<PlaceOfFigures> places, IEnumerable<CountedPerson> people)
    {
        var project = new ProjectUniverse();
        var kinds = new Kinds(project._universe, people);
        foreach (var place in places)
        {
            project.Add(place, kinds);
        }

        kinds.AddChanges();
        return project;
    }

    /// <summary>Decides what is shown.</summary>
    /// <param name="threshold">Numbers from 1 to this less one are small.</param>
    /// <param name="told">What earlier versions, that can not be taken back, have shown.</param>
    public ProjectPublication Publish(int threshold, IReadOnlyList<PublishedFigure> told) =>
        new(DisclosureControl.Publish(_universe, threshold, [.. told.SelectMany(ToldBy)]), _figures, threshold);

    /// <summary>What an earlier figure tells of the cells of today's; nothing where there is none any more, or one of another form.</summary>
    private IEnumerable<ToldEarlier> ToldBy(PublishedFigure earlier)
    {
        if (!_figures.TryGetValue((earlier.Place, earlier.Whom), out var today) || today.Numbers != earlier.Numbers.Count)
        {
            return [];
        }

        IEnumerable<int> values = today.HasRest ? [.. earlier.Numbers, earlier.Numbers[1] - earlier.Numbers[0]] : earlier.Numbers;
        return today.Cells.Zip(values, (cell, value) => new ToldEarlier(cell, value));
    }

    private void Add(PlaceOfFigures figures, Kinds kinds)
    {
        // What is decided must be what is shown. A place whose numbers are not those of the people one by one is none of the universe, so it is withheld.
        if (!figures.Totals.SequenceEqual(figures.Totals.Select((_, number) => kinds.CountedIn(figures.Place, number, Whom.Total).Sum(m => m.Times * _universe.People[m.Kind]))))
        {
            return;
        }

        foreach (var whom in figures.Whom)
        {
            var numbers = Enumerable.Range(0, figures.Totals.Count).Select(n => kinds.CountedIn(figures.Place, n, whom)).ToArray();
            var cells = numbers.Select(_universe.AddCell).ToList();
            if (figures.HasRest)
            {
                cells.Add(_universe.AddCell([.. numbers[1], .. numbers[0].Select(m => m with { Times = -m.Times })]));
            }

            _figures.Add((figures.Place, whom), new FigureCells(_universe.AddFigure(figures.Place.RankOf(whom), cells), figures.Totals.Count, figures.HasRest, cells));
        }
    }

    /// <summary>
    /// The kinds of people: a kind is a side of a gender. A register is so many of each kind, of which as many on each side have the same bond, gender by
    /// gender: then the sides can be put together to people.
    /// </summary>
    private sealed class Kinds
    {
        private readonly Universe _universe;
        private readonly ImmutableArray<Gender> _genders;
        private readonly Dictionary<string, KindOfSide> _sides = [];
        private readonly Dictionary<string, KindOfSide[]> _persons = [];
        private readonly Dictionary<(Place Place, int Number), List<(KindOfSide Side, int Times)>> _countedIn = [];

        public Kinds(Universe universe, IEnumerable<CountedPerson> people)
        {
            _universe = universe;
            var all = people.ToArray();
            _genders = [.. AllGenders.Where(g => all.Any(p => p.Gender == g))];
            foreach (var person in all)
            {
                var sides = person.Sides.Select(side => SideOf(person.Bond, side)).ToArray();
                Array.ForEach(sides, side => side.People[(int)person.Gender]++);
                _persons.TryAdd(string.Join(' ', sides.Select(s => s.Number)), sides);
            }

            foreach (var side in _sides.Values)
            {
                foreach (var gender in _genders)
                {
                    side.Kind[(int)gender] = universe.AddKind(side.People[(int)gender]);
                }

                foreach (var counting in side.Countings)
                {
                    if (!_countedIn.TryGetValue((counting.Place, counting.Number), out var list))
                    {
                        _countedIn.Add((counting.Place, counting.Number), list = []);
                    }

                    list.Add((side, counting.Times));
                }
            }
        }

        public IReadOnlyList<Member> CountedIn(Place place, int number, Whom whom) =>
            !_countedIn.TryGetValue((place, number), out var sides)
                ? []
                : [.. sides.SelectMany(s => _genders.Where(g => IsAbout(whom, g)).Select(g => new Member(s.Side.Kind[(int)g], s.Times)))];

        /// <summary>Somebody more; somebody of another gender; and somebody with another side.</summary>
        public void AddChanges()
        {
            foreach (var person in _persons.Values)
            {
                foreach (var gender in _genders)
                {
                    _universe.AddChange(person.Select(side => new Member(side.Kind[(int)gender], 1)));
                    foreach (var other in _genders.Where(other => other > gender))
                    {
                        _universe.AddChange(person.SelectMany(side => new Member[] { new(side.Kind[(int)gender], 1), new(side.Kind[(int)other], -1) }));
                    }
                }
            }

            foreach (var alike in _sides.Values.GroupBy(side => side.Bond).Select(group => group.ToArray()))
            {
                for (var i = 0; i < alike.Length; i++)
                {
                    for (var j = i + 1; j < alike.Length && j <= i + Neighbours; j++)
                    {
                        foreach (var gender in _genders)
                        {
                            _universe.AddChange([new(alike[i].Kind[(int)gender], 1), new(alike[j].Kind[(int)gender], -1)]);
                        }
                    }
                }
            }
        }

        private static bool IsAbout(Whom whom, Gender gender) => whom switch
        {
            Whom.Total => true,
            Whom.OtherOrUnknown => gender is Gender.Other or Gender.Unknown,
            Whom.Woman => gender == Gender.Woman,
            Whom.Man => gender == Gender.Man,
            Whom.Other => gender == Gender.Other,
            _ => gender == Gender.Unknown,
        };

        private KindOfSide SideOf(string bond, Side side)
        {
            var countings = side.Countings.Where(c => c.Times != 0)
                .OrderBy(c => c.Place.Tertial).ThenBy(c => c.Place.Window)
                .ThenBy(c => c.Place.Table, StringComparer.Ordinal).ThenBy(c => c.Place.Row, StringComparer.Ordinal)
                .ThenBy(c => c.Place.Subproject, StringComparer.Ordinal).ThenBy(c => c.Number)
                .ToArray();
            var ownBond = $"{side.Name}|{bond}|{side.Bond}";
            var key = $"{ownBond}|{string.Join('|', countings)}";
            if (!_sides.TryGetValue(key, out var kind))
            {
                _sides.Add(key, kind = new KindOfSide(_sides.Count, ownBond, countings));
            }

            return kind;
        }

        private sealed class KindOfSide(int number, string bond, Counting[] countings)
        {
            public int Number { get; } = number;

            public string Bond { get; } = bond;

            public Counting[] Countings { get; } = countings;

            public int[] People { get; } = new int[4];

            public int[] Kind { get; } = new int[4];
        }
    }
}

/// <summary>A figure of the universe and its cells: its numbers, then the rest if it has one.</summary>
internal sealed record FigureCells(int Index, int Numbers, bool HasRest, IReadOnlyList<int> Cells);

/// <summary>A figure as it was shown.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Whom">Whom it is about.</param>
/// <param name="Numbers">Its numbers.</param>
public sealed record PublishedFigure(Place Place, Whom Whom, IReadOnlyList<int> Numbers);

/// <summary>Which figures of a project steering groups see.</summary>
public sealed class ProjectPublication
{
    /// <summary>Nothing is shown: for figures whose publication is not known.</summary>
    public static readonly ProjectPublication Nothing =
        new(new Publication([], []), new Dictionary<(Place Place, Whom Whom), FigureCells>(), int.MaxValue);

    private readonly Publication _publication;
    private readonly IReadOnlyDictionary<(Place Place, Whom Whom), FigureCells> _figures;

    internal ProjectPublication(Publication publication, IReadOnlyDictionary<(Place Place, Whom Whom), FigureCells> figures, int threshold) =>
        (_publication, _figures, Threshold) = (publication, figures, threshold);

    /// <summary>Numbers from 1 to this less one are small.</summary>
    public int Threshold { get; }

    /// <summary>Is the figure shown? One that the universe does not hold is not.</summary>
    public bool Shows(Place place, Whom whom) => _figures.TryGetValue((place, whom), out var figure) && _publication.Shows(figure.Index);

    /// <summary>The figures of a tertial that are shown, as they are shown: what a certified report of it tells for ever.</summary>
    public IEnumerable<PublishedFigure> ShownOf(Tertial tertial) =>
        from figure in _figures
        where figure.Key.Place.Tertial == tertial && _publication.Shows(figure.Value.Index)
        select new PublishedFigure(figure.Key.Place, figure.Key.Whom, [.. figure.Value.Cells.Take(figure.Value.Numbers).Select(_publication.ValueOf)]);
}
