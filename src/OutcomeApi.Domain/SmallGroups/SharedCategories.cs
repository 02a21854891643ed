namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Holds who is in each category of a table in which one person may be in several. Everyone is a woman or a man.</summary>
internal sealed class SharedCategories
{
    private readonly IReadOnlyList<Participation> _people;

    /// <summary>For each category, the places of its people, each once.</summary>
    private readonly int[][] _categories;

    private readonly People[] _counts;

    /// <param name="categories">The number of categories.</param>
    /// <param name="people">All people.</param>
    /// <param name="members">Who is in which category, as a place in the list of all people. The same may be said more than once.</param>
    public SharedCategories(int categories, IReadOnlyList<Participation> people, IEnumerable<(int Category, int Person)> members)
    {
        _people = people;
        var all = new List<int>[categories];
        foreach (var (category, person) in members)
        {
            (all[category] ??= []).Add(person);
        }

        _categories = [.. all.Select(own => own is null ? [] : OnceEach(own))];
        _counts = [.. _categories.Select(own => Count(own))];
    }

    /// <summary>Merges the small categories, counting everyone once.</summary>
    public MergedTable Merge(int k) => MergeRule.Apply(_counts, k, Together);

    /// <summary>Finds which categories are merged, for every k at which that changes.</summary>
    /// <param name="table">How the keys of the table begin.</param>
    public IReadOnlyList<SharedLines> LinesOf(string table) => GroupSize.Changes(
        k =>
        {
            var seen = Merge(k);
            return new SharedLines(table, k, seen.Merged, seen.IsSplit);
        },
        (earlier, found) => earlier.IsSplit == found.IsSplit && earlier.Merged.SequenceEqual(found.Merged));

    private static int[] OnceEach(List<int> people)
    {
        people.Sort();
        var last = -1;
        people.RemoveAll(person =>
        {
            var isKnown = person == last;
            last = person;
            return isKnown;
        });
        return [.. people];
    }

    private People Together(IReadOnlyList<int> categories)
    {
        // Most lines are one category, and most of the merged ones are empty.
        int[] filled = [.. categories.Where(index => _categories[index].Length > 0)];
        return filled.Length switch
        {
            0 => default,
            1 => _counts[filled[0]],
            _ => Count(OnceEach([.. filled.SelectMany(index => _categories[index])])),
        };
    }

    private People Count(int[] people)
    {
        var women = people.Count(person => _people[person].Gender == Gender.Woman);
        return new People(women, people.Length - women);
    }
}
