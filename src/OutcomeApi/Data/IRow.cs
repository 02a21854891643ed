using System.Data.Common;

namespace OutcomeApi.Data;

/// <summary>A row of a query whose columns are read by position, for the few queries that every write runs.</summary>
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
