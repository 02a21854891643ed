using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Data;

/// <summary>Every statement stands up on both databases: wrong names and wrong grammar show without a journey that happens to run it.</summary>
public sealed partial class StatementTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly string[] Forbidden =
    [
        "LIMIT", "OFFSET", "FETCH", "TOP", "RETURNING", "OUTPUT", "CONFLICT", "MERGE", "DBO", "ISNULL", "IFNULL", "NVL", "LEN", "LENGTH", "TRUE", "FALSE",
        "GETDATE", "GETUTCDATE", "SYSDATETIME", "SYSUTCDATETIME", "SYSDATETIMEOFFSET", "CURRENT_TIMESTAMP", "DATEADD", "DATEDIFF", "DATEPART", "EOMONTH",
        "STRFTIME", "JULIANDAY", "DATETIME", "NOLOCK", "UPDLOCK", "HOLDLOCK", "GLOB", "ILIKE", "NEWID", "LAST_INSERT_ROWID", "SCOPE_IDENTITY",
    ];

    [Fact]
    public void The_statements_are_found()
    {
        Statements.All.Count.ShouldBeGreaterThan(40);
        Statements.All.Count(s => s.IsOrdered).ShouldBeGreaterThan(5);
        Statements.All.Where(s => s.Engine == "sqlite").ShouldNotBeEmpty();
        Statements.All.Where(s => s.Engine == "sqlserver").ShouldNotBeEmpty();
        Statements.All.Count(s => s.Name.EndsWith("Records.InsertSql", StringComparison.Ordinal)).ShouldBe(RecordCase.All.Count);
    }

    [Fact]
    public async Task Every_statement_prepares_on_SQLite()
    {
        var dialect = await databases.OpenAsync("sqlite");
        await using var connection = (SqliteConnection)dialect.Connect();
        await connection.OpenAsync();
        var faults = new List<string>();
        foreach (var (name, text) in Statements.For(dialect))
        {
            try
            {
                await using var command = connection.CreateCommand();
                command.CommandText = text;
                command.Prepare();
            }
            catch (SqliteException e)
            {
                faults.Add($"{name}: {e.Message}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Every_statement_parses_as_TSQL() =>
        Statements.For(new SqlServerDialect("Server=nowhere")).SelectMany(s => Statements.TSqlFaults(s.Name, s.Text)).ShouldBeEmpty();

    [Fact]
    public void Statements_for_both_keep_to_the_portable_subset()
    {
        var portable = Statements.All.Where(s => s.Engine is null).ToArray();
        portable.ShouldNotBeEmpty();
        portable.SelectMany(s => Strangers(s.Text).Select(word => $"{s.Name}: {word}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SELECT id FROM projects ORDER BY id LIMIT 1", "LIMIT")]
    [InlineData("SELECT ISNULL(id, 0) FROM dbo.projects", "ISNULL dbo")]
    [InlineData("SELECT id || 'a' FROM projects", "||")]
    [InlineData("SELECT \"id\" FROM projects", "\"id\"")]
    [InlineData("SELECT 'LIMIT', id -- LIMIT\nFROM projects", "")]
    public void A_stranger_is_seen(string text, string words) => string.Join(' ', Strangers(text)).ShouldBe(words);

    [Fact]
    public void No_statement_stands_outside_such_a_constant()
    {
        // Composed of its columns when it runs; the bulk-insert tests run it.
        const string BulkInsert = "INSERT INTO {table} (";

        // Composed of the definition of a kind: they are among the statements of these tests.
        const string OfRecords = "src/OutcomeApi/Records/RecordStatements.cs";

        // Composed of the tables and columns that the database says it has.
        const string OfCopies = "src/OutcomeApi/Data/Backups/DatabaseCopy.cs";

        var files = SourceFile.Below("src/OutcomeApi");
        var literals = files.SelectMany(f => f.Literals.Select(literal => (File: f, Literal: literal)))
            .Where(l => StatementStart().IsMatch(l.Literal.Text)).ToArray();
        literals.Count(l => l.Literal.Const is not null).ShouldBeGreaterThan(40);
        literals
            .Where(l => l.Literal.Const is not { } name || !(name.EndsWith("Sql", StringComparison.Ordinal) || name is "Columns" or "Matching"))
            .Where(l => l.File.Path is not (OfRecords or OfCopies))
            .Where(l => !l.Literal.Text.StartsWith(BulkInsert, StringComparison.Ordinal)
                || !l.File.Path.EndsWith("Dialects/SqliteDialect.cs", StringComparison.Ordinal))
            .Select(l => $"{l.File.Path}:{l.Literal.Line} {l.Literal.Text.Trim().Split('\n')[0]}")
            .ShouldBeEmpty();
    }

    [SqlServerFact]
    public async Task Every_statement_is_understood_by_SQL_Server()
    {
        var dialect = await databases.OpenAsync("sqlserver");
        await using var connection = (SqlConnection)dialect.Connect();
        await connection.OpenAsync();
        var own = Statements.All.Where(s => s.Engine == "sqlserver").Select(s => s.Name).ToHashSet();
        var faults = new List<string>();
        foreach (var (name, text) in Statements.For(dialect).Where(s => !own.Contains(s.Name)))
        {
            try
            {
                await connection.ExecuteAsync(
                    "EXEC sp_describe_first_result_set @tsql = @Text, @params = @Declarations", new { Text = text, Declarations = Declarations(text) });
            }
            catch (SqlException e)
            {
                faults.Add($"{name}: {e.Message}");
            }
        }

        faults.ShouldBeEmpty();
    }

    /// <summary>Words that one of the two does not know, or understands otherwise.</summary>
    private static IEnumerable<string> Strangers(string text)
    {
        var tokens = new TSql150Parser(initialQuotedIdentifiers: true).GetTokenStream(new StringReader(text), out _)
            .Where(t =>
                t.TokenType is not (TSqlTokenType.WhiteSpace or TSqlTokenType.SingleLineComment or TSqlTokenType.MultilineComment or TSqlTokenType.EndOfFile))
            .ToArray();
        return tokens
            .Where((token, i) => token.TokenType == TSqlTokenType.VerticalLine && i > 0 && tokens[i - 1].TokenType == TSqlTokenType.VerticalLine)
            .Select(_ => "||")
            .Concat(tokens.Where(token => Forbidden.Contains(token.Text.ToUpperInvariant()) || token.Text.StartsWith('"')).Select(token => token.Text));
    }

    /// <summary>Every parameter as text, which turns into anything, but those that are calculated with.</summary>
    private static string Declarations(string text) => string.Join(
        ", ",
        Parameter().Matches(text).Select(m => m.Value).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => $"{name} {(name is "@Skip" or "@Take" or "@Id" or "@Kept" ? "bigint" : "nvarchar(4000)")}"));

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s")]
    private static partial Regex StatementStart();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
