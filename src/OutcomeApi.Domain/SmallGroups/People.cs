namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Counts people in the two rows of a steering group's view. People of another or unknown gender are in one of the two rows
/// (<see cref="TwoRows"/>).
/// </summary>
public readonly record struct People(int Woman, int Man)
{
    public int Total => Woman + Man;

    public static People operator +(People one, People other) => new(one.Woman + other.Woman, one.Man + other.Man);
}
