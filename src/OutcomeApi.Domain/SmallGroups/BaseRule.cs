namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Decides what is shown of a single figure by the number of people it speaks of.</summary>
public static class BaseRule
{
    /// <summary>Decides by the base whether rows and total are shown. A base of nobody hides nothing.</summary>
    /// <param name="base">Of whom the figure speaks: the denominator of a share; of a count, those counted; else n.</param>
    /// <param name="k">Fewer than k people are a small group.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than <see cref="GroupSize.Least"/>.</exception>
    public static RowsShown Apply(People @base, int k)
    {
        GroupSize.Check(k);
        return IsSmall(@base.Total) ? RowsShown.None : IsSmall(@base.Woman) || IsSmall(@base.Man) ? RowsShown.TotalOnly : RowsShown.All;

        bool IsSmall(int people) => people > 0 && people < k;
    }
}
