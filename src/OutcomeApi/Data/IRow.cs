using System.Data.Common;
using OutcomeApi.Data.TypeHandlers;

namespace OutcomeApi.Data;

/// <summary>A row of a query whose columns are read by position: for the few queries that every write runs, and for those with very many rows.</summary>
public interface IRow
{
    bool IsNull(int column);

    string GetString(int column);

    int GetInt32(int column);

    long GetInt64(int column);

    bool GetBoolean(int column);

    DateOnly GetDate(int column);

    DateTimeOffset GetInstant(int column);
}

/// <summary>Columns that may be null, and values that are stored as text.</summary>
public static class RowExtensions
{
    public static string? StringOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.GetString(column);

    public static int? Int32OrNull(this IRow row, int column) => row.IsNull(column) ? null : row.GetInt32(column);

    public static bool? BooleanOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.GetBoolean(column);

    public static DateOnly? DateOrNull(this IRow row, int column) => row.IsNull(column) ? null : row.GetDate(column);

    /// <summary>Returns the enum member of a stored code.</summary>
    public static T? CodeOrNull<T>(this IRow row, int column)
        where T : struct, Enum => row.IsNull(column) ? null : Code.Parse<T>(row.GetString(column));

    /// <summary>Returns a list or an object that is stored as JSON.</summary>
    public static T? JsonOrNull<T>(this IRow row, int column)
        where T : class => row.IsNull(column) ? null : SqlTypes.FromColumn<T>(row.GetString(column));
}

/// <summary>The present row of a reader.</summary>
internal sealed class ReaderRow(DbDataReader reader) : IRow
{
    public bool IsNull(int column) => reader.IsDBNull(column);

    public string GetString(int column) => reader.GetString(column);

    public int GetInt32(int column) => reader.GetInt32(column);

    public long GetInt64(int column) => reader.GetInt64(column);

    public bool GetBoolean(int column) => reader.GetBoolean(column);

    public DateOnly GetDate(int column) => reader.GetFieldValue<DateOnly>(column);

    public DateTimeOffset GetInstant(int column) => reader.GetFieldValue<DateTimeOffset>(column);
}
