using System.Text.Json;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches.Workbooks;

/// <summary>Where the kinds of record stand in a workbook, so that faults can name sheet and column.</summary>
/// <param name="Sheets">Kind of record → its sheet.</param>
public sealed record WorkbookLayout(Dictionary<string, SheetLayout> Sheets)
{
    public string Write() => JsonSerializer.Serialize(this, StoredJson.Options);

    public static WorkbookLayout? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<WorkbookLayout>(json, StoredJson.Options);
}

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Member, as in the first row → letters of its column.</param>
public sealed record SheetLayout(string Name, Dictionary<string, string> Columns)
{
    /// <summary>
    /// Returns the column of the member that a pointer within the record leads to. Null: the pointer leads to none, as when something is missing that has no
    /// column.
    /// </summary>
    public string? ColumnOf(string pointer)
    {
        var path = pointer.TrimStart('/').Replace('/', '.');
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            if (Columns.TryGetValue(path[..end], out var column))
            {
                return column;
            }
        }

        // A fault of a nested object as a whole belongs to the first of its columns. A cell without a heading is called by its column.
        return path.Length == 0 ? null
            : Columns.Where(c => c.Key.StartsWith(path + ".", StringComparison.Ordinal)).Select(c => c.Value).FirstOrDefault()
                ?? (path.Length <= 3 && path.All(char.IsAsciiLetterUpper) ? path : null);
    }
}
