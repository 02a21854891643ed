using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OutcomeApi.Data.Dialects;

/// <summary>
/// An open SQLite connection that keeps its statements prepared: a text that was executed before is not parsed and planned again. One command at a time
/// uses it.
/// </summary>
internal sealed class PreparedConnection : DbConnection
{
    // Texts are constants, apart from lists that are written out. Those are what the limit is for.
    private const int MostStatements = 500;

    private readonly SqliteConnection _inner;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    // Constant texts.
    private readonly Dictionary<string, PositionedStatement> _positioned = new(StringComparer.Ordinal);

    // The fault that has taken back the whole transaction, for example a full disk.
    private SqliteException? _lost;

    private PreparedConnection(SqliteConnection inner) => _inner = inner;

    /// <summary>Opens a connection that writes: every commit is on disk when it returns, and deleted content is overwritten.</summary>
    public static PreparedConnection Open(string connectionString)
    {
        var connection = new PreparedConnection(new SqliteConnection(connectionString));
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The connection itself, for statements that are prepared by their caller.</summary>
    public SqliteConnection Inner => _inner;

    [AllowNull]
    public override string ConnectionString
    {
        get => _inner.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => _inner.Database;

    public override string DataSource => _inner.DataSource;

    public override string ServerVersion => _inner.ServerVersion;

    public override ConnectionState State => _inner.State;

    /// <inheritdoc cref="DbSession.ReadRowsAsync{T}"/>
    public IReadOnlyList<T> ReadRows<T>(string sql, object?[] values, Func<IRow, T> read) => Run(() => Positioned(sql).Read(values, read));

    /// <inheritdoc cref="DbSession.WriteRowAsync"/>
    public void WriteRow(string sql, object?[] values) => Run(() =>
    {
        Positioned(sql).Execute(values);
        return 0;
    });

    /// <summary>Executes a statement without parameters.</summary>
    public void Execute(string sql) => Run(() => Prepare(sql).ExecuteNonQuery());

    public override void Open()
    {
        _inner.Open();
        Execute(SqliteDialect.WritingPragmas);

        // What a savepoint may have to restore stays in memory, because a file of it would hold what was registered about people. So do the inner pages of the
        // indexes of a large register.
        Execute("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;");
    }

    public override void Close() => _inner.Close();

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new Command(this);

    protected override void Dispose(bool disposing)
    {
        ForgetStatements();
        _inner.Dispose();
        base.Dispose(disposing);
    }

    private void ForgetStatements()
    {
        foreach (var statement in _prepared.Values.Concat<IDisposable>(_positioned.Values))
        {
            statement.Dispose();
        }

        _prepared.Clear();
        _positioned.Clear();
    }

    /// <summary>
    /// Executes something. After a fault that has taken back the whole transaction, nothing more is executed, because it would be outside any transaction:
    /// whoever tries, or shares the transaction, is told of that fault.
    /// </summary>
    private T Run<T>(Func<T> execute)
    {
        if (_lost is { } lost)
        {
            throw new SqliteException(lost.Message, lost.SqliteErrorCode, lost.SqliteExtendedErrorCode);
        }

        try
        {
            return execute();
        }
        catch (SqliteException e) when (raw.sqlite3_get_autocommit(_inner.Handle) != 0)
        {
            _lost = e;
            throw;
        }
    }

    private PositionedStatement Positioned(string sql) =>
        _positioned.TryGetValue(sql, out var statement) ? statement : _positioned[sql] = new PositionedStatement(_inner.Handle!, sql);

    private SqliteCommand Prepare(string sql)
    {
        if (_prepared.TryGetValue(sql, out var command))
        {
            return command;
        }

        if (_prepared.Count == MostStatements)
        {
            ForgetStatements();
        }

        command = _inner.CreateCommand();
        command.CommandText = sql;
        return _prepared[sql] = command;
    }

    /// <summary>A command as its user states it. It is executed by the prepared command of the same text.</summary>
    private sealed class Command(PreparedConnection connection) : DbCommand
    {
        private readonly SqliteCommand _stated = new();

        [AllowNull]
        public override string CommandText { get; set; } = string.Empty;

        public override int CommandTimeout { get; set; } = 30;

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = connection;

        protected override DbTransaction? DbTransaction { get; set; }

        protected override DbParameterCollection DbParameterCollection => _stated.Parameters;

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override int ExecuteNonQuery() => connection.Run(() => Prepared().ExecuteNonQuery());

        public override object? ExecuteScalar() => connection.Run(() => Prepared().ExecuteScalar());

        protected override DbParameter CreateDbParameter() => _stated.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
            connection.Run(() => Prepared().ExecuteReader(behavior));

        protected override void Dispose(bool disposing)
        {
            _stated.Dispose();
            base.Dispose(disposing);
        }

        private SqliteCommand Prepared()
        {
            var command = connection.Prepare(CommandText);
            command.CommandTimeout = CommandTimeout;
            command.Parameters.Clear();
            foreach (SqliteParameter parameter in _stated.Parameters)
            {
                if (!parameter.ParameterName.StartsWith('@'))
                {
                    // Dapper names parameters without the sign that stands in the text, and the provider would look for each possible one.
                    parameter.ParameterName = "@" + parameter.ParameterName;
                }

                command.Parameters.Add(parameter);
            }

            return command;
        }
    }
}
