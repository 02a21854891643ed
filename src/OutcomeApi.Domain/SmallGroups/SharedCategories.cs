namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Holds who is in each category of a table in which one person may be in several. Everyone is a woman or a man.</summary>
internal sealed class SharedCategories
{
    private readonly HashSet<Participation>[] _categories;

    private readonly People[] _counts;

    public SharedCategories(int categories, IEnumerable<(int Category, Participation Person)> members)
    {
        _categories = [.. Enumerable.Range(0, categories).Select(_ => new HashSet<Participation>(ReferenceEqualityComparer.Instance))];
        foreach (var (category, person) in members)
        {
            _categories[category].Add(person);
        }

        _counts = [.. _categories.Select(Count)];
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

    private People Together(IReadOnlyList<int> categories) =>
        categories.Count == 1 ? _counts[categories[0]]
        : Count(categories.SelectMany(index => _categories[index]).ToHashSet<Participation>(ReferenceEqualityComparer.Instance));

    private static People Count(HashSet<Participation> people)
    {
        var women = people.Count(person => person.Gender == Gender.Woman);
        return new People(women, people.Count - women);
    }
}
