namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Decides what is shown of a single figure from the number of people that the figure is about.</summary>
public static class BaseRule
{
    /// <summary>Decides from the base whether the rows and the total are shown. A base of zero people hides nothing.</summary>
    /// <param name="base">The people that the figure is about: the denominator of a share, those counted of a count, otherwise n.</param>
    /// <param name="k">A group of fewer than k people is small.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than <see cref="GroupSize.Least"/>.</exception>
    public static RowsShown Apply(People @base, int k)
    {
        GroupSize.Check(k);
        return IsSmall(@base.Total) ? RowsShown.None : IsSmall(@base.Woman) || IsSmall(@base.Man) ? RowsShown.TotalOnly : RowsShown.All;

        bool IsSmall(int people) => people > 0 && people < k;
    }
}
