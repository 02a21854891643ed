using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OutcomeApi.Data.Dialects;

/// <summary>
/// A prepared statement that takes its values and gives its columns by position. A command of the provider looks up every parameter by its name, each
/// time that it is executed.
/// </summary>
internal sealed class PositionedStatement : IRow, IDisposable
{
    // Bytes of a text that needs no memory of its own to be given.
    private const int ShortText = 512;

    private readonly sqlite3 _database;

    private readonly sqlite3_stmt _statement;

    private readonly string _sql;

    /// <param name="database">The open database.</param>
    /// <param name="sql">One statement. SQLite numbers its parameters in the order in which it first names them.</param>
    /// <exception cref="SqliteException">The statement can not be prepared.</exception>
    public PositionedStatement(sqlite3 database, string sql)
    {
        _database = database;
        _sql = sql;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), database);
    }

    /// <summary>Executes the statement for what it changes.</summary>
    public void Execute(object?[] values) => Read(values, static _ => 0);

    /// <summary>Executes the statement and reads its rows.</summary>
    public IReadOnlyList<T> Read<T>(object?[] values, Func<IRow, T> read)
    {
        Bind(values);
        try
        {
            var rows = new List<T>();
            while (Step())
            {
                rows.Add(read(this));
            }

            return rows;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string GetString(int column) =>
        IsNull(column) ? throw new InvalidOperationException($"Column {column} is null: {_sql}") : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public long GetInt64(int column) =>
        IsNull(column) ? throw new InvalidOperationException($"Column {column} is null: {_sql}") : raw.sqlite3_column_int64(_statement, column);

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public DateOnly GetDate(int column) => DateOnly.ParseExact(GetString(column), SqliteDialect.DateFormat, CultureInfo.InvariantCulture);

    public DateTimeOffset GetInstant(int column) =>
        Utf8Parser.TryParse(raw.sqlite3_column_blob(_statement, column), out DateTimeOffset instant, out _, 'O')
            ? instant
            : throw new InvalidOperationException($"Column {column} holds no instant: {_sql}");

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }

        return result == raw.SQLITE_ROW;
    }

    private void Bind(object?[] values)
    {
        if (raw.sqlite3_bind_parameter_count(_statement) is var count && count != values.Length)
        {
            throw new ArgumentException($"The statement has {count} parameters: {_sql}", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), _database);
        }
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => BindText(place, text),
        DateOnly date => BindText(place, date, SqliteDialect.DateFormat),
        DateTimeOffset instant => BindText(place, instant.UtcDateTime, SqliteDialect.InstantFormat),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        bool flag => raw.sqlite3_bind_int64(_statement, place, flag ? 1 : 0),
        _ => throw new NotSupportedException($"A {value.GetType()} is not given by position."),
    };

    private int BindText(int place, string text)
    {
        // An empty span would be a null.
        if (text.Length == 0 || Encoding.UTF8.GetMaxByteCount(text.Length) > ShortText)
        {
            return raw.sqlite3_bind_text(_statement, place, text);
        }

        Span<byte> bytes = stackalloc byte[ShortText];
        return raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private int BindText<T>(int place, T value, string format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> bytes = stackalloc byte[ShortText];
        return value.TryFormat(bytes, out var length, format, CultureInfo.InvariantCulture)
            ? raw.sqlite3_bind_text(_statement, place, bytes[..length])
            : throw new FormatException($"A {typeof(T)} takes more than {ShortText} bytes: {_sql}");
    }
}
