using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Records;

namespace OutcomeApi.Tests.Data;

/// <summary>A statement of the service.</summary>
/// <param name="Name">Class and constant, or kind of record and composed statement.</param>
/// <param name="Text">Its text.</param>
/// <param name="Engine">The one engine that it is for; null: both.</param>
public sealed record Statement(string Name, string Text, string? Engine)
{
    public bool IsFor(string engine) => Engine is null || Engine == engine;

    /// <summary>May it be paged? Then it is tried that way, too.</summary>
    public bool IsOrdered => Text.LastIndexOf("ORDER BY", StringComparison.Ordinal) > Text.LastIndexOf(')');
}

/// <summary>All statements of the service: its constants whose names end in <c>Sql</c>, and what is composed for each kind of record.</summary>
public static partial class Statements
{
    public static readonly IReadOnlyList<Statement> All =
    [
        .. typeof(Program).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal))
            .Select(field => new Statement(
                $"{field.DeclaringType!.Name}.{field.Name}", TextOf((string)field.GetRawConstantValue()!), EngineOf(field)))
            .Concat(Tables.SelectMany(OfTable))
            .OrderBy(statement => statement.Name, StringComparer.Ordinal)
    ];

    /// <summary>The tables of all kinds. Their statements come of their definitions alone: the services that their checks use are not needed.</summary>
    private static IEnumerable<RecordTable> Tables => typeof(Program).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(RecordTable)))
        .Select(type => (RecordTable)Activator.CreateInstance(type, new object?[type.GetConstructors().Single().GetParameters().Length])!);

    /// <summary>The statements for an engine, paged ones added.</summary>
    public static IEnumerable<(string Name, string Text)> For(ISqlDialect dialect) => All
        .Where(statement => statement.IsFor(dialect.Name))
        .SelectMany(statement => statement.IsOrdered
            ? new[] { (statement.Name, statement.Text), (statement.Name + " (a page)", dialect.Page(statement.Text)) }
            : [(statement.Name, statement.Text)]);

    /// <summary>What is wrong with a text as T-SQL.</summary>
    public static IEnumerable<string> TSqlFaults(string name, string text)
    {
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        return errors.Select(error => $"{name}:{error.Line}: {error.Message}");
    }

    private static IEnumerable<Statement> OfTable(RecordTable table) => typeof(RecordStatements).GetProperties()
        .Where(property => property.GetValue(table.Statements) is not null)
        .Select(property => new Statement($"{table.GetType().Name}.{property.Name}", TextOf((string)property.GetValue(table.Statements)!), null));

    /// <summary>The statement's text. <c>IN @Ids</c> is Dapper's way of writing a list: to the databases it is a list.</summary>
    private static string TextOf(string statement) => List().Replace(statement, "IN ($1)");

    private static string? EngineOf(FieldInfo field) => field.Name switch
    {
        _ when field.Name.EndsWith("SqliteSql", StringComparison.Ordinal) || field.DeclaringType == typeof(SqliteDialect) => "sqlite",
        _ when field.Name.EndsWith("SqlServerSql", StringComparison.Ordinal) || field.DeclaringType == typeof(SqlServerDialect) => "sqlserver",
        _ => null,
    };

    [GeneratedRegex(@"\bIN (@\w+)")]
    private static partial Regex List();
}
