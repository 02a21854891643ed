namespace OutcomeApi.Http;

/// <summary>Names the columns of a worksheet.</summary>
public static class SheetColumns
{
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>Returns the letters of a column by its place, from zero. Examples: 0 is A, 26 is AA.</summary>
    public static string LettersOf(int place) => (place < 26 ? string.Empty : LettersOf((place / 26) - 1)) + (char)('A' + (place % 26));

    /// <summary>Returns the place of a column by its letters, from zero.</summary>
    public static int PlaceOf(string letters) => letters.Aggregate(0, (place, letter) => (place * 26) + letter - 'A' + 1) - 1;

    /// <summary>Returns the letters of the column that a cell is in. Example: AA12 is in AA.</summary>
    public static string LettersIn(string cell) => cell.TrimEnd(Digits);
}
