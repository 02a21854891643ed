using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Tests.SmallGroups;

/// <summary>
/// Somebody who has the program and one published table. Goes through all tables up to a size, publishes each, and finds what every
/// published table leaves open. What the exact total alone says is no finding: nobody in a line of 0, and the total of a table's only
/// category.
/// </summary>
internal sealed class TableAttacker
{
    private readonly Func<IReadOnlyList<People>, int, MergedTable> _rule;
    private readonly int _k;
    private readonly People[] _table;
    private readonly int[] _register;
    private readonly Knowledge _knowledge;

    private TableAttacker(Func<IReadOnlyList<People>, int, MergedTable> rule, int k, int categories)
    {
        (_rule, _k, _table) = (rule, k, new People[categories]);

        // Of each category the total, women and men; then women and men of the merged line.
        _register = new int[(3 * categories) + 2];
        _knowledge = new Knowledge(_register.Length);
    }

    public int Tables => _knowledge.Registers;

    public int Publications => _knowledge.Publications;

    /// <summary>How many categories are shown each for itself, over all tables.</summary>
    public int Shown { get; private set; }

    /// <summary>
    /// What can be told for certain of something withheld (the numbers of a merged category, women and men where they are not shown), and
    /// women or men of a small group that are shown.
    /// </summary>
    public IReadOnlyList<string> Findings { get; private set; } = [];

    /// <summary>Attacks all tables of so many categories with at most so many people.</summary>
    public static TableAttacker Attack(Func<IReadOnlyList<People>, int, MergedTable> rule, int k, int categories, int people)
    {
        var attacker = new TableAttacker(rule, k, categories);
        attacker.GoThrough(0, people);
        attacker.Findings = [.. attacker._knowledge.All().SelectMany(one => attacker.Certain(one.Register, one.Values))];
        return attacker;
    }

    private void GoThrough(int category, int left)
    {
        if (category == _table.Length)
        {
            Publish();
            return;
        }

        for (var women = 0; women <= left; women++)
        {
            for (var men = 0; women + men <= left; men++)
            {
                _table[category] = new People(women, men);
                GoThrough(category + 1, left - women - men);
            }
        }
    }

    private void Publish()
    {
        var merged = _rule(_table, _k);
        var published = merged.IsSplit ? UInt128.One : 0;
        var ofMerged = new People(0, 0);
        foreach (var line in merged.Lines)
        {
            // What is seen of a line, in the order in which it is seen: which categories, whether merged, and its numbers.
            var sees = (uint)line.Categories.Count;
            foreach (var category in line.Categories)
            {
                sees = (sees << 3) | (uint)category;
            }

            sees = (sees << 1) | (line.IsMerged ? 1u : 0);
            var total = (uint)line.People.Total;
            sees = (sees << 7) | ((total * (total + 1) / 2) + (merged.IsSplit ? (uint)line.People.Woman : 0));
            published = (published << (3 + (3 * line.Categories.Count) + 1 + 7)) | sees;
            if (line.IsMerged)
            {
                ofMerged = line.People;
            }
            else
            {
                Shown++;
            }
        }

        for (var i = 0; i < _table.Length; i++)
        {
            var category = _table[i];
            _register[3 * i] = category.Woman + category.Man;
            _register[(3 * i) + 1] = category.Woman;
            _register[(3 * i) + 2] = category.Man;
        }

        (_register[^2], _register[^1]) = (ofMerged.Woman, ofMerged.Man);
        _knowledge.Learn(published, _register);
    }

    private IEnumerable<string> Certain(int[] register, int[] values)
    {
        People[] table = [.. _table.Select((_, i) => new People(register[(3 * i) + 1], register[(3 * i) + 2]))];
        var published = _rule(table, _k);
        string Finding(string what) => $"k={_k} {{{string.Join(", ", table.Select(p => $"{p.Woman}+{p.Man}"))}}}: {what}";
        foreach (var line in published.Lines.Where(line => line.People.Total > 0))
        {
            if (!published.IsSplit)
            {
                var women = line.IsMerged ? register.Length - 2 : (3 * line.Categories[0]) + 1;
                if (values[women] < 2 || values[women + 1] < 2)
                {
                    yield return Finding($"women and men of line [{string.Join(" ", line.Categories)}]");
                }
            }

            else if ((line.People.Woman > 0 && line.People.Woman < _k) || (line.People.Man > 0 && line.People.Man < _k))
            {
                yield return Finding($"a few women or men of line [{string.Join(" ", line.Categories)}] are shown");
            }

            foreach (var category in line.IsMerged ? line.Categories : [])
            {
                if (table.Length > 1 && values[3 * category] < 2)
                {
                    yield return Finding($"total of category {category}");
                }

                // Where the merged line has no women, or no men, and says so, none of its categories has.
                if ((values[(3 * category) + 1] < 2 && !(published.IsSplit && line.People.Woman == 0))
                    || (values[(3 * category) + 2] < 2 && !(published.IsSplit && line.People.Man == 0)))
                {
                    yield return Finding($"women and men of category {category}");
                }
            }
        }
    }
}
