using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using OutcomeApi.Data.Migrations;

namespace OutcomeApi.Tests.Data;

/// <summary>
/// What a database looks like after its migrations, as lines that can be compared: <c>exits.reason TEXT NOT NULL</c>,
/// <c>exits UNIQUE (enrollment_id)</c>. Types are what SQLite stores, the coarser of the two.
/// </summary>
public static partial class Schema
{
    /// <summary>
    /// Everything that statements define, word for word: <c>exits[5] reason TEXT NOT NULL</c>, constraints and indexes with their names, views. A column
    /// is the same whether it was in its table from the beginning or was added.
    /// </summary>
    public static IReadOnlyList<string> Definitions(IEnumerable<string> statements)
    {
        var lines = new List<string>();
        var columnCounts = new Dictionary<string, int>();
        foreach (var statement in statements.Select(s => Space().Replace(Comment().Replace(s, string.Empty), " ").Trim()))
        {
            if (TableStatement().Match(statement) is not { Success: true } table)
            {
                lines.Add(statement);
                continue;
            }

            var name = table.Groups["name"].Value;
            foreach (var element in Comma().Split(table.Groups["elements"].Value).Select(e => e.Trim()))
            {
                var isColumn = !element.StartsWith("CONSTRAINT ", StringComparison.Ordinal);
                var position = columnCounts.GetValueOrDefault(name);
                columnCounts[name] = position + (isColumn ? 1 : 0);
                lines.Add(isColumn ? $"{name}[{position}] {element}" : $"{name} {element}");
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    /// <summary>The schema of a migrated SQLite database, asked of the database.</summary>
    public static IReadOnlyList<string> OfSqlite(SqliteConnection connection)
    {
        var lines = new List<string>();
        foreach (var table in Rows(
            "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' AND name <> 'schema_migrations'"))
        {
            string name = table["name"], type = table["type"];
            var columns = Rows($"PRAGMA table_xinfo({name})");
            if (type == "view")
            {
                lines.Add($"VIEW {name} ({string.Join(", ", columns.Select(c => c["name"]))})");
                continue;
            }

            // A row id is never null, though the pragma says that it might be.
            lines.AddRange(columns.Select((c, i) =>
                $"{name}.{c["name"]} [{i}] {c["type"]}{(c["notnull"] == "1" || (c["pk"] == "1" && c["type"] == "INTEGER") ? " NOT NULL" : string.Empty)}"));
            var keys = columns.Where(c => c["pk"] != "0").OrderBy(c => int.Parse(c["pk"], CultureInfo.InvariantCulture)).Select(c => c["name"]);
            lines.Add($"{name} PRIMARY KEY ({string.Join(", ", keys)})");
            foreach (var index in Rows($"PRAGMA index_list({name})").Where(i => i["origin"] != "pk"))
            {
                var on = string.Join(", ", Rows($"PRAGMA index_info({index["name"]})").Select(c => c["name"]));
                lines.Add(index["origin"] == "u"
                    ? $"{name} UNIQUE ({on})"
                    : $"INDEX {index["name"]} ON {name} ({on}){(index["unique"] == "1" ? " UNIQUE" : string.Empty)}");
            }

            lines.AddRange(Rows($"PRAGMA foreign_key_list({name})").GroupBy(f => f["id"]).Select(f => f.OrderBy(c => c["seq"]).ToArray()).Select(f =>
                ForeignKey(name, f.Select(c => c["from"]), f[0]["table"], f.Select(c => c["to"]), f[0]["on_delete"])));
        }

        return [.. lines.Order(StringComparer.Ordinal)];

        List<Dictionary<string, string>> Rows(string text) =>
        [
            .. connection.Query(text).Cast<IDictionary<string, object?>>()
                .Select(row => row.ToDictionary(c => c.Key, c => Convert.ToString(c.Value, CultureInfo.InvariantCulture) ?? string.Empty))
        ];
    }

    /// <summary>The schema that the scripts for SQL Server make, read from their syntax trees.</summary>
    public static IReadOnlyList<string> OfSqlServer(IEnumerable<Migration> migrations)
    {
        var lines = new List<string>();
        var columnCounts = new Dictionary<string, int>();
        foreach (var statement in migrations.SelectMany(m => m.Statements).Select(ParseOne))
        {
            switch (statement)
            {
                case CreateTableStatement create:
                    Add(Name(create.SchemaObjectName), create.Definition);
                    break;
                case AlterTableAddTableElementStatement add:
                    Add(Name(add.SchemaObjectName), add.Definition);
                    break;
                case CreateIndexStatement index:
                    lines.Add($"INDEX {index.Name.Value} ON {Name(index.OnName)} ({Columns(index.Columns)}){(index.Unique ? " UNIQUE" : string.Empty)}");
                    break;
                case CreateViewStatement view:
                    var elements = FirstOf(view.SelectStatement.QueryExpression).SelectElements.Cast<SelectScalarExpression>();
                    var names = elements.Select(e => e.ColumnName?.Value ?? Last(((ColumnReferenceExpression)e.Expression).MultiPartIdentifier));
                    lines.Add($"VIEW {Name(view.SchemaObjectName)} ({string.Join(", ", names)})");
                    break;
                case DropTableStatement drop:
                    var dropped = Name(drop.Objects.Single());
                    columnCounts.Remove(dropped);
                    lines.RemoveAll(line => line.StartsWith($"{dropped}.", StringComparison.Ordinal) || line.StartsWith($"{dropped} ", StringComparison.Ordinal)
                        || line.Contains($" ON {dropped} (", StringComparison.Ordinal));
                    break;
                case AlterTableDropTableElementStatement drop:
                    Remove(Name(drop.SchemaObjectName), drop.AlterTableDropTableElements.Single().Name.Value);
                    break;
                case InsertStatement or UpdateStatement or DeleteStatement:
                    break;
                default:
                    throw new InvalidOperationException($"Not expected in a migration: {statement.GetType().Name}");
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];

        // The columns after one that goes move up.
        void Remove(string table, string column)
        {
            static int PositionOf(string line) => int.Parse(line[(line.IndexOf('[') + 1)..line.IndexOf(']')], CultureInfo.InvariantCulture);
            var gone = lines.FindIndex(line => line.StartsWith($"{table}.{column} ", StringComparison.Ordinal));
            var position = PositionOf(lines[gone]);
            lines.RemoveAt(gone);
            columnCounts[table]--;
            for (var i = 0; i < lines.Count; i++)
            {
                if (lines[i].StartsWith($"{table}.", StringComparison.Ordinal) && PositionOf(lines[i]) is var old && old > position)
                {
                    lines[i] = lines[i].Replace($" [{old}] ", $" [{old - 1}] ", StringComparison.Ordinal);
                }
            }
        }

        void Add(string table, TableDefinition definition)
        {
            foreach (var column in definition.ColumnDefinitions)
            {
                var position = columnCounts.GetValueOrDefault(table);
                columnCounts[table] = position + 1;
                var name = column.ColumnIdentifier.Value;
                var isRequired = column.Constraints.OfType<NullableConstraintDefinition>().Any(c => !c.Nullable);
                lines.Add($"{table}.{name} [{position}] {StoredAs(column.DataType)}{(isRequired ? " NOT NULL" : string.Empty)}");
                lines.AddRange(
                    column.Constraints.OfType<UniqueConstraintDefinition>().Select(c => $"{table} {(c.IsPrimaryKey ? "PRIMARY KEY" : "UNIQUE")} ({name})"));
                lines.AddRange(column.Constraints.OfType<ForeignKeyConstraintDefinition>().Select(c => ForeignKeyOf(table, [name], c)));
            }

            foreach (var constraint in definition.TableConstraints)
            {
                lines.Add(constraint switch
                {
                    UniqueConstraintDefinition unique => $"{table} {(unique.IsPrimaryKey ? "PRIMARY KEY" : "UNIQUE")} ({Columns(unique.Columns)})",
                    ForeignKeyConstraintDefinition foreign => ForeignKeyOf(table, foreign.Columns.Select(c => c.Value), foreign),
                    _ => throw new InvalidOperationException($"Not expected in a table: {constraint.GetType().Name}"),
                });
            }
        }
    }

    /// <summary>The one statement of a text.</summary>
    public static TSqlStatement ParseOne(string text)
    {
        var script = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        return errors.Count == 0
            ? script.Batches.Single().Statements.Single()
            : throw new InvalidOperationException($"{errors[0].Message} in {text}");
    }

    private static string ForeignKeyOf(string table, IEnumerable<string> columns, ForeignKeyConstraintDefinition key) => ForeignKey(
        table,
        columns,
        Name(key.ReferenceTableName),
        key.ReferencedTableColumns.Select(c => c.Value),
        key.DeleteAction switch
        {
            DeleteUpdateAction.NotSpecified or DeleteUpdateAction.NoAction => "NO ACTION",
            DeleteUpdateAction.Cascade => "CASCADE",
            var other => other.ToString(),
        });

    private static string ForeignKey(string table, IEnumerable<string> from, string to, IEnumerable<string> columns, string onDelete) =>
        $"{table} ({string.Join(", ", from)}) REFERENCES {to} ({string.Join(", ", columns)}) ON DELETE {onDelete}";

    private static string Columns(IEnumerable<ColumnWithSortOrder> columns) =>
        string.Join(", ", columns.Select(c => Last(c.Column.MultiPartIdentifier) + (c.SortOrder == SortOrder.Descending ? " DESC" : string.Empty)));

    private static string StoredAs(DataTypeReference type) => Last(type.Name) switch
    {
        "nvarchar" or "date" or "datetimeoffset" => "TEXT",
        "int" or "bigint" or "bit" => "INTEGER",
        "varbinary" => "BLOB",
        var other => throw new InvalidOperationException($"The type {other} has no partner on SQLite yet."),
    };

    /// <summary>A union's columns have the names of its first query.</summary>
    private static QuerySpecification FirstOf(QueryExpression query) =>
        query is BinaryQueryExpression union ? FirstOf(union.FirstQueryExpression) : (QuerySpecification)query;

    private static string Name(SchemaObjectName name) => Last(name);

    private static string Last(MultiPartIdentifier identifier) => identifier.Identifiers[^1].Value;

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>A comma between two elements, not one inside the brackets of an element.</summary>
    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Comma();

    [GeneratedRegex(@"^(CREATE TABLE (?<name>\w+) \((?<elements>.*)\)( STRICT)?|ALTER TABLE (?<name>\w+) ADD (?<elements>.*))$")]
    private static partial Regex TableStatement();
}
